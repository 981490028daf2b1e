import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Link, useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  DropZone,
  EmptyState,
  FormLayout,
  InlineGrid,
  InlineStack,
  List,
  Page,
  Select,
  Tabs,
  Text,
  TextField,
} from '@shopify/polaris';
import { useEffect, useMemo, useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { busiestLocation } from '../mirror/read-pickable.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { type BinPart, namesIn, readBinNames } from '../picking/place/bin-name.ts';
import { binsWithoutAisle, layoutProblems } from '../picking/place/check-layout.ts';
import { defaultLayout, usualMeasures } from '../picking/place/default-layout.ts';
import { editLayout, type LayoutEdit } from '../picking/place/edit-layout.ts';
import { readLayoutPage, saveLayout } from '../picking/place/keep-layout.server.ts';
import { emptyLayout, type Layout } from '../picking/place/layout.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';
import { type Chosen, FloorPlan } from '../ui/floor-plan.tsx';
import { AisleForm, BlockForm, FloorsForm, StationsForm } from '../ui/layout-form.tsx';
import { useListAddress } from '../ui/list-address.ts';
import { LocationChoice } from '../ui/location-choice.tsx';
import { NamesRead } from '../ui/names-read.tsx';
import { Unsaved } from '../ui/unsaved.tsx';
import { formatWhen } from '../ui/when.ts';

const MOST_NAMES = 20_000;
const SHOWN = 12;

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const [locations, busiest, { timeZone }] = await Promise.all([
    readLocations(session.shop),
    busiestLocation(session.shop),
    readShop(session.shop),
  ]);
  const usual = locations.find((location) => location.id === busiest) ?? locations[0];
  const locationId = searchParams.get('location') || (usual?.id ?? '');
  const asked = Number(searchParams.get('version'));
  const version = Number.isInteger(asked) && asked > 0 ? asked : undefined;
  const { kept, versions, bins } = await readLayoutPage(session.shop, locationId, version);
  return {
    ...{ locations, locationId },
    asked: version ?? 'newest',
    newest: versions[0]?.version ?? 0,
    shown: kept?.version ?? 0,
    layout: kept?.layout ?? null,
    naming: kept?.naming ?? {},
    bins: bins.map((bin) => bin.name),
    versions: versions.map((one) => ({ ...one, createdAt: formatWhen(one.createdAt, timeZone) })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session, sessionToken } = await authenticate.admin(request);
  const form = await request.formData();
  const typed = (name: string) => String(form.get(name) ?? '');
  const addBins = namesIn(typed('addBins')).slice(0, MOST_NAMES);
  const wish = {
    basedOn: Number(typed('basedOn')) || 0,
    document: typed('document'),
    naming: typed('naming'),
    addBins,
  };
  const locations = await readLocations(session.shop);
  if (!locations.some((location) => location.id === typed('location')))
    return { ok: false as const, problems: ['This location is not active any more. Choose another one.'] };
  const told = { by: `staff ${sessionToken?.sub ?? ''}`.trim(), at: new Date() };
  return saveLayout(session.shop, typed('location'), wish, told);
}

type Naming = Record<string, (BinPart | null)[]>;
type Draft = { layout: Layout | null; naming: Naming; added: string[] };

export default function LayoutPage() {
  const data = useLoaderData<typeof loader>();
  // Another location or version is another drawing: nothing typed for one may end in the other.
  return <Drawing key={`${data.locationId} ${data.asked}`} />;
}

function Drawing() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const busy = useNavigation().state !== 'idle';
  const go = useListAddress();
  const saved: Draft = { layout: data.layout, naming: data.naming, added: [] };
  /** every state so far, the first as it was saved; undo goes back in it */
  const [{ past, at }, setHistory] = useState({ past: [saved], at: 0 });
  const setAt = (next: number) => setHistory({ past, at: next });
  const [basedOn, setBasedOn] = useState(data.newest);
  const [floor, setFloor] = useState(0);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [tab, setTab] = useState(0);
  const [names, setNames] = useState<string[] | null>(null);
  const [pasted, setPasted] = useState('');
  const draft = past[at] ?? saved;
  const { layout } = draft;
  const put = (next: Draft) => {
    setHistory({ past: [...past.slice(0, at + 1), next], at: at + 1 });
  };
  const edit = (change: LayoutEdit) => {
    if (!layout) return;
    const next = editLayout(layout, change);
    put({ ...draft, layout: next });
    if (floor >= next.floors.length) setFloor(0);
  };
  // Told of a newer version, the next save goes over it. Saved, the drawing begins anew from what was saved.
  useEffect(() => {
    if (answer) setBasedOn((before) => Math.max(before, data.newest));
    if (answer?.ok && answer.version === data.newest)
      setHistory((before) => ({
        past: before.past.slice(before.at, before.at + 1).map((one) => ({ ...one, added: [] })),
        at: 0,
      }));
  }, [answer, data.newest]);
  const problems = useMemo(() => (layout ? layoutProblems(layout) : []), [layout]);
  const allNames = useMemo(() => [...new Set([...data.bins, ...draft.added])], [data.bins, draft.added]);
  const lost = useMemo(() => {
    if (!layout) return [];
    const { understood, refused } = readBinNames(allNames, new Map(Object.entries(draft.naming)));
    const unread = refused.map(({ name }) => ({ name, place: null }));
    return binsWithoutAisle(layout, [...understood, ...unread]);
  }, [layout, allNames, draft.naming]);
  const save = () =>
    submit(
      {
        location: data.locationId,
        basedOn: String(basedOn),
        document: JSON.stringify(layout ?? emptyLayout),
        naming: JSON.stringify(draft.naming),
        addBins: draft.added.join('\n'),
      },
      { method: 'post' },
    );
  const draw = (next: Layout, naming: Naming, added: string[]) => {
    put({ layout: next, naming, added });
    setNames(null);
    setPasted('');
    setFloor(0);
    setChosen(null);
  };
  return (
    <Page
      title="Layout"
      subtitle="What the warehouse looks like"
      backAction={{ content: 'Bins', url: `/app/waves/bins?location=${data.locationId}` }}
    >
      <Unsaved id="layout" dirty={at > 0} saving={busy} onSave={save} onDiscard={() => setAt(0)} />
      <BlockStack gap="400">
        {answer && !answer.ok ? (
          <Banner tone="critical" title="The layout was not saved">
            <List>
              {answer.problems.map((problem) => (
                <List.Item key={problem}>{problem}</List.Item>
              ))}
            </List>
          </Banner>
        ) : null}
        {answer?.ok && at === 0 ? <Banner tone="success" title={`Saved as version ${answer.version}`} /> : null}
        {data.shown < data.newest && at === 0 && !answer?.ok ? (
          <Banner tone="info" title={`This is version ${data.shown}; in use is ${data.newest}`}>
            <p>Change or save it to make it the next version.</p>
            <Button onClick={() => put({ ...draft })}>Use this version again</Button>
          </Banner>
        ) : null}
        {data.locations.length > 1 ? (
          <Card>
            <LocationChoice
              locations={data.locations}
              value={data.locationId}
              onChange={(location) => go({ location, version: null })}
            />
          </Card>
        ) : null}
        {!layout && names === null ? (
          <Begin
            bins={data.bins.length}
            onBins={() => setNames(data.bins)}
            onEmpty={() => draw(editLayout(emptyLayout, { do: 'add-block', floor: 0, name: 'Main' }), {}, [])}
          />
        ) : null}
        {names === null ? null : (
          <Preview
            names={names}
            naming={draft.naming}
            known={new Set(data.bins)}
            onDraw={draw}
            onLeave={() => setNames(null)}
          />
        )}
        {layout && names === null ? (
          <>
            {problems.length > 0 ? (
              <Banner tone="warning" title="This layout cannot be walked yet">
                <List>
                  {problems.slice(0, SHOWN).map((problem) => (
                    <List.Item key={problem}>{problem}</List.Item>
                  ))}
                </List>
              </Banner>
            ) : null}
            {problems.length === 0 && lost.length > 0 ? (
              <Banner tone="info" title={`${countOf(lost.length, 'bin')} without an aisle on the floor`}>
                <p>
                  {lost.slice(0, SHOWN).join(', ')}
                  {lost.length > SHOWN ? ` and ${lost.length - SHOWN} more` : ''}. They are picked last, and no metres
                  count for them. Add or rename an aisle, or rename the bins.
                </p>
              </Banner>
            ) : null}
            <InlineGrid columns={{ xs: 1, lg: '3fr 2fr' }} gap="400">
              <Card>
                <BlockStack gap="300">
                  <InlineStack align="space-between" gap="200" wrap>
                    <Text as="h2" variant="headingMd">
                      The floor
                    </Text>
                    <InlineStack gap="200">
                      <Button disabled={at === 0} onClick={() => setAt(at - 1)}>
                        Undo
                      </Button>
                      <Button disabled={at >= past.length - 1} onClick={() => setAt(at + 1)}>
                        Redo
                      </Button>
                    </InlineStack>
                  </InlineStack>
                  {layout.floors.length > 1 ? (
                    <Select
                      label="Floor"
                      options={layout.floors.map((one, index) => ({ value: String(index), label: one.name }))}
                      value={String(floor)}
                      onChange={(value) => {
                        setFloor(Number(value));
                        setChosen(null);
                      }}
                    />
                  ) : null}
                  <FloorPlan
                    layout={layout}
                    floor={floor}
                    title={`The floor, ${countOf(
                      (layout.floors[floor]?.blocks ?? []).reduce((sum, block) => sum + block.aisles.length, 0),
                      'aisle',
                    )}`}
                    chosen={chosen}
                    onChoose={(next) => {
                      setChosen(next);
                      setTab(0);
                    }}
                    onResize={({ block, aisle }, length) =>
                      edit({ do: 'change-aisle', floor, block, aisle, change: { length } })
                    }
                  />
                  <Text as="p" tone="subdued">
                    Drag the end of an aisle, move it with the arrow keys, or use the form.
                  </Text>
                </BlockStack>
              </Card>
              <Card padding="0">
                <Tabs
                  fitted
                  tabs={['Aisle', 'Block', 'Stations', 'Floors'].map((content) => ({
                    id: content,
                    content,
                    panelID: 'layout-form',
                  }))}
                  selected={tab}
                  onSelect={setTab}
                />
                <div style={{ padding: 'var(--p-space-400)' }} id="layout-form">
                  {tab === 0 ? (
                    <AisleForm
                      key={`${floor} ${chosen?.block} ${chosen?.aisle}`}
                      {...{ layout, floor, chosen }}
                      onChoose={setChosen}
                      onEdit={edit}
                    />
                  ) : null}
                  {tab === 1 ? <BlocksForm {...{ layout, floor, chosen }} onChoose={setChosen} onEdit={edit} /> : null}
                  {tab === 2 ? <StationsForm {...{ layout, floor }} onEdit={edit} /> : null}
                  {tab === 3 ? <FloorsForm {...{ layout, floor }} onEdit={edit} /> : null}
                </div>
              </Card>
            </InlineGrid>
          </>
        ) : null}
        {names === null ? (
          <Paste {...{ pasted, setPasted }} bins={data.bins} drawn={layout !== null} onRead={setNames} />
        ) : null}
        {data.versions.length > 0 ? (
          <Card>
            <BlockStack gap="200">
              <Text as="h2" variant="headingMd">
                Versions
              </Text>
              <List>
                {data.versions.map((one) => (
                  <List.Item key={one.version}>
                    <Link to={`/app/waves/layout?location=${data.locationId}&version=${one.version}`}>
                      Version {one.version}
                    </Link>
                    , {one.createdAt}, {one.by}
                    {one.version === data.newest ? ' (in use)' : ''}
                  </List.Item>
                ))}
              </List>
            </BlockStack>
          </Card>
        ) : null}
      </BlockStack>
    </Page>
  );
}

function Begin({ bins, onBins, onEmpty }: { bins: number; onBins: () => void; onEmpty: () => void }) {
  return (
    <Card>
      <EmptyState
        heading="Draw the warehouse once, walk less every day"
        image=""
        {...(bins > 0
          ? { action: { content: `Start from the ${countOf(bins, 'bin')} that exist`, onAction: onBins } }
          : {})}
        secondaryAction={{ content: 'Start with an empty floor', onAction: onEmpty }}
      >
        <p>
          Backroom reads aisles, bays and levels out of bin names and draws a floor from them, which you correct. Walks,
          metres and slotting are computed on it. Paste the names below, if no bin has one yet.
        </p>
      </EmptyState>
    </Card>
  );
}

function Paste({
  pasted,
  setPasted,
  bins,
  drawn,
  onRead,
}: {
  pasted: string;
  setPasted: (text: string) => void;
  bins: string[];
  drawn: boolean;
  onRead: (names: string[]) => void;
}) {
  const names = namesIn(pasted);
  const problem =
    names.length > MOST_NAMES ? `These are ${names.length} names. Paste at most ${MOST_NAMES} at a time.` : null;
  const take = async (file: File | undefined) => {
    if (file) setPasted(await file.text());
  };
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {drawn ? 'Draw it anew from bin names' : 'Bin names'}
        </Text>
        <TextField
          label="Paste bin names, one a line"
          multiline={4}
          maxHeight={240}
          autoComplete="off"
          value={pasted}
          onChange={setPasted}
          placeholder={'A-01-1\nA-01-2\nA-02-1'}
          error={problem ?? false}
        />
        <DropZone
          label="Or choose a file of names"
          accept=".csv,.txt,text/csv,text/plain"
          type="file"
          allowMultiple={false}
          onDrop={(files) => void take(files[0])}
        >
          <DropZone.FileUpload actionTitle="Choose a file" />
        </DropZone>
        <InlineStack gap="200">
          <Button
            disabled={names.length === 0 || problem !== null}
            onClick={() => onRead([...new Set([...bins, ...names])])}
          >
            Read names
          </Button>
          {drawn && bins.length > 0 ? (
            <Button onClick={() => onRead(bins)}>{`Use the ${countOf(bins.length, 'bin')} that exist`}</Button>
          ) : null}
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function Preview({
  names,
  naming,
  known,
  onDraw,
  onLeave,
}: {
  names: string[];
  naming: Naming;
  known: ReadonlySet<string>;
  onDraw: (layout: Layout, naming: Naming, added: string[]) => void;
  onLeave: () => void;
}) {
  const [parts, setParts] = useState<Naming>(naming);
  const [bay, setBay] = useState(String(usualMeasures.bayMetres));
  const [pitch, setPitch] = useState(String(usualMeasures.aislePitch));
  const read = useMemo(() => readBinNames(names, new Map(Object.entries(parts))), [names, parts]);
  const metres = (text: string) => {
    const number = Number(text.trim().replace(',', '.'));
    return text.trim() !== '' && number >= 0.2 && number <= 50 ? number : null;
  };
  const [bayMetres, aislePitch] = [metres(bay), metres(pitch)];
  const wrong = (value: number | null) => (value === null ? 'Enter metres, 0.2 to 50' : false);
  const draw = () => {
    if (bayMetres === null || aislePitch === null) return;
    const layout = defaultLayout(
      read.understood.map((one) => one.place),
      { bayMetres, aislePitch },
    );
    onDraw(
      layout,
      parts,
      read.understood.flatMap((one) => (known.has(one.name) ? [] : one.name)),
    );
  };
  return (
    <Card>
      <BlockStack gap="400">
        <Text as="h2" variant="headingMd">
          What was understood
        </Text>
        <NamesRead read={read} onChoose={(pattern, chosen) => setParts({ ...parts, [pattern]: chosen })} />
        <FormLayout>
          <FormLayout.Group condensed>
            <TextField
              label="Width of a bay"
              suffix="m"
              autoComplete="off"
              inputMode="decimal"
              value={bay}
              onChange={setBay}
              error={wrong(bayMetres)}
            />
            <TextField
              label="From aisle to aisle"
              suffix="m"
              autoComplete="off"
              inputMode="decimal"
              value={pitch}
              onChange={setPitch}
              error={wrong(aislePitch)}
            />
          </FormLayout.Group>
        </FormLayout>
        <InlineStack gap="200">
          <Button
            variant="primary"
            disabled={read.understood.length === 0 || bayMetres === null || aislePitch === null}
            onClick={draw}
          >
            Draw the floor
          </Button>
          <Button onClick={onLeave}>Back</Button>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}

function BlocksForm({
  layout,
  floor,
  chosen,
  onChoose,
  onEdit,
}: {
  layout: Layout;
  floor: number;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
  onEdit: (edit: LayoutEdit) => void;
}) {
  const blocks = layout.floors[floor]?.blocks ?? [];
  const block = Math.min(chosen?.block ?? 0, Math.max(0, blocks.length - 1));
  return (
    <BlockStack gap="300">
      {blocks.length > 1 ? (
        <Select
          label="Block"
          options={blocks.map((one, at) => ({ value: String(at), label: one.name }))}
          value={String(block)}
          onChange={(value) => onChoose({ block: Number(value), aisle: 0 })}
        />
      ) : null}
      <BlockForm key={`${floor} ${block}`} {...{ layout, floor, block, onEdit }} />
    </BlockStack>
  );
}

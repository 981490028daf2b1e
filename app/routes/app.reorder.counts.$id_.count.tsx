// The page of the person at the shelves, made for a thumb and a scanner that types and presses Enter.
import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Badge,
  Banner,
  BlockStack,
  Box,
  Button,
  Card,
  InlineStack,
  Page,
  ProgressBar,
  Text,
  TextField,
} from '@shopify/polaris';
import { useEffect, useRef, useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { readShop } from '../mirror/read-shop.server.ts';
import { type BlindLine, blindLines, findLines } from '../replenishment/counting/blind.ts';
import { readUnits } from '../replenishment/counting/count.ts';
import { readCount } from '../replenishment/counting/read-counts.server.ts';
import type { Recorded } from '../replenishment/counting/record-count.server.ts';
import { authenticate } from '../shopify.server.ts';
import { countOf } from '../ui/count.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = params.id ?? '';
  const { currency } = await readShop(session.shop);
  const [locations, found] = await Promise.all([
    readLocations(session.shop),
    /^[0-9a-f-]{36}$/.test(id) ? readCount(session.shop, id, currency) : null,
  ]);
  if (!found) throw new Response('There is no such count.', { status: 404 });
  const { count } = found;
  return {
    id: count.id,
    number: count.number,
    state: count.state,
    location: locations.find((location) => location.id === count.locationId)?.name ?? '',
    lines: blindLines(count.lines),
  };
}

type Message = { tone: 'success' | 'warning' | 'critical'; says: string };

export default function CountShelves() {
  const data = useLoaderData<typeof loader>();
  const submit = useSubmit();
  const finishing = useNavigation().state !== 'idle';
  const [lines, setLines] = useState<BlindLine[]>(data.lines);
  useEffect(() => setLines(data.lines), [data.lines]);
  const [currentId, setCurrentId] = useState<string | null>(null);
  const [units, setUnits] = useState('');
  const [search, setSearch] = useState('');
  const [message, setMessage] = useState<Message | null>(null);
  const [conflict, setConflict] = useState<{ theirs: number; mine: number } | null>(null);
  const [saving, setSaving] = useState(false);
  const [asking, setAsking] = useState(false);
  const scan = useRef<HTMLFormElement>(null);

  const current = lines.find((line) => line.id === currentId) ?? null;
  const waiting = lines.filter((line) => line.counted === null && !line.gone);
  const done = lines.length - waiting.length;
  const { like } = findLines(lines, search);
  const focusScan = () => scan.current?.querySelector('input')?.focus();

  // What was typed before a reload is still there.
  const [restored, setRestored] = useState(false);
  useEffect(() => {
    if (restored) return;
    setRestored(true);
    const kept = inAddress.read();
    if (!kept || !data.lines.some((line) => line.id === kept.item)) {
      scan.current?.querySelector('input')?.focus();
      return;
    }
    setCurrentId(kept.item);
    setUnits(kept.units);
  }, [restored, data.lines]);

  const type = (item: string, text: string) => {
    setUnits(text);
    inAddress.keep(item, text);
  };
  const open = (line: BlindLine, text: string) => {
    setCurrentId(line.id);
    setConflict(null);
    type(line.id, text);
  };
  const step = (by: number) => {
    if (!current) return;
    const read = readUnits(units);
    type(current.id, String(Math.max(0, (read.ok ? read.units : 0) + by)));
  };

  /** Enter in the scan field: the next unit of the line in hand, or another line. */
  const onScan = async () => {
    const { exact, like: found } = findLines(lines, search);
    const line = exact ?? (found.length === 1 ? (found[0] ?? null) : null);
    if (search.trim() === '') return;
    if (!line) {
      setMessage({
        tone: 'critical',
        says:
          found.length === 0
            ? `“${search.trim()}” is not part of this count. Check the label, or search by name.`
            : `${found.length} lines match “${search.trim()}”. Tap the right one.`,
      });
      return;
    }
    setSearch('');
    if (line.gone) {
      setMessage({ tone: 'warning', says: `Shopify no longer stocks ${line.title} here: leave it.` });
      return;
    }
    setMessage(null);
    if (current && current.id === line.id) return step(1);
    // A scanner goes from shelf to shelf without a tap: what is in hand is kept first.
    if (current && units.trim() !== '' && !(await save(current, units, current.counted, line))) return;
    open(line, String((line.counted ?? 0) + 1));
  };

  /** True when it is kept. `then`: the line to go on with. */
  const save = async (line: BlindLine, text: string, seen: number | null, then?: BlindLine): Promise<boolean> => {
    const typed = readUnits(text);
    if (!typed.ok) {
      setMessage({ tone: 'critical', says: `${typed.problem}.` });
      return false;
    }
    setSaving(true);
    setConflict(null);
    try {
      const body = new FormData();
      body.set('item', line.id);
      body.set('units', text.trim());
      if (seen !== null) body.set('seen', String(seen));
      const response = await fetch(`/app/reorder/counts/${data.id}/record`, { method: 'POST', body });
      if (!response.ok) throw new Error(`answered ${response.status}`);
      const answer = (await response.json()) as { result: Recorded; lines: BlindLine[] };
      if (answer.lines.length > 0) setLines(answer.lines);
      return take(answer.result, line, typed.units, answer.lines, then);
    } catch {
      setMessage({
        tone: 'critical',
        says: 'No connection to Backroom. What you typed is kept on this device: go where there is one, and press Save again.',
      });
      return false;
    } finally {
      setSaving(false);
    }
  };

  const take = (result: Recorded, line: BlindLine, mine: number, fresh: BlindLine[], then?: BlindLine): boolean => {
    if (!result.ok) {
      setMessage({ tone: 'critical', says: result.problem });
      if (result.is === 'differs') setConflict({ theirs: result.theirs, mine });
      if (result.is === 'refused' && result.again) type(line.id, '');
      return false;
    }
    if (result.is === 'second-look') {
      open(line, '');
      setMessage({ tone: 'warning', says: `Please count ${line.title} a second time: look behind and beside, too.` });
      return false;
    }
    inAddress.forget();
    setMessage({
      tone: result.is === 'gone' ? 'warning' : 'success',
      says:
        result.is === 'gone'
          ? `Shopify no longer stocks ${line.title} here. The line is left.`
          : `Saved: ${countOf(mine, 'unit')} of ${line.title}`,
    });
    const after = fresh.slice(fresh.findIndex((one) => one.id === line.id) + 1);
    const next = [...after, ...fresh].find((one) => one.counted === null && !one.gone);
    if (!then) {
      setCurrentId(next?.id ?? null);
      setUnits('');
      focusScan();
    }
    return true;
  };

  if (data.state !== 'open')
    return (
      <Page title={`Count ${data.number}`} backAction={{ content: 'The count', url: `/app/reorder/counts/${data.id}` }}>
        <Card>
          <BlockStack gap="300">
            <Text as="p">Counting is over. Nothing can be added from here.</Text>
            <Button url={`/app/reorder/counts/${data.id}`} size="large" variant="primary">
              See what was found
            </Button>
          </BlockStack>
        </Card>
      </Page>
    );
  const finish = () => submit({ intent: 'finish' }, { method: 'post', action: `/app/reorder/counts/${data.id}` });
  return (
    <Page
      narrowWidth
      title={`Count ${data.number}`}
      subtitle={data.location}
      backAction={{ content: 'The count', url: `/app/reorder/counts/${data.id}` }}
    >
      {/* Before what it styles: the page is drawn while it still arrives. */}
      <style>{STYLE}</style>
      <div className="floor">
        <BlockStack gap="300">
          <Box paddingInline={{ xs: '400', sm: '0' }}>
            <BlockStack gap="100">
              <ProgressBar
                progress={(done / Math.max(1, lines.length)) * 100}
                size="small"
                tone={waiting.length === 0 ? 'success' : 'primary'}
              />
              <Text as="p" tone="subdued">
                {done} of {countOf(lines.length, 'line')} counted
              </Text>
            </BlockStack>
          </Box>
          <Card>
            <form
              ref={scan}
              onSubmit={(event) => {
                event.preventDefault();
                void onScan();
              }}
            >
              <TextField
                label="Scan a barcode, or search"
                autoComplete="off"
                clearButton
                onClearButtonClick={() => setSearch('')}
                value={search}
                onChange={setSearch}
              />
            </form>
          </Card>
          <div role="status" aria-live="polite">
            {message ? (
              <Box paddingInline={{ xs: '400', sm: '0' }}>
                <Banner tone={message.tone} onDismiss={() => setMessage(null)}>
                  <Text as="p" breakWord>
                    {message.says}
                  </Text>
                </Banner>
              </Box>
            ) : null}
          </div>
          {current ? (
            <Card>
              <BlockStack gap="300">
                <InlineStack align="space-between" blockAlign="center" gap="200" wrap={false}>
                  <Text as="h2" variant="headingXl">
                    {current.bin ?? 'No bin'}
                  </Text>
                  {current.again ? <Badge tone="warning">Count again</Badge> : null}
                </InlineStack>
                <BlockStack gap="050">
                  <Text as="p" variant="headingMd" breakWord>
                    {current.title}
                  </Text>
                  <Text as="p" tone="subdued">
                    {[current.sku, current.barcode].filter(Boolean).join(' · ')}
                  </Text>
                </BlockStack>
                {conflict ? (
                  <BlockStack gap="200">
                    <Button
                      size="large"
                      fullWidth
                      loading={saving}
                      onClick={() => void save(current, String(conflict.theirs + conflict.mine), conflict.theirs)}
                    >
                      {`Two places: together ${conflict.theirs + conflict.mine}`}
                    </Button>
                    <Button
                      size="large"
                      fullWidth
                      loading={saving}
                      onClick={() => void save(current, String(conflict.mine), conflict.theirs)}
                    >
                      {`Mine is right: ${conflict.mine}`}
                    </Button>
                    <Button
                      size="large"
                      fullWidth
                      loading={saving}
                      onClick={() => void save(current, String(conflict.theirs), conflict.theirs)}
                    >
                      {`Theirs is right: ${conflict.theirs}`}
                    </Button>
                  </BlockStack>
                ) : (
                  <form
                    onSubmit={(event) => {
                      event.preventDefault();
                      void save(current, units, current.counted);
                    }}
                  >
                    <BlockStack gap="300">
                      <div className="floor-count">
                        <Thumb says="One less" text="−" onPress={() => step(-1)} />
                        <div style={{ flex: 1, minWidth: 0 }}>
                          <TextField
                            label={`Units of ${current.title}`}
                            labelHidden
                            type="number"
                            inputMode="numeric"
                            min={0}
                            align="center"
                            size="medium"
                            autoComplete="off"
                            selectTextOnFocus
                            placeholder="How many?"
                            value={units}
                            onChange={(text) => type(current.id, text)}
                          />
                        </div>
                        <Thumb says="One more" text="+" onPress={() => step(1)} />
                      </div>
                      <Button variant="primary" size="large" fullWidth loading={saving} submit>
                        Save
                      </Button>
                      <Button
                        size="large"
                        fullWidth
                        disabled={saving}
                        onClick={() => void save(current, '0', current.counted)}
                      >
                        Nothing there
                      </Button>
                    </BlockStack>
                  </form>
                )}
              </BlockStack>
            </Card>
          ) : waiting.length === 0 ? (
            <Card>
              <BlockStack gap="300">
                <Text as="p" variant="headingMd">
                  Every shelf is counted.
                </Text>
                <Button variant="primary" size="large" fullWidth loading={finishing} onClick={finish}>
                  Finish counting
                </Button>
              </BlockStack>
            </Card>
          ) : null}
          <Card padding="0">
            {like.length === 0 ? (
              <Box padding="400">
                <Text as="p" tone="subdued">
                  Nothing in this count matches. Clear the search to see all lines.
                </Text>
              </Box>
            ) : null}
            {like.map((line) => (
              <button
                key={line.id}
                type="button"
                className="floor-line"
                disabled={line.gone}
                aria-current={line.id === currentId}
                onClick={() => {
                  open(line, line.counted === null ? '' : String(line.counted));
                  setMessage(null);
                  setSearch('');
                  window.scrollTo({ top: 0 });
                }}
              >
                <span style={{ minWidth: 0 }}>
                  <Text as="span" fontWeight="semibold" breakWord>
                    {line.title}
                  </Text>
                  <br />
                  <Text as="span" tone="subdued">
                    {[line.bin ?? 'No bin', line.sku].filter(Boolean).join(' · ')}
                  </Text>
                </span>
                <Standing line={line} />
              </button>
            ))}
          </Card>
          {waiting.length > 0 && done > 0 ? (
            <Box paddingInline={{ xs: '400', sm: '0' }} paddingBlockEnd="800">
              {asking ? (
                <BlockStack gap="200">
                  <Text as="p">
                    {countOf(waiting.length, 'line')} will be left as they are. Shopify’s stock of them does not change.
                  </Text>
                  <Button size="large" fullWidth tone="critical" loading={finishing} onClick={finish}>
                    Finish without them
                  </Button>
                  <Button size="large" fullWidth onClick={() => setAsking(false)}>
                    Go on counting
                  </Button>
                </BlockStack>
              ) : (
                <Button size="large" fullWidth onClick={() => setAsking(true)}>
                  {`Finish without ${countOf(waiting.length, 'line')}`}
                </Button>
              )}
            </Box>
          ) : null}
        </BlockStack>
      </div>
    </Page>
  );
}

function Standing({ line }: { line: BlindLine }) {
  if (line.gone) return <Badge>Left</Badge>;
  if (line.again) return <Badge tone="warning">Again</Badge>;
  if (line.counted === null) return <Badge tone="new">To count</Badge>;
  return <Badge tone="success">{countOf(line.counted, 'unit')}</Badge>;
}

function Thumb({ says, text, onPress }: { says: string; text: string; onPress: () => void }) {
  return (
    <button type="button" className="floor-thumb" aria-label={says} onClick={onPress}>
      {text}
    </button>
  );
}

/**
 * What is typed and not saved yet, kept in the address: App Bridge mirrors it in the admin's, so it survives a reload, where the
 * storage of a framed page is often forbidden.
 */
const inAddress = {
  read: (): { item: string; units: string } | null => {
    const params = new URLSearchParams(window.location.search);
    const item = params.get('item');
    return item ? { item, units: (params.get('units') ?? '').slice(0, 20) } : null;
  },
  keep: (item: string, units: string) => change({ item, units }),
  forget: () => change({ item: null, units: null }),
};

function change(next: Record<string, string | null>): void {
  const url = new URL(window.location.href);
  for (const [name, value] of Object.entries(next)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  window.history.replaceState(window.history.state, '', url);
}

const STYLE = `
.floor .Polaris-Button--sizeLarge { min-height: 52px; font-size: 16px; }
.floor-count { display: flex; gap: 8px; align-items: stretch; }
.floor-count input { min-height: 56px; font-size: 24px; font-weight: 600; }
.floor-thumb { width: 64px; min-height: 56px; border: 1px solid var(--p-color-border); border-radius: 8px; background: var(--p-color-bg-surface); font-size: 28px; line-height: 1; color: var(--p-color-text); touch-action: manipulation; }
.floor-thumb:active, .floor-line:active { background: var(--p-color-bg-surface-active); }
.floor-thumb:focus-visible, .floor-line:focus-visible { outline: 2px solid var(--p-color-border-focus); outline-offset: -2px; }
.floor-line { display: flex; width: 100%; justify-content: space-between; align-items: center; gap: 12px; min-height: 60px; padding: 10px 16px; border: 0; border-bottom: 1px solid var(--p-color-border-secondary); background: transparent; text-align: left; font: inherit; color: inherit; touch-action: manipulation; }
.floor-line[aria-current=true] { background: var(--p-color-bg-surface-selected); }
.floor-line:disabled { opacity: 0.6; }
`;

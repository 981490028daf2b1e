import type { LoaderFunctionArgs } from '@remix-run/node';
import { useLoaderData, useNavigation } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  EmptyState,
  FormLayout,
  InlineStack,
  Page,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { busiestLocation } from '../mirror/read-pickable.server.ts';
import { readSlottingFloor } from '../picking/place/read-slotting.server.ts';
import { authenticate } from '../shopify.server.ts';
import { FloorPlan } from '../ui/floor-plan.tsx';
import { useListAddress } from '../ui/list-address.ts';
import { LocationChoice } from '../ui/location-choice.tsx';
import { BeingWalked, NotYetFound, SlottingFound } from '../ui/slotting-found.tsx';
import { SLOTTING_INPUTS, type SlottingInput, slottingInputs } from '../ui/slotting-inputs.ts';
import { useSlotting } from '../ui/use-slotting.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const [locations, busiest] = await Promise.all([readLocations(session.shop), busiestLocation(session.shop)]);
  const usual = locations.find((location) => location.id === busiest) ?? locations[0];
  const locationId = searchParams.get('location') || (usual?.id ?? '');
  return {
    ...{ locations, locationId, inputs: slottingInputs(searchParams) },
    ...(await readSlottingFloor(session.shop, locationId, new Date())),
  };
}

export default function Slotting() {
  const data = useLoaderData<typeof loader>();
  const go = useListAddress();
  const [floor, setFloor] = useState(0);
  const { layout } = data;
  return (
    <Page
      title="Slotting"
      subtitle="What should lie nearer to packing"
      backAction={{ content: 'Bins', url: `/app/waves/bins?location=${data.locationId}` }}
    >
      <BlockStack gap="400">
        <Card>
          <BlockStack gap="300">
            <LocationChoice
              locations={data.locations}
              value={data.locationId}
              onChange={(location) => go({ location })}
            />
            <Inputs key={data.locationId} inputs={data.inputs} go={go} />
          </BlockStack>
        </Card>
        {layout === null ? (
          <Card>
            <EmptyState
              heading="No floor to walk on yet"
              image=""
              action={{ content: 'Draw the layout', url: `/app/waves/layout?location=${data.locationId}` }}
            >
              <p>{data.why}</p>
            </EmptyState>
          </Card>
        ) : null}
        {layout && data.why ? (
          <Banner
            tone="info"
            title="Nothing to compare yet"
            action={{ content: 'Bins', url: `/app/waves/bins?location=${data.locationId}` }}
          >
            <p>{data.why}</p>
          </Banner>
        ) : null}
        {layout && data.why === null ? <Found locationId={data.locationId} inputs={data.inputs} /> : null}
        {layout ? (
          <Card>
            <BlockStack gap="300">
              <Text as="h2" variant="headingMd">
                Picks of the last 90 days
              </Text>
              {layout.floors.length > 1 ? (
                <Select
                  label="Floor"
                  options={layout.floors.map((one, at) => ({ value: String(at), label: one.name }))}
                  value={String(floor)}
                  onChange={(value) => setFloor(Number(value))}
                />
              ) : null}
              <FloorPlan
                layout={layout}
                floor={floor}
                title="Heat map of the floor: the redder a bay, the more often it was picked from"
                marks={data.marks.filter((mark) => mark.floor === floor)}
              />
              <Text as="p" tone="subdued">
                The larger and redder a bay, the more often it was picked from. {hottest(data.marks)}
              </Text>
            </BlockStack>
          </Card>
        ) : null}
      </BlockStack>
    </Page>
  );
}

/** What the picture shows, for those who do not see it. */
function hottest(marks: readonly { picks: number; says: string }[]): string {
  const most = marks.filter((mark) => mark.picks > 0).toSorted((a, b) => b.picks - a.picks);
  if (most.length === 0) return 'No bin was picked from.';
  return `Most often: ${most
    .slice(0, 3)
    .map((mark) => mark.says)
    .join('; ')}.`;
}

/** The past walked again: asked for once the page stands, since it takes some seconds. */
function Found({ locationId, inputs }: { locationId: string; inputs: Record<SlottingInput, number> }) {
  const asked = `/app/waves/slotting/found?${new URLSearchParams({
    location: locationId,
    ...Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)])),
  })}`;
  const { state, share, found, stop, again } = useSlotting(asked);
  return (
    <BlockStack gap="400">
      {state === 'stopped' ? (
        <Banner
          tone="info"
          title={found ? 'Stopped: this is the best so far' : 'Stopped before any change was found'}
          action={{ content: 'Walk it again', onAction: again }}
        />
      ) : null}
      {state === 'failed' ? (
        <Banner
          tone="critical"
          title="The last 90 days could not be walked to the end"
          action={{ content: 'Walk it again', onAction: again }}
        >
          <p>Nothing was changed. Walk it again; if that fails as well, reload the page.</p>
        </Banner>
      ) : null}
      {state === 'walking' ? <BeingWalked share={share} onStop={stop} /> : null}
      {found ? <SlottingFound found={found} size={inputs.size} /> : state === 'walking' ? <NotYetFound /> : null}
    </BlockStack>
  );
}

function Inputs({
  inputs,
  go,
}: {
  inputs: Record<SlottingInput, number>;
  go: (change: Record<string, string | null>) => void;
}) {
  const busy = useNavigation().state !== 'idle';
  const [typed, setTyped] = useState({
    size: String(inputs.size),
    speed: String(inputs.speed),
    minutes: String(inputs.minutes),
  });
  const problemOf = (name: SlottingInput): string | false => {
    const { least, most } = SLOTTING_INPUTS[name];
    const value = Number(typed[name].trim().replace(',', '.'));
    const fine =
      typed[name].trim() !== '' && value >= least && value <= most && (name !== 'size' || Number.isInteger(value));
    return fine ? false : `Enter ${least} to ${most}`;
  };
  const names = Object.keys(SLOTTING_INPUTS) as SlottingInput[];
  const wrong = names.some((name) => problemOf(name) !== false);
  const take = () => {
    if (!wrong) go(Object.fromEntries(names.map((name) => [name, typed[name].trim().replace(',', '.')])));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <BlockStack gap="300">
        <FormLayout>
          <FormLayout.Group condensed>
            {names.map((name) => (
              <TextField
                key={name}
                label={SLOTTING_INPUTS[name].label}
                suffix={SLOTTING_INPUTS[name].suffix}
                autoComplete="off"
                inputMode="decimal"
                value={typed[name]}
                onChange={(value) => setTyped({ ...typed, [name]: value })}
                error={problemOf(name)}
              />
            ))}
          </FormLayout.Group>
        </FormLayout>
        <InlineStack>
          <Button submit disabled={wrong} loading={busy}>
            Walk it again
          </Button>
        </InlineStack>
      </BlockStack>
    </form>
  );
}

import { BlockStack, Card, List, Text } from '@shopify/polaris';
import { type Held, PROMISES } from '../replenishment/replay/calibration.ts';
import { CalibrationBars } from './calibration.tsx';
import { countOf } from './count.ts';

/** The tries of a class (null: of those without one): of so many places, and of those the naive forecast beats so many. */
export type CalibrationTotal = Held & { class: string | null; places: number; losing: number };

/** Whether the forecast kept its promises, over all classes and by each. */
export function CalibrationCard({ calibration }: { calibration: readonly CalibrationTotal[] }) {
  const all = calibration.reduce(
    (sum, part) => ({
      cuts: sum.cuts + part.cuts,
      places: sum.places + part.places,
      losing: sum.losing + part.losing,
      held: {
        50: sum.held[50] + part.held[50],
        80: sum.held[80] + part.held[80],
        95: sum.held[95] + part.held[95],
      },
    }),
    { cuts: 0, places: 0, losing: 0, held: { 50: 0, 80: 0, 95: 0 } },
  );
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="100">
          <Text as="h2" variant="headingMd">
            Does the forecast keep its promises?
          </Text>
          <Text as="p" tone="subdued">
            The forecast says: demand until the next delivery will stay within this level, so many times of a hundred.
            Here is how often it did, on your own past. Held less often: we ran out more than promised. More often: we
            kept more than needed.
          </Text>
        </BlockStack>
        {all.cuts > 0 ? (
          <>
            <CalibrationBars cuts={all.cuts} held={all.held} />
            {calibration.length > 1 || calibration[0]?.class ? <ByClass calibration={calibration} /> : null}
            <Text as="p">
              {all.losing === 0
                ? `For all ${countOf(all.places, 'variant')} tried it beats the naive forecast, which takes last year's periods as they were.`
                : `For ${all.losing.toLocaleString('en')} of ${countOf(all.places, 'variant')} tried it is no better than the naive forecast, which takes last year's periods as they were; there the naive one is used. They have a tab of their own below.`}
            </Text>
          </>
        ) : (
          <Text as="p">No variant has a past long enough to try a forecast on it.</Text>
        )}
      </BlockStack>
    </Card>
  );
}

function ByClass({ calibration }: { calibration: readonly CalibrationTotal[] }) {
  return (
    <List>
      {calibration.map((part) => (
        <List.Item key={part.class ?? 'none'}>
          {part.class ? `Class ${part.class}` : 'Without a class'}, {part.cuts.toLocaleString('en')} tries:{' '}
          {PROMISES.map(
            (promised) => `${promised} % held ${Math.round((100 * part.held[promised]) / part.cuts)} %`,
          ).join(', ')}
          {part.losing > 0 ? `; ${part.losing} of ${part.places} no better than naive` : ''}
        </List.Item>
      ))}
    </List>
  );
}

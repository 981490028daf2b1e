// What pickers brought, fairly compared, and how long waves and parcels stay in each stage.
import { BlockStack, Card, DataTable, Text } from '@shopify/polaris';

type Work = {
  id: string;
  name: string;
  lines: number;
  hours: number;
  linesPerHour: number | null;
  fairLinesPerHour: number | null;
  wrong: number;
  undone: number;
  shorts: number;
  accuracy: number | null;
};

type Stage = {
  stage: 'waiting' | 'picking' | 'packing' | 'leaving';
  times: number;
  p50Minutes: number;
  p90Minutes: number;
};

const stageNames: Record<Stage['stage'], string> = {
  waiting: 'Released, until the first scan',
  picking: 'First scan, until picked',
  packing: 'Picked, until a parcel is sealed',
  leaving: 'Sealed, until the parcel leaves',
};

export function FloorFigures({ days, work, stages }: { days: number; work: Work[]; stages: Stage[] }) {
  return (
    <>
      <Card>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">
            Work of the last {days} days
          </Text>
          {work.length === 0 ? (
            <Text as="p" tone="subdued">
              Nothing was picked with a phone yet.
            </Text>
          ) : (
            <>
              <DataTable
                columnContentTypes={['text', ...NUMBERS]}
                headings={[
                  'Picker',
                  'Lines',
                  'Hours',
                  'Lines an hour',
                  'Compared fairly',
                  'Accuracy',
                  'Wrong scans',
                  'Undone',
                  'Short',
                ]}
                rows={work.map((one) => [
                  one.name,
                  one.lines.toLocaleString('en'),
                  one.hours.toFixed(1),
                  rate(one.linesPerHour),
                  rate(one.fairLinesPerHour),
                  one.accuracy === null ? '–' : `${(100 * one.accuracy).toFixed(1)} %`,
                  one.wrong,
                  one.undone,
                  one.shorts,
                ])}
                increasedTableDensity
              />
              <Text as="p" tone="subdued">
                Lines an hour depend on whose walks are long and whose goods are heavy. Compared fairly they are what
                each would bring on the shop’s usual walk: what the planned walks should have taken, in metres, lines,
                units and weight, by what they took. Breaks of more than ten minutes are left out.
              </Text>
            </>
          )}
        </BlockStack>
      </Card>
      {stages.length > 0 ? (
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              Time per stage
            </Text>
            <DataTable
              columnContentTypes={['text', 'numeric', 'numeric', 'numeric']}
              headings={['Stage', 'Times', 'Half within', 'Nine of ten within']}
              rows={stages.map((one) => [
                stageNames[one.stage],
                one.times.toLocaleString('en'),
                minutes(one.p50Minutes),
                minutes(one.p90Minutes),
              ])}
              increasedTableDensity
            />
          </BlockStack>
        </Card>
      ) : null}
    </>
  );
}

const NUMBERS = Array.from({ length: 8 }, () => 'numeric' as const);

const rate = (value: number | null) => (value === null ? '–' : Math.round(value).toLocaleString('en'));
const minutes = (value: number) => (value < 90 ? `${Math.round(value)} min` : `${(value / 60).toFixed(1)} h`);

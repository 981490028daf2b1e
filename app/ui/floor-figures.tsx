// What pickers brought and packers sealed, fairly compared, and how long waves and parcels stay in each stage.
import { BlockStack, Card, Collapsible, DataTable, InlineStack, Link, Text, Tooltip } from '@shopify/polaris';
import { type ReactNode, useState } from 'react';
import type { PackerReading } from '../metrics/packing.ts';
import type { PickerReading, Stage, StageReading } from '../metrics/picking.ts';
import { formatDay } from './when.ts';

type Person = { id: string; name: string };

type Picked = Person & PickerReading;
type Packed = Person & PackerReading;

const stageNames: Record<Stage, string> = {
  waiting: 'Released, until the first scan',
  picking: 'First scan, until picked',
  sorting: 'Picked, until sorted at the put wall',
  packing: 'Picked or sorted, until a parcel is sealed',
  leaving: 'Sealed, until the parcel leaves',
};

const shortNames: Record<Stage, string> = {
  waiting: 'Waiting',
  picking: 'Picking',
  sorting: 'Sorting',
  packing: 'Packing',
  leaving: 'Leaving',
};

export function FloorFigures({
  days,
  picked,
  packed,
  stages,
  stageDays,
}: {
  days: number;
  picked: Picked[];
  packed: Packed[];
  stages: StageReading[];
  stageDays: { day: string; stages: StageReading[] }[];
}) {
  return (
    <>
      <Figures
        title={`Picking in the last ${days} days`}
        empty="Nothing was picked with a phone yet."
        columns={[
          ['Lines', 'Lines put into totes; what was taken back is no line'],
          ['Hours', 'Time between one line and the next, breaks of more than ten minutes left out'],
          ['Lines an hour', 'As they came'],
          ['Compared fairly', 'Lines an hour if everybody’s walks were equally long and heavy'],
          ['Accuracy', 'Share of lines that were right at once and stayed'],
          ['Wrong scans', 'Something else was scanned than was asked for'],
          ['Undone', 'Scans taken back'],
          ['Short', 'Units that were not there: the shelf’s, not the picker’s'],
        ]}
        rows={picked.map((one) => [
          one.name,
          count(one.lines),
          one.hours.toFixed(1),
          rate(one.linesPerHour),
          rate(one.fairLinesPerHour),
          share(one.accuracy),
          count(one.wrong),
          count(one.undone),
          count(one.shorts),
        ])}
      >
        Lines an hour depend on whose walks are long and whose goods are heavy. Compared fairly they are what each would
        bring on the shop’s usual walk: what the planned walks should have taken, in metres, lines, units and weight, by
        what they took. Breaks of more than ten minutes are left out.
      </Figures>
      <Figures
        title={`Packing in the last ${days} days`}
        empty="No parcel was sealed at a pack station yet."
        columns={[
          ['Parcels', 'Sealed, and not opened again by mistake'],
          ['Units', 'Units in these parcels'],
          [
            'Hours',
            'From the first thing done about a parcel to its seal; parcels with a break or two packers left out',
          ],
          ['Parcels an hour', 'As they came'],
          ['Lines an hour', 'As they came'],
          ['Compared fairly', 'Parcels an hour if everybody’s parcels were equally large and heavy'],
          ['Accuracy', 'Units by units and mistakes: wrong scans, units taken out, parcels opened again'],
          ['Wrong scans', 'Something else was scanned, or more than were picked'],
          ['Taken out', 'Units taken out of a parcel again'],
          ['Opened again', 'Sealed parcels opened again, unless Shopify refused them or their order changed'],
          ['Not scanned', 'Units packed without a scan'],
        ]}
        rows={packed.map((one) => [
          one.name,
          count(one.parcels),
          count(one.units),
          one.hours.toFixed(1),
          rate(one.parcelsPerHour),
          rate(one.linesPerHour),
          rate(one.fairParcelsPerHour),
          share(one.accuracy),
          count(one.wrong),
          count(one.takenOut),
          count(one.reopened),
          count(one.forced),
        ])}
      >
        Compared fairly, parcels an hour are what each would seal of the shop’s usual parcel: what their parcels should
        have taken, in boxes, lines, units and weight, by what they took. A parcel during which somebody had a break of
        more than ten minutes, or which two packed, is counted but not timed.
      </Figures>
      <Stages stages={stages} days={stageDays} />
    </>
  );
}

/** People with their figures; a heading says in a word what is counted, and in a sentence when it is pointed at or has the focus. */
function Figures({
  title,
  empty,
  columns,
  rows,
  children,
}: {
  title: string;
  empty: string;
  columns: [name: string, meaning: string][];
  rows: string[][];
  children: ReactNode;
}) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          {title}
        </Text>
        {rows.length === 0 ? (
          <Text as="p" tone="subdued">
            {empty}
          </Text>
        ) : (
          <>
            <DataTable
              columnContentTypes={['text', ...columns.map(() => 'numeric' as const)]}
              headings={[
                'Name',
                ...columns.map(([name, meaning]) => (
                  <Tooltip key={name} content={meaning} hasUnderline>
                    <Text as="span">{name}</Text>
                  </Tooltip>
                )),
              ]}
              rows={rows}
              increasedTableDensity
            />
            <Text as="p" tone="subdued">
              {children}
            </Text>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

function Stages({ stages, days }: { stages: StageReading[]; days: { day: string; stages: StageReading[] }[] }) {
  const [open, setOpen] = useState(false);
  if (stages.length === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            Time per stage
          </Text>
          <Link onClick={() => setOpen(!open)} removeUnderline>
            {open ? 'Hide the days' : 'Show each day'}
          </Link>
        </InlineStack>
        <DataTable
          columnContentTypes={['text', 'numeric', 'numeric', 'numeric']}
          headings={['Stage', 'Times', 'Half within', 'Nine of ten within']}
          rows={stages.map((one) => [
            stageNames[one.stage],
            count(one.times),
            minutes(one.p50Minutes),
            minutes(one.p90Minutes),
          ])}
          increasedTableDensity
        />
        <Collapsible id="stage-days" open={open}>
          <BlockStack gap="200">
            <DataTable
              columnContentTypes={['text', ...stages.map(() => 'numeric' as const)]}
              headings={['Day', ...stages.map((one) => shortNames[one.stage])]}
              rows={days.map(({ day, stages: own }) => [
                formatDay(day),
                ...stages.map(({ stage }) => {
                  const here = own.find((one) => one.stage === stage);
                  return here ? `${minutes(here.p50Minutes)} / ${minutes(here.p90Minutes)}` : '–';
                }),
              ])}
              increasedTableDensity
            />
            <Text as="p" tone="subdued">
              Half within / nine of ten within. A stage is counted on the day it ended, packing on the day the parcel
              left.
            </Text>
          </BlockStack>
        </Collapsible>
      </BlockStack>
    </Card>
  );
}

const count = (value: number) => value.toLocaleString('en');
const rate = (value: number | null) => (value === null ? '–' : Math.round(value).toLocaleString('en'));
const share = (value: number | null) => (value === null ? '–' : `${(100 * value).toFixed(1)} %`);
const minutes = (value: number) => (value < 90 ? `${Math.round(value)} min` : `${(value / 60).toFixed(1)} h`);

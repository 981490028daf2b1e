// Sliders over a decision's inputs: the same pure code decides again while they move, and nothing is asked of the server.
import { Badge, BlockStack, Button, Card, InlineGrid, InlineStack, RangeSlider, Select, Text } from '@shopify/polaris';
import { useState } from 'react';
import { type DemandInputs, demandOverDays } from '../replenishment/demand-inputs.ts';
import { type Decision, type DecisionInputs, decide } from '../replenishment/policy/decide.ts';
import { asItIs, imagined, type WhatIf } from '../replenishment/what-if.ts';

type Knob = {
  name: keyof WhatIf;
  label: string;
  least: number;
  most: number;
  step?: number;
  says: (value: number) => string;
};

const days = (value: number) => `${value} ${value === 1 ? 'day' : 'days'}`;
const units = (value: number) => `${value.toLocaleString('en')} ${value === 1 ? 'unit' : 'units'}`;

/** What a person may save of what they imagined, as a settings form takes it. */
export type ImaginedSetting = {
  [name in 'leadTimeDays' | 'reviewDays' | 'targetPercent' | 'minimumOrder' | 'packSize' | 'maxCoverDays']?: string;
};

export function WhatIfCard({
  inputs,
  whatIf,
  onChange,
  onSave,
  saving,
}: {
  inputs: DecisionInputs<DemandInputs>;
  whatIf: WhatIf;
  onChange: (whatIf: WhatIf) => void;
  onSave: (scope: 'place' | 'item', setting: ImaginedSetting) => void;
  saving: boolean;
}) {
  const [scope, setScope] = useState<'place' | 'item'>('place');
  const now = asItIs(inputs);
  const base = decide(inputs, demandOverDays);
  const then = decide(imagined(inputs, whatIf), demandOverDays);
  const upTo = Math.max(base.levels?.orderUpTo ?? 0, then.levels?.orderUpTo ?? 0);
  const knobs: Knob[] = [
    { name: 'leadTimeDays', label: 'Lead time', least: 0, most: Math.max(90, 2 * (now.leadTimeDays ?? 0)), says: days },
    { name: 'reviewDays', label: 'Review', least: 1, most: Math.max(60, now.reviewDays), says: days },
    {
      name: 'targetPermille',
      label: inputs.target.measure === 'fill' ? 'Served from the shelf' : 'Cycles without shortage',
      least: 500,
      most: 999,
      says: (value) => `${value / 10} %`,
    },
    {
      name: 'demandPercent',
      label: 'Demand',
      least: 25,
      most: 300,
      step: 5,
      says: (value) => (value === 100 ? 'as expected' : `${value > 100 ? '+' : '−'}${Math.abs(value - 100)} %`),
    },
    {
      name: 'minimumOrder',
      label: 'Minimum order',
      least: 1,
      most: Math.max(100, 2 * now.minimumOrder, upTo),
      says: units,
    },
    { name: 'packSize', label: 'Pack size', least: 1, most: Math.max(48, 2 * now.packSize), says: units },
    {
      name: 'maxCoverDays',
      label: 'Cover at most',
      least: 0,
      most: Math.max(365, now.maxCoverDays),
      says: (value) => (value === 0 ? 'no limit' : days(value)),
    },
  ];
  const moved = Object.keys(whatIf).length > 0;
  const setting = settingOf(whatIf);
  const savable = Object.keys(setting).length > 0;
  return (
    <Card>
      <BlockStack gap="400">
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <Text as="h2" variant="headingMd">
            What if
          </Text>
          <Button variant="plain" disabled={!moved} onClick={() => onChange({})}>
            Reset
          </Button>
        </InlineStack>
        <div aria-live="polite">
          <InlineStack gap="200" blockAlign="center">
            <Text as="p" variant="headingLg" numeric>
              {said(then, inputs.movable)}
            </Text>
            {moved ? (
              <Badge
                tone={then.units === base.units ? 'success' : 'attention'}
              >{`now ${said(base, inputs.movable)}`}</Badge>
            ) : null}
          </InlineStack>
          <Text as="p" tone="subdued" numeric>
            {then.levels
              ? `Reorder point ${changed(base.levels?.reorderPoint, then.levels.reorderPoint)}, order up to ${changed(base.levels?.orderUpTo, then.levels.orderUpTo)}, promises ${(then.levels.promisedFill * 100).toFixed(1)} % of the units`
              : 'Too little is known to say'}
          </Text>
        </div>
        <InlineGrid columns={{ xs: 1, sm: 2 }} gap="300">
          {knobs.map(({ name, label, least, most, step, says }) => {
            const value = whatIf[name] ?? now[name] ?? least;
            return (
              <RangeSlider
                key={name}
                label={`${label}: ${whatIf[name] === undefined && now[name] === null ? 'not known' : says(value)}`}
                min={least}
                max={most}
                step={step ?? 1}
                value={Math.min(most, Math.max(least, value))}
                onChange={(to) => {
                  const next = Array.isArray(to) ? to[0] : to;
                  const { [name]: _, ...others } = whatIf;
                  onChange(next === now[name] ? others : { ...others, [name]: next });
                }}
              />
            );
          })}
        </InlineGrid>
        {savable ? (
          <InlineStack gap="200" blockAlign="end">
            <Select
              label="Save for"
              options={[
                { label: 'this SKU at this location', value: 'place' },
                { label: 'this SKU everywhere', value: 'item' },
              ]}
              value={scope}
              onChange={(value) => setScope(value === 'item' ? 'item' : 'place')}
            />
            <Button loading={saving} onClick={() => onSave(scope, setting)}>
              Save as setting
            </Button>
          </InlineStack>
        ) : null}
        {whatIf.demandPercent === undefined ? null : (
          <Text as="p" tone="subdued">
            More or less demand is imagined here only: plan it in the calendar to count on it.
          </Text>
        )}
        {whatIf.leadTimeDays !== undefined && inputs.leadTime.samples.length > 0 ? (
          <Text as="p" tone="subdued">
            Arrivals that were seen speak for the lead time too, so a saved one may count for less than it does here.
          </Text>
        ) : null}
      </BlockStack>
    </Card>
  );
}

const changed = (was: number | undefined, now: number) =>
  was === undefined || was === now
    ? now.toLocaleString('en')
    : `${was.toLocaleString('en')} → ${now.toLocaleString('en')}`;

/** `movable`: units that other locations can spare. */
function said({ advice, units: count, levels, position }: Decision, movable: number): string {
  if (advice === 'buy') return `Buy ${units(count)}`;
  if (advice === 'move')
    return `Move ${units(Math.min(movable, Math.ceil((levels?.orderUpTo ?? 0) - position.units)))} here, nothing to buy`;
  return advice === 'unknown' ? 'Unknown' : 'Nothing to buy';
}

function settingOf({
  leadTimeDays,
  reviewDays,
  targetPermille,
  minimumOrder,
  packSize,
  maxCoverDays,
}: WhatIf): ImaginedSetting {
  const text = (value: number | undefined) => (value === undefined ? undefined : String(value));
  const all = {
    leadTimeDays: text(leadTimeDays),
    reviewDays: text(reviewDays),
    targetPercent: text(targetPermille === undefined ? undefined : targetPermille / 10),
    minimumOrder: text(minimumOrder),
    packSize: text(packSize),
    // No limit is to say nothing.
    maxCoverDays: maxCoverDays === 0 ? '' : text(maxCoverDays),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

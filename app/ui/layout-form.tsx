// The form beside the drawing: everything that can be done to a layout, by keyboard as well.
import { BlockStack, Button, FormLayout, InlineStack, Select, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import type { LayoutEdit } from '../picking/place/edit-layout.ts';
import { depthOf, type Layout, type Station } from '../picking/place/layout.ts';
import type { Chosen } from './floor-plan.tsx';

type Props = { layout: Layout; floor: number; onEdit: (edit: LayoutEdit) => void };

/** A number that is kept as typed until it is left, and taken when it is one. */
function Metres({
  label,
  value,
  onTake,
  least = -1000,
}: {
  label: string;
  value: number;
  onTake: (metres: number) => void;
  least?: number;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const metres = Number((typed ?? '').trim().replace(',', '.'));
  const wrong = typed !== null && (typed.trim() === '' || !Number.isFinite(metres) || metres < least || metres > 1000);
  const take = () => {
    if (typed === null || wrong) return;
    if (metres !== value) onTake(metres);
    setTyped(null);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <TextField
        label={label}
        autoComplete="off"
        inputMode="decimal"
        suffix="m"
        value={typed ?? String(value)}
        onChange={setTyped}
        onBlur={take}
        error={wrong ? `Enter metres, ${least} to 1000` : false}
      />
    </form>
  );
}

function Name({ label, value, onTake }: { label: string; value: string; onTake: (name: string) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const name = (typed ?? value).trim();
  return (
    <TextField
      label={label}
      autoComplete="off"
      maxLength={40}
      value={typed ?? value}
      onChange={setTyped}
      onBlur={() => {
        if (typed === null || name === '') return;
        if (name !== value) onTake(name);
        setTyped(null);
      }}
      error={typed !== null && name === '' ? 'Enter a name' : false}
    />
  );
}

export function AisleForm({
  layout,
  floor,
  chosen,
  onChoose,
  onEdit,
}: Props & { chosen: Chosen | null; onChoose: (chosen: Chosen) => void }) {
  const blocks = layout.floors[floor]?.blocks ?? [];
  const options = blocks.flatMap((block, blockAt) =>
    block.aisles.map((aisle, aisleAt) => ({ value: `${blockAt}/${aisleAt}`, label: `${aisle.name} (${block.name})` })),
  );
  const at = { floor, block: chosen?.block ?? 0, aisle: chosen?.aisle ?? 0 };
  const aisle = blocks[at.block]?.aisles[at.aisle];
  if (!aisle) return <Text as="p">This floor has no aisle yet: add a block.</Text>;
  const change = (what: { name?: string; x?: number; length?: number; deadEnd?: 'front' | 'back' | null }) =>
    onEdit({ do: 'change-aisle', ...at, change: what });
  return (
    <BlockStack gap="300" key={`${at.block}/${at.aisle}`}>
      <Select
        label="Aisle"
        options={options}
        value={`${at.block}/${at.aisle}`}
        onChange={(value) => {
          const [block = 0, other = 0] = value.split('/').map(Number);
          onChoose({ block, aisle: other });
        }}
      />
      <FormLayout>
        <FormLayout.Group condensed>
          <Name label="Aisle name" value={aisle.name} onTake={(name) => change({ name })} />
          <Metres label="Aisle length" value={aisle.length} least={0.5} onTake={(length) => change({ length })} />
        </FormLayout.Group>
        <FormLayout.Group condensed>
          <Metres label="From the block’s left edge" value={aisle.x} least={0} onTake={(x) => change({ x })} />
          <Select
            label="Dead end"
            options={[
              { value: '', label: 'None' },
              { value: 'front', label: 'At the front' },
              { value: 'back', label: 'At the back' },
            ]}
            value={aisle.deadEnd ?? ''}
            onChange={(value) => change({ deadEnd: value === 'front' || value === 'back' ? value : null })}
          />
        </FormLayout.Group>
      </FormLayout>
      <InlineStack gap="200">
        <Button
          onClick={() =>
            onEdit({ do: 'add-aisle', floor, block: at.block, name: freeName(blocks[at.block]?.aisles ?? []) })
          }
        >
          Add an aisle
        </Button>
        <Button tone="critical" onClick={() => onEdit({ do: 'remove-aisle', ...at })}>
          Remove this aisle
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

export function BlockForm({ layout, floor, block: at, onEdit }: Props & { block: number }) {
  const block = layout.floors[floor]?.blocks[at];
  const [cross, setCross] = useState('');
  if (!block) return null;
  const where = { floor, block: at };
  const metres = Number(cross.trim().replace(',', '.'));
  const fine = cross.trim() !== '' && Number.isFinite(metres) && metres >= 0 && metres <= depthOf(block);
  return (
    <BlockStack gap="300">
      <FormLayout>
        <FormLayout.Group condensed>
          <Name
            label="Block name"
            value={block.name}
            onTake={(name) => onEdit({ do: 'change-block', ...where, change: { name } })}
          />
          <Metres
            label="Depth of the block"
            value={depthOf(block)}
            least={0.5}
            onTake={(depth) => onEdit({ do: 'change-block', ...where, change: { depth } })}
          />
        </FormLayout.Group>
        <FormLayout.Group condensed>
          <Metres
            label="Block from the left"
            value={block.x}
            onTake={(x) => onEdit({ do: 'change-block', ...where, change: { x } })}
          />
          <Metres
            label="Block from the front"
            value={block.y}
            onTake={(y) => onEdit({ do: 'change-block', ...where, change: { y } })}
          />
        </FormLayout.Group>
      </FormLayout>
      <InlineStack gap="200" blockAlign="end">
        <TextField
          label="Cross-aisle at"
          autoComplete="off"
          inputMode="decimal"
          suffix="m"
          value={cross}
          onChange={setCross}
          error={cross.trim() !== '' && !fine ? `Enter metres from the front, 0 to ${depthOf(block)}` : false}
        />
        <Button
          disabled={!fine}
          onClick={() => {
            onEdit({ do: 'add-cross-aisle', ...where, at: metres });
            setCross('');
          }}
        >
          Add cross-aisle
        </Button>
      </InlineStack>
      <InlineStack gap="200" wrap>
        {block.crossAisles.map((one) => (
          <Button key={one} size="slim" onClick={() => onEdit({ do: 'remove-cross-aisle', ...where, at: one })}>
            {`Remove the one at ${one} m`}
          </Button>
        ))}
      </InlineStack>
      <InlineStack>
        <Button tone="critical" onClick={() => onEdit({ do: 'remove-block', ...where })}>
          {`Remove block ${block.name}`}
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

const STATION_KINDS = [
  { value: 'start', label: 'Walks start here' },
  { value: 'pack', label: 'Packing' },
  { value: 'drop', label: 'Drop' },
];

export function StationsForm({ layout, floor, onEdit }: Props) {
  return (
    <BlockStack gap="400">
      {layout.stations.map((station, at) => (
        <BlockStack key={at} gap="200">
          <FormLayout>
            <FormLayout.Group condensed>
              <Name
                label="Station"
                value={station.name}
                onTake={(name) => onEdit({ do: 'change-station', station: at, change: { name } })}
              />
              <Select
                label="Kind"
                options={STATION_KINDS}
                value={station.kind}
                onChange={(kind) =>
                  onEdit({ do: 'change-station', station: at, change: { kind: kind as Station['kind'] } })
                }
              />
            </FormLayout.Group>
            <FormLayout.Group condensed>
              <Metres
                label="From the left"
                value={station.x}
                onTake={(x) => onEdit({ do: 'change-station', station: at, change: { x } })}
              />
              <Metres
                label="From the front"
                value={station.y}
                onTake={(y) => onEdit({ do: 'change-station', station: at, change: { y } })}
              />
              <FloorSelect
                layout={layout}
                value={station.floor}
                onChange={(to) => onEdit({ do: 'change-station', station: at, change: { floor: to } })}
              />
            </FormLayout.Group>
          </FormLayout>
          <InlineStack>
            <Button size="slim" tone="critical" onClick={() => onEdit({ do: 'remove-station', station: at })}>
              {`Remove ${station.name}`}
            </Button>
          </InlineStack>
        </BlockStack>
      ))}
      <InlineStack>
        <Button
          onClick={() => {
            const kind = layout.stations.some((one) => one.kind === 'start') ? 'pack' : 'start';
            onEdit({
              do: 'add-station',
              station: { name: `Station ${layout.stations.length + 1}`, kind, floor, x: 0, y: 0 },
            });
          }}
        >
          Add a station
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

export function FloorsForm({ layout, floor, onEdit }: Props) {
  const here = layout.floors[floor];
  return (
    <BlockStack gap="300">
      {here ? (
        <Name
          key={floor}
          label="Name of this floor"
          value={here.name}
          onTake={(name) => onEdit({ do: 'rename-floor', floor, name })}
        />
      ) : null}
      <InlineStack gap="200" wrap>
        <Button onClick={() => onEdit({ do: 'add-block', floor, name: freeName(here?.blocks ?? [], 'Block ') })}>
          Add a block
        </Button>
        <Button onClick={() => onEdit({ do: 'add-floor', name: `Floor ${layout.floors.length + 1}` })}>
          Add a floor
        </Button>
        {layout.floors.length > 1 ? (
          <Button tone="critical" onClick={() => onEdit({ do: 'remove-floor', floor })}>
            {`Remove ${here?.name ?? 'this floor'}`}
          </Button>
        ) : null}
      </InlineStack>
      {layout.links.map((link, at) => (
        <BlockStack key={at} gap="200">
          <Text as="p">{`${LINKS[link.kind]} ${at + 1}`}</Text>
          <FormLayout>
            {(['from', 'to'] as const).map((end) => (
              <FormLayout.Group condensed key={end}>
                <FloorSelect
                  layout={layout}
                  label={end === 'from' ? 'From floor' : 'To floor'}
                  value={link[end].floor}
                  onChange={(to) =>
                    onEdit({ do: 'change-link', link: at, change: { [end]: { ...link[end], floor: to } } })
                  }
                />
                <Metres
                  label="From the left"
                  value={link[end].x}
                  onTake={(x) => onEdit({ do: 'change-link', link: at, change: { [end]: { ...link[end], x } } })}
                />
                <Metres
                  label="From the front"
                  value={link[end].y}
                  onTake={(y) => onEdit({ do: 'change-link', link: at, change: { [end]: { ...link[end], y } } })}
                />
              </FormLayout.Group>
            ))}
            <FormLayout.Group condensed>
              <Select
                label="Kind"
                options={Object.entries(LINKS).map(([value, label]) => ({ value, label }))}
                value={link.kind}
                onChange={(kind) =>
                  onEdit({ do: 'change-link', link: at, change: { kind: kind as keyof typeof LINKS } })
                }
              />
              <Metres
                label="Metres it takes"
                value={link.metres}
                least={0}
                onTake={(metres) => onEdit({ do: 'change-link', link: at, change: { metres } })}
              />
            </FormLayout.Group>
          </FormLayout>
          <InlineStack>
            <Button size="slim" tone="critical" onClick={() => onEdit({ do: 'remove-link', link: at })}>
              {`Remove ${LINKS[link.kind].toLowerCase()} ${at + 1}`}
            </Button>
          </InlineStack>
        </BlockStack>
      ))}
      <InlineStack>
        <Button
          onClick={() => {
            const to = layout.floors.length > 1 ? (floor === 0 ? 1 : 0) : floor;
            const kind = to === floor ? 'path' : 'stairs';
            onEdit({
              do: 'add-link',
              link: { from: { floor, x: 0, y: 0 }, to: { floor: to, x: 0, y: 0 }, metres: 10, kind },
            });
          }}
        >
          Add a link
        </Button>
      </InlineStack>
    </BlockStack>
  );
}

const LINKS = { stairs: 'Stairs', lift: 'Lift', path: 'Path' };

function FloorSelect({
  layout,
  value,
  onChange,
  label = 'Floor',
}: {
  layout: Layout;
  value: number;
  onChange: (floor: number) => void;
  label?: string;
}) {
  return (
    <Select
      label={label}
      options={layout.floors.map((floor, at) => ({ value: String(at), label: floor.name }))}
      value={String(value)}
      onChange={(text) => onChange(Number(text))}
    />
  );
}

/** A name that nothing has yet: the next letter, or the next number. */
function freeName(taken: readonly { name: string }[], before = ''): string {
  const names = new Set(taken.map((one) => one.name));
  const letters = before === '' && taken.every((one) => /^[A-Z]$/.test(one.name));
  const candidates = letters
    ? Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at))
    : Array.from({ length: taken.length + 1 }, (_, at) => `${before}${at + 1}`);
  return candidates.find((one) => !names.has(one)) ?? `${before}${taken.length + 1}`;
}

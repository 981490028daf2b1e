// Changing a layout, one step at a time: each step makes a new document, so that undo is the one before. A step that names
// something that is not there changes nothing; whether the outcome makes sense is for check-layout.ts.
import { type Aisle, type Block, depthOf, type Layout, type Link, type Station } from './layout.ts';

type InBlock = { floor: number; block: number };
type InAisle = InBlock & { aisle: number };

export type LayoutEdit =
  | ({ do: 'add-aisle'; name: string } & InBlock)
  | ({
      do: 'change-aisle';
      change: { name?: string; x?: number; length?: number; deadEnd?: Aisle['deadEnd'] | null };
    } & InAisle)
  | ({ do: 'remove-aisle' } & InAisle)
  | { do: 'add-block'; floor: number; name: string }
  | ({ do: 'change-block'; change: { name?: string; x?: number; y?: number; depth?: number } } & InBlock)
  | ({ do: 'remove-block' } & InBlock)
  | ({ do: 'add-cross-aisle'; at: number } & InBlock)
  | ({ do: 'remove-cross-aisle'; at: number } & InBlock)
  | { do: 'add-floor'; name: string }
  | { do: 'rename-floor'; floor: number; name: string }
  | { do: 'remove-floor'; floor: number }
  | { do: 'add-station'; station: Station }
  | { do: 'change-station'; station: number; change: Partial<Station> }
  | { do: 'remove-station'; station: number }
  | { do: 'add-link'; link: Link }
  | { do: 'change-link'; link: number; change: Partial<Link> }
  | { do: 'remove-link'; link: number };

/** Metres from one aisle's middle to the next, and of an aisle, where there is nothing to go by. */
const PITCH = 4;
const LENGTH = 12;

export function editLayout(layout: Layout, edit: LayoutEdit): Layout {
  switch (edit.do) {
    case 'add-aisle':
      return inBlock(layout, edit, (block) => ({ ...block, aisles: [...block.aisles, nextAisle(block, edit.name)] }));
    case 'change-aisle':
      return inBlock(layout, edit, (block) => ({
        ...block,
        aisles: block.aisles.map((aisle, at) => (at === edit.aisle ? changedAisle(aisle, edit.change) : aisle)),
      }));
    case 'remove-aisle':
      return inBlock(layout, edit, (block) => ({ ...block, aisles: block.aisles.toSpliced(edit.aisle, 1) }));
    case 'add-block':
      return onFloor(layout, edit.floor, (blocks) => [...blocks, nextBlock(blocks, edit.floor, edit.name)]);
    case 'change-block':
      return inBlock(layout, edit, (block) => changedBlock(block, edit.change));
    case 'remove-block':
      return onFloor(layout, edit.floor, (blocks) => blocks.toSpliced(edit.block, 1));
    case 'add-cross-aisle':
      return inBlock(layout, edit, (block) => ({
        ...block,
        crossAisles: [...new Set([...block.crossAisles, edit.at])].sort((a, b) => a - b),
      }));
    case 'remove-cross-aisle':
      return inBlock(layout, edit, (block) => ({
        ...block,
        crossAisles: block.crossAisles.filter((at) => at !== edit.at),
      }));
    case 'add-floor':
      return { ...layout, floors: [...layout.floors, { name: edit.name, blocks: [] }] };
    case 'rename-floor':
      return {
        ...layout,
        floors: layout.floors.map((floor, at) => (at === edit.floor ? { ...floor, name: edit.name } : floor)),
      };
    case 'remove-floor':
      return layout.floors.length > 1 && layout.floors[edit.floor] ? withoutFloor(layout, edit.floor) : layout;
    case 'add-station':
      return { ...layout, stations: [...layout.stations, edit.station] };
    case 'change-station':
      return { ...layout, stations: changed(layout.stations, edit.station, edit.change) };
    case 'remove-station':
      return { ...layout, stations: layout.stations.toSpliced(edit.station, 1) };
    case 'add-link':
      return { ...layout, links: [...layout.links, edit.link] };
    case 'change-link':
      return { ...layout, links: changed(layout.links, edit.link, edit.change) };
    case 'remove-link':
      return { ...layout, links: layout.links.toSpliced(edit.link, 1) };
  }
}

function changed<Thing>(things: readonly Thing[], index: number, change: Partial<Thing>): Thing[] {
  return things.map((thing, at) => (at === index ? { ...thing, ...change } : thing));
}

function onFloor(layout: Layout, floor: number, change: (blocks: Block[]) => Block[]): Layout {
  return {
    ...layout,
    floors: layout.floors.map((one, at) => (at === floor ? { ...one, blocks: change(one.blocks) } : one)),
  };
}

function inBlock(layout: Layout, where: InBlock, change: (block: Block) => Block): Layout {
  return onFloor(layout, where.floor, (blocks) =>
    blocks.map((block, at) => (at === where.block ? change(block) : block)),
  );
}

function changedAisle(
  aisle: Aisle,
  change: { name?: string; x?: number; length?: number; deadEnd?: Aisle['deadEnd'] | null },
): Aisle {
  const { deadEnd, ...rest } = change;
  const next = { ...aisle, ...rest };
  if (deadEnd === undefined) return next;
  const { deadEnd: _, ...open } = next;
  return deadEnd === null ? open : { ...open, deadEnd };
}

/** Beside the last aisle, as far away as that one is from its neighbour, and as long. */
function nextAisle(block: Block, name: string): Aisle {
  const byX = block.aisles.toSorted((a, b) => a.x - b.x);
  const last = byX.at(-1);
  if (!last) return { name, x: 0, length: depthOf(block) || Math.max(LENGTH, ...block.crossAisles) };
  const pitch = last.x - (byX.at(-2)?.x ?? last.x - PITCH);
  return { ...last, name, x: last.x + pitch };
}

/** To the right of what stands there, with a first aisle and its cross-aisles. */
function nextBlock(blocks: readonly Block[], floor: number, name: string): Block {
  const right = Math.max(-PITCH, ...blocks.flatMap((block) => block.aisles.map((aisle) => block.x + aisle.x)));
  return {
    name,
    floor,
    x: right + PITCH,
    y: 0,
    aisles: [{ name: '1', x: 0, length: LENGTH }],
    crossAisles: [0, LENGTH],
  };
}

/** A new depth stretches the aisles that went all the way, and takes the back cross-aisle along. */
function changedBlock(
  block: Block,
  { depth, ...rest }: { name?: string; x?: number; y?: number; depth?: number },
): Block {
  const before = depthOf(block);
  if (depth === undefined || depth === before) return { ...block, ...rest };
  const aisles = block.aisles.map((aisle) =>
    aisle.length === before || aisle.length > depth ? { ...aisle, length: depth } : aisle,
  );
  const crossAisles = [...new Set(block.crossAisles.map((at) => (at >= before || at > depth ? depth : at)))];
  return { ...block, ...rest, aisles, crossAisles };
}

/** What stood on the floor goes with it; the floors above come down by one. */
function withoutFloor(layout: Layout, gone: number): Layout {
  const lower = (floor: number) => (floor > gone ? floor - 1 : floor);
  return {
    floors: layout.floors
      .toSpliced(gone, 1)
      .map((floor, at) => ({ ...floor, blocks: floor.blocks.map((block) => ({ ...block, floor: at })) })),
    stations: layout.stations
      .filter((station) => station.floor !== gone)
      .map((station) => ({ ...station, floor: lower(station.floor) })),
    links: layout.links
      .filter((link) => link.from.floor !== gone && link.to.floor !== gone)
      .map((link) => ({
        ...link,
        from: { ...link.from, floor: lower(link.from.floor) },
        to: { ...link.to, floor: lower(link.to.floor) },
      })),
  };
}

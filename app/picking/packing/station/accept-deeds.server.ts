// What a station says is taken once and in its order. Each deed becomes an entry of the order's proof; parcels follow.
import { inShop, type ShopTx } from '../../../db.server.ts';
import { append } from '../../../events/append.server.ts';
import type { DiaryEvent } from '../../../events/vocabulary.ts';
import { setRight } from '../../floor/deed.ts';
import type { Who } from '../../floor/enter-floor.server.ts';
import { endWaveWhenDone } from '../../hand-off/end-wave.server.ts';
import { loadParcels as loadAllParcels, sentAgain } from '../../hand-off/store.server.ts';
import { secondsOfParcel } from '../../pace.ts';
import { worthOfParcels } from '../../papers/worth.ts';
import { recount } from '../../pick.ts';
import type { WhyHeld } from '../../plan-wave.server.ts';
import { packedFromWall } from '../../put-wall/follow-wall.server.ts';
import { savePicks } from '../../store/walk.server.ts';
import { loadWave, lockWave } from '../../store/wave.server.ts';
import { lineShorted } from '../../tell-short.ts';
import { heardOfFit } from '../choose-parcel.server.ts';
import { type Back, backOf, bringBack } from './bring-back.server.ts';
import { type Link, linked, noHash } from './chain.ts';
import { type Deed, type Entry, takenOut } from './deed.ts';
import { isPacked, openParcel, type PackedParcel, type Packing, saidMissing, take } from './ledger.ts';
import { lookAtOrder, nextOf, type OrderHere, readOrderHere } from './read-order.server.ts';
import { inTurn, mayDo, type SaidAtStation } from './said.ts';
import { boxGramsOf, linesOf, notYet, toPutBack } from './sealing.ts';
import type { Taken, WhyRefused } from './station-api.ts';
import {
  bytes,
  giveUpParcel,
  giveUpParcels,
  hasPhoto,
  holdOrder,
  insertProof,
  type ParcelGoods,
  type ParcelRow,
  parcelsElsewhere,
  saveParcel,
  saveWorth,
} from './store.server.ts';
import { expectedGrams } from './weight.ts';
import { secondsAtTable } from './work.ts';

/**
 * Takes deeds of one station about one order, in one transaction; null when there is no such order at the station. What the shop or
 * another station made void meanwhile is refused, with the reason, and the rest is tried all the same.
 */
export async function acceptDeeds(
  who: Who,
  waveId: string,
  orderId: string,
  said: SaidAtStation,
  locations: ReadonlyMap<string, string>,
  whyHeld: WhyHeld,
  now: Date,
): Promise<Taken | null> {
  const { shop, deviceId, picker } = who;
  return inShop(shop, async (tx) => {
    await lockWave(tx, shop, waveId);
    await holdOrder(tx, shop, orderId);
    const here = await readOrderHere(tx, shop, waveId, orderId, whyHeld);
    if (!here) return null;
    const known = new Set(here.proof.map((link) => link.id));
    const { fresh } = inTurn(said.deeds, known, nextOf(here.proof, deviceId));
    const timed = fresh.map(({ id, parcel, at, deed }) => ({
      ...{ id, parcel, deed },
      at: new Date(setRight(at, said.sentAt, now.getTime())),
    }));
    const { refused, links } = await takeDeeds(tx, { shop, station: deviceId, picker }, here, orderId, timed, now);
    const after = links.length > 0 ? await readOrderHere(tx, shop, waveId, orderId, whyHeld) : here;
    return { look: await lookAtOrder(tx, who, after ?? here, locations), refused };
  });
}

/** Who does something with an order: a packer at a station, or somebody in the admin (`picker` null). */
export type Actor = { shop: string; station: string; picker: { id: string; mayForce: boolean } | null };

/** Takes new deeds in their order, and what follows from them. The caller holds the wave and the order. */
export async function takeDeeds(
  tx: ShopTx,
  actor: Actor,
  here: OrderHere,
  orderId: string,
  fresh: readonly { id: string; parcel: string; at: Date; deed: Deed }[],
  now: Date,
): Promise<{ refused: Taken['refused']; links: Link[] }> {
  const { shop, station, picker } = actor;
  const elsewhere = await parcelsElsewhere(
    tx,
    fresh.map((one) => one.parcel),
    here.wave.id,
    orderId,
  );
  const refused: Taken['refused'] = [];
  const links: Link[] = [];
  const steps: Step[] = [];
  const back: Back[] = [];
  let { packing } = here;
  let nth = nextOf(here.proof, station);
  for (const { id, parcel, at, deed } of fresh) {
    const entry: Entry = { id, parcel, station, deed };
    const why = await whyNot(tx, actor, here, packing, entry, elsewhere);
    const after = why ? null : take(packing, entry);
    const problem = why ?? after?.refused;
    if (problem) refused.push({ id, why: problem });
    if (!after || after.refused) continue;
    back.push(...backOf(packing, entry));
    const last = links.at(-1) ?? here.proof.at(-1);
    const link = linked(last?.hash ?? noHash, {
      ...{ orderId, seq: (last?.seq ?? 0) + 1, id, parcelId: parcel, pickerId: picker?.id ?? null, station },
      ...{ nth: nth++, at: at.toISOString(), deed },
    });
    links.push(link);
    steps.push({ link, before: packing, after: after.packing });
    packing = after.packing;
  }
  if (links.length > 0) {
    await insertProof(tx, shop, links);
    await saveParcels(tx, actor, here, packing, links, now);
    await saveMissing(tx, shop, here, packing, links, now);
    if (isPacked(packing)) await packedFromWall(tx, shop, here.wave.id, orderId, now);
    await learn(tx, shop, here, packing, links);
    await append(tx, shop, tell(here, steps));
    await bringBack(tx, shop, here, orderId, { packing, links, back }, now);
  }
  return { refused, links };
}

/** What is missing here is short on the wave's lines; the wave is over when nothing else waited. */
async function saveMissing(
  tx: ShopTx,
  shop: string,
  { wave, picked }: OrderHere,
  packing: Packing,
  links: readonly Link[],
  now: Date,
): Promise<void> {
  const about = new Set(
    links.flatMap(({ deed }) => (deed.kind === 'missing' || deed.kind === 'found' ? [deed.line] : [])),
  );
  if (about.size === 0) return;
  const missing = saidMissing(packing);
  const out = takenOut([...packing.taken.values()].map(({ deed }) => deed));
  await savePicks(
    tx,
    shop,
    wave.id,
    picked
      .filter(({ id }) => about.has(id))
      .flatMap(({ id, units }) =>
        recount(
          wave.walk.filter((one) => one.fulfillmentOrderLineId === id),
          units - (missing.get(id) ?? 0) - (out.get(id) ?? 0),
        ),
      ),
  );
  const after = await loadWave(tx, shop, wave.id);
  if (after) await endWaveWhenDone(tx, shop, after, now);
}

/** Wrong scans that the proof of an order keeps: a scanner that is stuck shall not make it grow for ever. */
const MOST_WRONG = 200;

/** What only the shop's own rows can object to; the ledger objects to the rest. */
async function whyNot(
  tx: ShopTx,
  { picker }: Actor,
  here: OrderHere,
  packing: Packing,
  { parcel, deed }: Entry,
  elsewhere: ReadonlySet<string>,
): Promise<WhyRefused | 'no-room' | null> {
  if (elsewhere.has(parcel)) return 'unknown-parcel';
  if (!mayDo(deed, picker ?? { mayForce: false })) return 'may-not';
  const kept = here.parcels.find((one) => one.id === parcel);
  // The house gave it up, with its wave or its order: its goods lie in their bins again.
  const givenUp = kept?.state === 'given-up' && packing.parcels.some((one) => one.id === parcel);
  if (givenUp || here.wave.state === 'canceled') return 'stopped';
  switch (deed.kind) {
    case 'opened':
    case 'new-parcel':
      return here.stopped ? 'stopped' : null;
    case 'sealed':
      if (here.stopped) return 'stopped';
      return openParcel(packing)?.id === parcel ? (notYet(packing, here.seal, deed)[0] ?? null) : 'not-open';
    case 'opened-again':
      if (kept?.state === 'shipped') return 'left-already';
      if (kept && (await sentAgain(tx, [kept])).has(parcel)) return 'being-sent';
      // It could not be sealed any more, and so never leave.
      if (here.stopped?.because === 'wave-over') return 'stopped';
      return kept?.labelAsked ? 'label-asked' : null;
    case 'gave-up':
      if (kept?.state === 'shipped') return 'left-already';
      if (kept && (await sentAgain(tx, [kept])).has(parcel)) return 'being-sent';
      if (!here.seal.cameBack) return 'still-wanted';
      return kept?.labelAsked ? 'label-asked' : null;
    case 'put-back': {
      const beyond = toPutBack(packing, here.seal).find(({ id }) => id === deed.line)?.units ?? 0;
      return deed.units <= beyond ? null : 'still-wanted';
    }
    case 'missing':
    case 'found':
      // Once the wave is over, or left the order behind, its lines are settled.
      return here.wave.state === 'picked' && here.stopped?.because !== 'wave-over' ? null : 'stopped';
    case 'wrong':
      return [...packing.taken.values()].filter((one) => one.deed.kind === 'wrong').length < MOST_WRONG
        ? null
        : 'no-room';
    case 'chose-box':
      return deed.box === null || here.boxes.some((box) => box.id === deed.box) ? null : 'unknown-box';
    case 'did-not-fit':
    case 'did-fit':
      return here.boxes.some((box) => box.id === deed.box) ? null : 'unknown-box';
    case 'photographed':
      return (await hasPhoto(tx, deed.photo, parcel)) ? null : 'no-photo-kept';
    default:
      return null;
  }
}

async function saveParcels(
  tx: ShopTx,
  { shop, picker }: Actor,
  here: OrderHere,
  packing: Packing,
  links: readonly Link[],
  now: Date,
): Promise<void> {
  const live = new Set(packing.parcels.map((parcel) => parcel.id));
  for (const id of new Set(links.map((link) => link.parcelId))) {
    const parcel = packing.parcels.find((one) => one.id === id);
    const last = links.findLast((link) => link.parcelId === id);
    // What was in it when it was given up stays to be read.
    if (last?.deed.kind === 'gave-up') {
      await giveUpParcel(tx, shop, id);
      continue;
    }
    const seal = parcel?.sealed && last ? last : null;
    const row = rowOf(here, parcel ?? nothingOf(id), picker?.id ?? null, seal);
    const goods = parcel ? goodsOf(here, parcel) : [];
    await saveParcel(tx, shop, parcel ? row : { ...row, state: 'given-up' }, goods, now);
  }
  await giveUpParcels(
    tx,
    here.parcels.filter((one) => one.state === 'open' && !live.has(one.id)).map((one) => one.id),
  );
  const [{ orderId } = { orderId: '' }] = links;
  await valueParcels(tx, shop, here, orderId);
}

/** What a parcel is worth depends on those before it, so that all of an order's parcels add up to the order. What has left stays as it was said. */
async function valueParcels(tx: ShopTx, shop: string, here: OrderHere, orderId: string): Promise<void> {
  const { facts, wave, terms } = here;
  if (!facts) return;
  const all = await loadAllParcels(tx, { orderId, state: { not: 'given-up' } });
  const worths = worthOfParcels(
    all.map(({ lines }) => lines.map((line) => [line.fulfillmentOrderLineId, line.quantity] as const)),
    facts.prices,
  );
  for (const [at, { id, waveId, state, value: before }] of all.entries()) {
    const value = worths[at] ?? 0n;
    if (waveId !== wave.id || state === 'shipped' || value === before) continue;
    await saveWorth(tx, shop, id, value, terms.insureFrom !== null && value >= terms.insureFrom);
  }
}

const nothingOf = (id: string): PackedParcel => ({
  ...{ id, units: new Map(), forced: new Map(), box: null, tooSmall: [], grams: null, photos: [], sealed: false },
});

function goodsOf({ lines }: OrderHere, { units }: PackedParcel): ParcelGoods[] {
  return lines.flatMap((line) => {
    const quantity = units.get(line.fulfillmentOrderLineId) ?? 0;
    const { fulfillmentOrderLineId, fulfillmentOrderId, inventoryItemId, title } = line;
    return quantity > 0 ? [{ fulfillmentOrderLineId, fulfillmentOrderId, inventoryItemId, title, quantity }] : [];
  });
}

function rowOf(here: OrderHere, parcel: PackedParcel, pickerId: string | null, sealedBy: Link | null): ParcelRow {
  const { wave, orderName, lines, facts, seal } = here;
  const box = here.boxes.find((one) => one.id === parcel.box?.id);
  const boxGrams = boxGramsOf(parcel, seal);
  const first = lines.find((line) => parcel.units.has(line.fulfillmentOrderLineId)) ?? lines[0];
  return {
    ...{ id: parcel.id, waveId: wave.id, orderId: first?.orderId ?? '', orderName, locationId: wave.locationId },
    state: parcel.sealed ? 'sealed' : 'open',
    deliveryMethod: facts?.methods.get(first?.fulfillmentOrderId ?? '') ?? null,
    ...{ boxId: box?.id ?? null, boxName: box?.name ?? null, boxKind: box?.kind ?? null },
    ...{ length: box?.length ?? null, width: box?.width ?? null, height: box?.height ?? null },
    expectedGrams: boxGrams === null ? null : expectedGrams(linesOf(parcel, seal), boxGrams),
    weighedGrams: parcel.grams,
    currency: facts?.currency ?? null,
    ...{ pickerId, sealedAt: sealedBy && new Date(sealedBy.at) },
    ...{ proofSeq: sealedBy?.seq ?? null, proofHash: sealedBy && bytes(sealedBy.hash) },
  };
}

/** "Didn't fit" is about all that is to go in; "did fit" about what is in. */
async function learn(
  tx: ShopTx,
  shop: string,
  here: OrderHere,
  packing: Packing,
  links: readonly Link[],
): Promise<void> {
  for (const { id, deed, at, parcelId } of links) {
    if (deed.kind !== 'did-fit' && deed.kind !== 'did-not-fit') continue;
    const parcel = packing.parcels.find((one) => one.id === parcelId);
    if (!parcel) continue;
    const lines = goodsOf(here, parcel);
    await heardOfFit(tx, shop, { id, boxId: deed.box, lines, fitted: deed.kind === 'did-fit', at: new Date(at) });
  }
}

/** A deed that was taken, and how the packing stood before and after it. */
type Step = { link: Link; before: Packing; after: Packing };

function tell(here: OrderHere, steps: readonly Step[]): DiaryEvent[] {
  const { wave } = here;
  const all = [...here.proof, ...steps.map((step) => step.link)];
  return steps.flatMap(({ link, before, after }): DiaryEvent[] => {
    const { parcelId, orderId, pickerId, id, at, deed, seq, hash } = link;
    const parcel = after.parcels.find((one) => one.id === parcelId);
    if (!parcel || pickerId === null) return [];
    const about = { subject: `Order/${orderId}`, at };
    const data = { parcelId, orderId, waveId: wave.id, locationId: wave.locationId, pickerId };
    switch (deed.kind) {
      case 'opened':
      case 'new-parcel':
        if (before.parcels.some((one) => one.id === parcelId)) return [];
        return [{ ...about, key: `parcel.opened:${parcelId}`, type: 'parcel.opened', data }];
      case 'missing': {
        const line = here.lines.find((one) => one.fulfillmentOrderLineId === deed.line);
        const missed = { key: `missing:${id}`, at, units: deed.units, pickerId, reason: 'missing-at-station' } as const;
        return line ? lineShorted(wave, line, missed) : [];
      }
      case 'wrong':
        return [{ ...about, key: `packing:${id}`, type: 'packing-scan.wrong', data: { ...data, what: deed.what } }];
      case 'took-back':
        return [{ ...about, key: `packing:${id}`, type: 'packing-scan.undone', data: { ...data, units: deed.units } }];
      case 'opened-again': {
        const seal = all.slice(0, all.indexOf(link)).findLast(isSealOf(parcelId));
        if (!seal?.pickerId) return [];
        const { seconds, expectedSeconds, ...sums } = workOf(here, parcel, all, seal);
        const was = { ...sums, expectedSeconds: seconds === null ? null : expectedSeconds };
        const wasSent = here.parcels.some((one) => one.id === parcelId && one.commandId !== null);
        const mistake = here.seal.cameBack === null && here.stopped === null && !wasSent;
        const told = { ...data, ...was, pickerId: seal.pickerId, mistake };
        return [{ ...about, key: `parcel.reopened:${id}`, type: 'parcel.reopened', data: told }];
      }
      case 'sealed': {
        const sums = { ...workOf(here, parcel, all, link), grams: parcel.grams, proof: { seq, hash } };
        return [{ ...about, key: `parcel.sealed:${id}`, type: 'parcel.sealed', data: { ...data, ...sums } }];
      }
      default:
        return [];
    }
  });
}

const isSealOf =
  (parcel: string) =>
  ({ parcelId, deed }: Link): boolean =>
    parcelId === parcel && deed.kind === 'sealed';

/** What the seal of a parcel stands for. */
function workOf(here: OrderHere, parcel: PackedParcel, all: readonly Link[], seal: Link) {
  const count = (units: ReadonlyMap<string, number>) => [...units.values()].reduce((sum, each) => sum + each, 0);
  const [lineCount, units] = [parcel.units.size, count(parcel.units)];
  const grams = linesOf(parcel, here.seal).reduce((sum, line) => sum + line.units * (line.grams ?? 0), 0);
  return {
    ...{ lineCount, units, forced: count(parcel.forced) },
    expectedSeconds: secondsOfParcel({ lines: lineCount, units, grams }),
    seconds: secondsAtTable(all, seal),
  };
}

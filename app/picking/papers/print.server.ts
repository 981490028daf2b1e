// A paper by its name, ready to be sent: which there are is said here, for doors to the admin and to the floor alike.
import { inShop } from '../../db.server.ts';
import { rasterOf } from '../../lib/raster-text.server.ts';
import { readLabels } from '../../mirror/read-labels.server.ts';
import { readSender, type Sender } from '../../mirror/read-paper-orders.server.ts';
import { loadParcel } from '../hand-off/store.server.ts';
import { loadAllBins } from '../place/store.server.ts';
import { loadCarts } from '../rules/store.server.ts';
import { withCutOff } from '../rules/terms.ts';
import { loadWave } from '../store/wave.server.ts';
import { addressLines, missingOf, missingOfSender, senderLines } from './address.ts';
import type { Asked } from './asked.ts';
import { declare } from './customs.ts';
import { numbersOn } from './customs-numbers.ts';
import { customsPdf } from './customs-pdf.server.ts';
import { type Gathered, gather, type Packed, wayOf } from './gather.server.ts';
import { label } from './label.ts';
import { labelsPdf } from './label-pdf.server.ts';
import { pickList } from './pick-list.ts';
import { pickListPdf } from './pick-list-pdf.server.ts';
import { binLabels, type PlaceLabel, toteLabels } from './place-labels.ts';
import { placeLabelsPdf } from './place-labels-pdf.server.ts';
import { parcelWords, slip } from './slip.ts';
import { slipsPdf } from './slip-pdf.server.ts';
import { clean, dayWords, fileName, paperSize, timeWords } from './words.ts';
import { labelsZpl, placeLabelsZpl } from './zpl.ts';

export type Paper = { fileName: string; type: string; body: Buffer };

/** `missing`: the shop has no such thing, or the thing no such paper; else why it cannot be printed. */
export type Printed = { ok: true; paper: Paper } | { ok: false; missing: boolean; problem: string };

const pdf = (name: string, body: Buffer): Printed => ({
  ok: true,
  paper: { fileName: name, type: 'application/pdf', body },
});
const zpl = (name: string, text: string): Printed => ({
  ok: true,
  paper: { fileName: name, type: 'text/plain; charset=us-ascii', body: Buffer.from(text, 'ascii') },
});
const missing = (problem: string): Printed => ({ ok: false, missing: true, problem });

/** A printer's font 0 is bold; beside it any other looks thin. */
const inBold = (text: string, height: number) => rasterOf(text, height, true);

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** Papers of a wave: pick-list.pdf, slips.pdf, labels.pdf, labels.zpl. */
export async function printWave(shop: string, id: string, name: string, asked: Asked, now: Date): Promise<Printed> {
  if (!isUuid(id)) return missing('There is no such wave.');
  if (name === 'pick-list.pdf') return printPickList(shop, id, asked, now);
  if (name !== 'slips.pdf' && name !== 'labels.pdf' && name !== 'labels.zpl')
    return missing('There is no such paper. A wave has pick-list.pdf, slips.pdf, labels.pdf and labels.zpl.');
  const all = await inShop(shop, (tx) => gather(tx, shop, id, null));
  if (!all) return missing('There is no such wave.');
  const title = `wave-${all.wave.number}`;
  if (name === 'slips.pdf')
    return pdf(
      `${title}-slips.pdf`,
      await slipsPdf(
        `Packing slips of wave ${all.wave.number}`,
        all.packed.map((one) => slipOf(all, one, asked)),
        paperSize(asked.size, all.sender.country),
      ),
    );
  const labels = all.packed.flatMap((one) => labelOf(all, one) ?? []);
  if (labels.length === 0)
    return {
      ...{ ok: false, missing: false },
      problem: `Wave ${all.wave.number} has no parcels yet. Labels are printed once its orders are packed.`,
    };
  return name === 'labels.pdf'
    ? pdf(`${title}-labels.pdf`, await labelsPdf(`Labels of wave ${all.wave.number}`, labels))
    : zpl(`${title}-labels.zpl`, labelsZpl(labels, inBold));
}

async function printPickList(shop: string, id: string, asked: Asked, now: Date): Promise<Printed> {
  const found = await inShop(shop, async (tx) => {
    const wave = await loadWave(tx, shop, id);
    if (!wave) return null;
    const items = wave.walk.flatMap((line) => line.inventoryItemId ?? []);
    return {
      wave,
      sender: await readSender(tx, shop, wave.locationId),
      labels: await readLabels(tx, shop, items),
    };
  });
  if (!found) return missing('There is no such wave.');
  const { wave, sender, labels } = found;
  const totes = new Map(wave.orders.map((order) => [order.orderId, order.tote]));
  const list = pickList({
    number: wave.number,
    locationName: sender.locationName,
    printedAt: timeWords(now, sender.timeZone),
    dueAt: wave.dueAt && withCutOff(timeWords(wave.dueAt, sender.timeZone), wave.cutOffName),
    cartName: wave.cartName,
    ruleName: wave.ruleName,
    walk: wave.walk.map((line) => ({
      ...line,
      tote: line.tote ?? totes.get(line.orderId)?.toString() ?? null,
      barcode: labels.get(line.inventoryItemId ?? '')?.barcode ?? null,
    })),
  });
  return pdf(`wave-${wave.number}-pick-list.pdf`, await pickListPdf(list, paperSize(asked.size, sender.country)));
}

async function gatherParcel(shop: string, id: string): Promise<{ all: Gathered; one: Packed } | null> {
  if (!isUuid(id)) return null;
  return inShop(shop, async (tx) => {
    const parcel = await loadParcel(tx, shop, id);
    const kept = parcel?.state === 'given-up' ? null : parcel;
    const all = kept && (await gather(tx, shop, kept.waveId, kept.orderId));
    const one = all?.packed.find((packed) => packed.row?.id === id);
    return all && one ? { all, one } : null;
  });
}

const noSuchParcel = 'There is no such parcel, or it was given up.';

/** Papers of a parcel: slip.pdf, label.pdf, label.zpl, customs.pdf. */
export async function printParcel(shop: string, id: string, name: string, asked: Asked, now: Date): Promise<Printed> {
  const found = await gatherParcel(shop, id);
  if (!found) return missing(noSuchParcel);
  const { all, one } = found;
  const size = paperSize(asked.size, all.sender.country);
  const nameOf = (what: string, ending: string) =>
    fileName([one.orderName, `parcel ${one.place?.number ?? 1}`, what], ending);
  const own = labelOf(all, one);
  if (name === 'slip.pdf')
    return pdf(nameOf('slip', 'pdf'), await slipsPdf(`Packing slip ${one.orderName}`, [slipOf(all, one, asked)], size));
  if (name === 'label.pdf' && own) return pdf(nameOf('label', 'pdf'), await labelsPdf(own.title, [own]));
  if (name === 'label.zpl' && own) return zpl(nameOf('label', 'zpl'), labelsZpl([own], inBold));
  if (name !== 'customs.pdf')
    return missing('There is no such paper. A parcel has slip.pdf, label.pdf, label.zpl and customs.pdf.');
  if (one.customs === 'no' || one.deliveryMethod === 'PICK_UP')
    return {
      ok: false,
      missing: false,
      problem: `Order ${one.orderName} crosses no customs border: it needs no declaration.`,
    };
  return pdf(nameOf('customs', 'pdf'), await customsPdf(customsOf(all, one, now), size));
}

export type ParcelPapers = {
  papers: ('slip.pdf' | 'label.pdf' | 'label.zpl' | 'customs.pdf')[];
  /** what they lack, and what to look at before they are printed: each with where to mend it */
  missing: string[];
};

/** Which papers a parcel needs, and what they lack; null when there is no such parcel. */
export async function listParcelPapers(shop: string, id: string, now: Date): Promise<ParcelPapers | null> {
  const found = await gatherParcel(shop, id);
  if (!found) return null;
  const { all, one } = found;
  const abroad = one.customs !== 'no' && one.deliveryMethod !== 'PICK_UP';
  return {
    papers: ['slip.pdf', 'label.pdf', 'label.zpl', ...(abroad ? (['customs.pdf'] as const) : [])],
    missing: abroad
      ? customsOf(all, one, now).missing
      : one.deliveryMethod === 'PICK_UP'
        ? []
        : addressesLack(all.sender, one),
  };
}

/** Labels of a cart's totes (totes.pdf, totes.zpl) or a location's bins (bins.pdf, bins.zpl), the bins of one aisle or all. */
export async function printPlaces(
  shop: string,
  name: string,
  of: { cartId: string; locationId: string; aisle: string | null },
  size: string | null,
): Promise<Printed> {
  const [what, ending] = name.split('.');
  if ((what !== 'totes' && what !== 'bins') || (ending !== 'pdf' && ending !== 'zpl'))
    return missing('There is no such paper. There are totes.pdf, totes.zpl, bins.pdf and bins.zpl.');
  const found = await inShop(
    shop,
    async (tx): Promise<{ labels: PlaceLabel[]; title: string; country: string | null } | null> => {
      const sender = await readSender(tx, shop, of.locationId);
      if (what === 'totes') {
        const cart = (await loadCarts(tx)).find((one) => one.id === of.cartId);
        return cart ? { labels: toteLabels(cart), title: `Totes of ${cart.name}`, country: sender.country } : null;
      }
      const bins = (await loadAllBins(tx, of.locationId)).filter(
        (bin) => of.aisle === null || bin.place?.aisle === of.aisle,
      );
      const names = bins.map((bin) => bin.name);
      return {
        labels: binLabels(names, sender.locationName),
        title: `Bins of ${sender.locationName}`,
        country: sender.country,
      };
    },
  );
  if (!found) return missing('There is no such cart.');
  const { labels, title, country } = found;
  const file = fileName([title], ending);
  if (ending === 'zpl') return zpl(file, placeLabelsZpl(labels, inBold));
  const paper = size?.toLowerCase() === 'label' ? 'LABEL' : paperSize(size, country);
  return pdf(file, await placeLabelsPdf(title, labels, paper));
}

function slipOf({ sender }: Gathered, one: Packed, { prices }: Asked) {
  return slip({
    from: sender,
    orderName: one.orderName,
    orderedOn: one.order ? dayWords(one.order.placedAt, sender.timeZone) : '',
    to: one.order?.contact ?? null,
    deliveryMethod: one.deliveryMethod,
    parcel: one.place,
    ...one.contents,
    currency: prices ? (one.order?.currency ?? null) : null,
  });
}

/** Null of what is not packed as a parcel. */
function labelOf({ sender }: Gathered, one: Packed) {
  const { row, place } = one;
  if (!row || !place) return null;
  return label({
    parcelId: row.id,
    orderName: one.orderName,
    from: sender,
    to: one.order?.contact ?? null,
    deliveryMethod: row.deliveryMethod,
    parcel: place,
    grams: row.weighedGrams ?? row.expectedGrams,
    boxName: row.boxName,
    carrier: row.carrier,
    trackingNumber: row.trackingNumber,
    insured: row.insured ? { value: row.value, currency: currencyOf(sender, one) } : null,
    customs: one.customs === 'yes' && row.deliveryMethod !== 'PICK_UP',
  });
}

const currencyOf = (sender: Sender, { row, order }: Packed): string =>
  row?.currency ?? order?.currency ?? sender.currency;

const addressesLack = (sender: Sender, { order }: Packed): string[] => [
  ...missingOf(order?.contact ?? null).map(
    (what) => `To: ${what} is not known. Enter it in Shopify on the order’s page, and print again.`,
  ),
  ...missingOfSender(sender),
];

function customsOf({ sender, numbers, items }: Gathered, one: Packed, now: Date) {
  const { row, order } = one;
  const declaration = declare(
    one.contents.inside.map((line) => {
      const item = items.get(line.inventoryItemId ?? '');
      return {
        ...line,
        grams: item?.grams ?? null,
        tariffCode: item?.tariffCode ?? null,
        originCountry: item?.originCountry ?? null,
      };
    }),
    {
      value: row?.value ?? null,
      currency: currencyOf(sender, one),
      grossGrams: row?.weighedGrams ?? row?.expectedGrams ?? null,
    },
  );
  const contact = order?.contact ?? null;
  const { value, currency } = declaration;
  const { printed, says } = numbersOn(numbers, { ...wayOf(sender, order), value, currency });
  return {
    orderName: one.orderName,
    parcel: parcelWords(one.place),
    day: dayWords(now, sender.timeZone),
    from: [...senderLines(sender, 46), clean(sender.phone), ...printed].filter(Boolean),
    roomForStreet: clean(sender.address.address1) === '',
    to: [...addressLines(contact, 46), clean(contact?.phone), clean(contact?.email)].filter(Boolean),
    insured: row?.insured ? row.value : null,
    trackingNumber: clean(row?.trackingNumber),
    missing: [...addressesLack(sender, one), ...says, ...declaration.missing],
    declaration,
  };
}

// Which box the goods of an order go into, as the station asks it: all that is left, or what lies in the open parcel.
import { inShop } from '../../../db.server.ts';
import type { Who } from '../../floor/enter-floor.server.ts';
import type { Language } from '../../floor/language.ts';
import { loadWave } from '../../store/wave.server.ts';
import { chooseParcels } from '../choose-parcel.server.ts';
import { packingPicture } from '../picture.ts';
import { stepWordsIn } from '../picture-words.ts';
import type { BoxAdvice } from './station-api.ts';

/** `units` by fulfillment-order line; more than was picked is cut. Null: there is no such order at the station. */
export async function adviseOrder(
  { shop }: Who,
  waveId: string,
  orderId: string,
  units: Readonly<Record<string, number>>,
  without: readonly string[],
  language: Language,
): Promise<BoxAdvice | null> {
  return inShop(shop, async (tx) => {
    const wave = await loadWave(tx, shop, waveId);
    const lines = wave?.lines.filter((line) => line.orderId === orderId && line.picked > 0) ?? [];
    if (lines.length === 0) return null;
    const asked = lines.map(({ fulfillmentOrderLineId, inventoryItemId, title, picked }) => ({
      ...{ fulfillmentOrderLineId, inventoryItemId, title },
      quantity: Math.min(picked, units[fulfillmentOrderLineId] ?? 0),
    }));
    const advice = await chooseParcels(tx, shop, asked, { without });
    return {
      parcels: advice.parcels.map(({ box, units: placed, ...rest }, at) => ({
        ...{ box: box.id, proven: rest.proven, expectedGrams: rest.expectedGrams, fillBelow: rest.fillBelow },
        // What is remembered of the advice speaks no language of a phone.
        picture: packingPicture(
          { ...box, id: box.name },
          placed.map(({ place }) => place),
          {
            nameOf: (item) => placed.find(({ place }) => place.item === item)?.title ?? '',
            ...{ id: `parcel-${at + 1}`, says: stepWordsIn(language) },
          },
        ),
        units: placed.map(({ fulfillmentOrderLineId, title }) => ({ line: fulfillmentOrderLineId, title })),
      })),
      unknown: advice.unknown,
      atLeast: advice.atLeast?.id ?? null,
      fitsNowhere: advice.fitsNowhere.map(({ title }) => title),
    };
  });
}

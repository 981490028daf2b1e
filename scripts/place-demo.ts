// Gives the demo's shop a warehouse, once Backroom has read the store: bins named along aisles in the order of the alphabet, as
// somebody who opened one shelf after the other would have named them, amounts counted, some bins in reserve, and the floor drawn from
// their names. A shop that has bins or a layout already keeps what it has. Started by live.ts; talks to the database as the app.

import { inShop, prisma } from '../app/db.server.ts';
import { csvText } from '../app/lib/csv.ts';
import { readLocations } from '../app/mirror/read-locations.server.ts';
import { busiestLocation, readStockedItems } from '../app/mirror/read-pickable.server.ts';
import { readSync } from '../app/mirror/read-sync.server.ts';
import { readBinNames } from '../app/picking/place/bin-name.ts';
import { defaultLayout } from '../app/picking/place/default-layout.ts';
import { readLayoutPage, saveLayout } from '../app/picking/place/keep-layout.server.ts';
import { importBins } from '../app/picking/place/place-bins.server.ts';
import { hasBins } from '../app/picking/place/read-bins.server.ts';
import { shop } from './household.ts';
import { until } from './process.ts';

const BAYS = 20;
const LEVELS = 3;

await until(async () => (await readSync(shop)).everRead, {
  what: 'the store, read whole',
  deadline: 3_600_000,
  every: 2_000,
});
const locationId = (await busiestLocation(shop)) ?? (await readLocations(shop))[0]?.id;
if (locationId && !(await hasBins(shop)) && (await readLayoutPage(shop, locationId)).kept === null)
  await furnish(locationId);
await prisma.$disconnect();

async function furnish(location: string): Promise<void> {
  const { rows } = await inShop(shop, (tx) => readStockedItems(tx, shop, location, '', { skip: 0, take: 20_000 }));
  const items = rows.filter((row) => row.sku !== null);
  const aisles = Math.max(4, Math.ceil((items.length * 1.15) / (BAYS * LEVELS)));
  const names = Array.from({ length: aisles * BAYS * LEVELS }, (_, at) => {
    const aisle = Math.floor(at / (BAYS * LEVELS));
    const letters = aisle < 26 ? String.fromCharCode(65 + aisle) : `A${String.fromCharCode(65 + aisle - 26)}`;
    return `${letters}-${String((Math.floor(at / LEVELS) % BAYS) + 1).padStart(2, '0')}-${(at % LEVELS) + 1}`;
  });
  // What is left over at the far end is reserve.
  const table = names.map((name, at) => {
    const item = items[at];
    const capacity = item ? Math.max(20, Math.ceil((item.onHand * 1.5) / 10) * 10) : 200;
    return [item?.sku ?? '', name, item ? 'pick' : 'reserve', capacity, item ? Math.max(0, item.onHand) : null];
  });
  const told = { by: 'the demo', at: new Date() };
  await importBins(shop, location, csvText([['sku', 'bin', 'kind', 'capacity', 'quantity'], ...table]), told);
  const layout = defaultLayout(readBinNames(names).understood.map((one) => one.place));
  await saveLayout(shop, location, { basedOn: 0, document: JSON.stringify(layout), naming: '{}', addBins: [] }, told);
}

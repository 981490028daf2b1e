import type { Ctx } from '../../kernel/context.ts';
import type { Domain } from '../../kernel/domain.ts';
import { shopOf } from '../shop/domain.ts';

/**
 * Shopify's reports, for one form of question: days out of stock by item, location and day or month. Best knowledge: the names of
 * table, measures and dimensions and the order of keywords are documented; that a day may be grouped by and that rows are
 * objects of texts by column name was not seen on a real store. Anything else is answered with a parse error, as Shopify
 * answers what it does not understand; `POST /_store/reports {byDay: false}` makes days a thing it does not understand.
 */
interface OutDay {
  id: string;
  itemId: string;
  locationId: string;
  day: string;
}

declare module '../../kernel/world.ts' {
  interface Tables {
    ReportedOutDay: OutDay;
    ReportSetting: { id: string; byDay: boolean };
  }
}

const FORM = new RegExp(
  [
    '^FROM inventory_by_location SHOW days_out_of_stock_at_location WHERE inventory_is_tracked = true',
    '( AND inventory_item_id >= (?<from>\\d+))? SINCE (?<since>[\\d-]{10}) UNTIL (?<until>[\\d-]{10})',
    ' GROUP BY inventory_item_id, inventory_location_id, (?<grain>day|month)',
    ' HAVING days_out_of_stock_at_location > 0 ORDER BY inventory_item_id ASC LIMIT (?<limit>\\d+)$',
  ].join(''),
);

const SETTING = 'gid://shopify/ReportSetting/1';
const failed = (message: string) => ({ parseErrors: [message], tableData: null });

const column = (name: string, dataType: string) => ({ name, dataType, displayName: name });

function shopifyqlQuery(_: unknown, { query }: { query: string }, { world }: Ctx) {
  const asked = FORM.exec(query.trim())?.groups;
  if (!asked) return failed('The dev store does not understand this ShopifyQL.');
  const byDay = world.get('ReportSetting', SETTING)?.byDay ?? true;
  if (asked.grain === 'day' && !byDay) return failed("Dimension 'day' is not available for this table.");
  const counts = new Map<string, { item: string; location: string; at: string; days: number }>();
  for (const out of world.all('ReportedOutDay')) {
    if (out.day < asked.since! || out.day > asked.until!) continue;
    if (asked.from && BigInt(out.itemId) < BigInt(asked.from)) continue;
    const at = asked.grain === 'day' ? out.day : `${out.day.slice(0, 7)}-01`;
    const key = `${out.itemId}/${out.locationId}/${at}`;
    const count = counts.get(key) ?? { item: out.itemId, location: out.locationId, at, days: 0 };
    counts.set(key, { ...count, days: count.days + 1 });
  }
  const rows = [...counts.values()]
    .sort((a, b) => Number(BigInt(a.item) - BigInt(b.item)) || (a.at < b.at ? -1 : 1))
    .slice(0, Number(asked.limit))
    .map((row) => ({
      inventory_item_id: row.item,
      inventory_location_id: row.location,
      [asked.grain!]: row.at,
      days_out_of_stock_at_location: String(row.days),
    }));
  return {
    parseErrors: [],
    tableData: {
      columns: [
        column('inventory_item_id', 'IDENTITY'),
        column('inventory_location_id', 'IDENTITY'),
        column(asked.grain!, asked.grain === 'day' ? 'DAY_TIMESTAMP' : 'MONTH_TIMESTAMP'),
        column('days_out_of_stock_at_location', 'INTEGER'),
      ],
      rowMetadata: [],
      rows,
    },
  };
}

export const reports: Domain = {
  name: 'reports',
  resolvers: { QueryRoot: { shopifyqlQuery } },
  routes: [
    {
      method: 'POST',
      pattern: '/_store/reports',
      handle: ({ body, world }) => {
        const told = JSON.parse(body.toString() || '{}') as {
          byDay?: boolean;
          out?: { itemId: string; locationId: string; day: string }[];
        };
        const setting = world.get('ReportSetting', SETTING);
        if (told.byDay !== undefined && setting) world.patch('ReportSetting', setting, { byDay: told.byDay });
        else if (told.byDay !== undefined) world.insert('ReportSetting', { id: SETTING, byDay: told.byDay });
        for (const out of told.out ?? []) world.insert('ReportedOutDay', out);
        return { body: { shop: shopOf(world).myshopifyDomain, days: world.all('ReportedOutDay').length } };
      },
    },
  ],
};

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PERSONAL_DATA } from './personal-data.ts';

/**
 * Columns of text, JSON and bytes that hold nothing of a customer: ids of orders and goods, Shopify's words for states, what
 * the merchant named, what we computed. `shop` is in every table. Where a value could be a person's, decide anew: list it in
 * personal-data.ts and erase it, or say here that it is not.
 */
const HARMLESS: Record<string, string> = {
  Event: 'key type',
  EventCursor: 'reader',
  DailyFigure: 'figure slice state',
  Inbox: 'webhookId topic eventId apiVersion state problem',
  Reread: 'kind problem',
  Tombstone: 'kind',
  Erasure: 'id kind after',
  Shop: 'shopifyId name currency timeZone plan country',
  Order: 'id name cancelReason currency financialStatus fulfillmentStatus tags sourceName shipCountry',
  OrderLine: 'id orderId productId variantId sku title variantTitle',
  OrderContact: 'orderId',
  FulfillmentOrder: 'id orderId status requestStatus locationId deliveryMethod shippingMethod supportedActions',
  FulfillmentOrderLine: 'id fulfillmentOrderId orderLineId inventoryItemId variantId',
  Fulfillment: 'id orderId name status locationId trackingCompany',
  FulfillmentLine: 'fulfillmentId orderLineId',
  Refund: 'id orderId returnId currency',
  RefundLine: 'refundId orderLineId restockType locationId',
  Return: 'id orderId name status declineReason',
  ReturnLine: 'id returnId orderLineId fulfillmentLineItemId reason',
  Product: 'id title handle status vendor productType tags imageUrl',
  Variant: 'id productId inventoryItemId title sku barcode',
  InventoryItem: 'id variantId sku costCurrency tariffCode originCountry',
  InventoryLevel: 'inventoryItemId locationId',
  // A location's address and phone are the merchant's own, as every parcel's label shows them.
  Location: 'id name address1 address2 city zip province country phone',
  NativeArrival: 'id inventoryItemId locationId supplierName',
  SyncRun: 'id kind state stage progress problem',
  Drift: 'id runId kind field mirrored actual',
  OrderCheck: 'orderId orderName state',
  Layout: 'locationId document naming by',
  Bin: 'locationId name kind zone aisle bay level position',
  BinStock: 'locationId bin inventoryItemId lot',
  // Who moved is a user id of the admin or the name of a picker: the merchant's people, not customers.
  BinMove: 'id locationId kind inventoryItemId fromBin toBin lot note by',
  Wave: 'id locationId state method cartName ruleName cutOffName',
  WaveLine: 'waveId fulfillmentOrderLineId fulfillmentOrderId orderId orderName inventoryItemId title sku bin tote',
  WaveOrder: 'waveId orderId orderName commandId leftOut carrier',
  Cart: 'id name method',
  WaveRule: 'id name when cartId express',
  PickTerms: 'locationId windows cartId routing',
  WavePlan: 'id locationId state result problem owner',
  // Pickers are the merchant's own people, named by the merchant; a deed tells of lines, units and totes.
  Picker: 'id name pinHash language',
  Device: 'id pickerId name secretHash',
  Pairing: 'codeHash pickerId',
  FloorScan: 'waveId id deviceId pickerId deed refused',
  PutWall: 'locationId',
  WallScan: 'waveId id deviceId pickerId deed refused',
  Box: 'id name kind',
  ItemSize: 'inventoryItemId',
  FitReport: 'id boxId goods',
  LabelAccess: 'state says',
  // Numbers that customs and tax offices gave the merchant.
  PackTerms: 'locationId eori ioss vatNumber',
  Parcel:
    'id waveId orderId orderName locationId state deliveryMethod boxId boxName boxKind currency pickerId handOff carrier commandId labelState labelCommandId labelResultId manifestId proofHash',
  PackPhoto: 'hash parcelId orderId',
  ParcelLine: 'parcelId fulfillmentOrderLineId fulfillmentOrderId inventoryItemId title',
  // A deed of packing tells of lines, units, boxes and grams; the hashes are of deeds and photos.
  PackProof: 'orderId id parcelId pickerId deed before hash',
  Manifest: 'id locationId carrier by',
  // A supplier's mailbox and name are what the merchant wrote about a firm it buys from.
  Supplier: 'id name email currency paymentTerms note',
  SupplierItem: 'supplierId inventoryItemId supplierSku priceBreaks',
  PurchaseOrder: 'id supplierId supplierName locationId currency state lastChange note extraCosts',
  PurchaseOrderLine: 'id purchaseOrderId inventoryItemId variantId title sku barcode supplierSku receiptHash tellingId',
  Arrival: 'id purchaseOrderId lineId receivingId commandId notBooked',
  SupplierMail: 'id purchaseOrderId recipient state problem',
  Count: 'id locationId kind month state',
  CountLine: 'countId inventoryItemId variantId title sku barcode bin reason why decision bookedReason commandId note',
  SlowMoverReview: 'inventoryItemId locationId quarter decision',
  PlanEvent: 'id kind title scope scopeKeys source sourceId',
  PastStockOut: 'inventoryItemId locationId',
  HolidaySetting: 'country region closedOn',
  CalendarReading: 'source problem',
  ReorderRule: 'scope key supplierId policy targetMeasure',
  BundlePart: 'bundleVariantId inventoryItemId source',
  DemandHistory: 'inventoryItemId locationId units states method record',
  ReorderRun: 'id kind state problem',
  StockTransfer: 'id requestId fromLocationId toLocationId state commandId shopifyId name problem',
  StockTransferLine: 'transferId inventoryItemId',
  ReorderReceipt: 'inventoryItemId locationId hash body',
  ReorderView: 'id name query',
  ReplayRun: 'id kind state after owner problem',
  ReplayResult: 'inventoryItemId locationId title sku class state year known currency method inputs',
  ReorderPoint:
    'inventoryItemId locationId variantId productId title sku barcode vendor productType advice reason supplierId currency abcRevenue abcMargin pattern moves inputs',
  ReturnPolicy: 'finalSaleTags',
  PortalRequest: 'id orderId orderName door lines trace commandId',
  Session: 'id state scope accessToken refreshToken',
  Command: 'id operation subject idempotencyKey state',
};

type Column = { table: string; column: string };

/** Every column of these kinds that the schema files declare. */
function columns(): Column[] {
  const folder = 'prisma/schema';
  const text = readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, 'utf8'));
  return [...text.join('\n').matchAll(/^model (\w+) \{(.*?)^\}/gms)].flatMap(([, table = '', body = '']) =>
    [...body.matchAll(/^ {2}(\w+)\s+(?:String|Json|Bytes)\b/gm)].map(([, column = '']) => ({ table, column })),
  );
}

test('of every column that can hold words it is decided whether they may be a person’s', () => {
  const named = ({ table, column }: Column) => `${table}.${column}`;
  const declared = columns().filter(({ column }) => column !== 'shop');
  const listed = PERSONAL_DATA.map(named);
  const harmless = Object.entries(HARMLESS).flatMap(([table, names]) =>
    names.split(' ').map((column) => named({ table, column })),
  );
  expect(declared.length).toBeGreaterThan(100);
  const decided = [...listed, ...harmless];
  expect(decided.toSorted()).toEqual([...new Set(decided)].toSorted());
  expect(declared.map(named).filter((one) => !decided.includes(one))).toEqual([]);
  expect(decided.filter((one) => !declared.map(named).includes(one))).toEqual([]);
});

// One variant at one location as the overstock pages need it: JSON, so that the browser computes with the same code.

/** Money in minor units as text, beside its currency. */
export type StockRow = {
  inventoryItemId: string;
  locationId: string;
  title: string;
  sku: string | null;
  vendor: string;
  location: string;
  units: number;
  orderUpTo: number;
  demandPerDay: number;
  /** null = not stated in Shopify */
  unitCost: string | null;
  costCurrency: string;
  price: string;
  currency: string;
  /** days since it last sold, or since it was made if it never did */
  daysSinceSale: number;
  lastSoldOn: string | null;
};

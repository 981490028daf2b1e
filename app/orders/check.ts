// Is this order fit to ship? Three checks look at it; an order goes when none of them objects.
//
// An order is `done` when nothing is left to ship, `held` when a check objects or Shopify itself holds it, and `ready`
// otherwise. A person may overrule the checks (`overridden`); Shopify's own hold stands above that: only its release counts.

export type OrderState = 'ready' | 'held' | 'done';

export type CheckName = 'address' | 'payment' | 'stock' | 'hold';

/** Why an order is held, in words for the person who must mend it. */
export type Reason = { check: CheckName; says: string };

/** What the checks need to know of an order; quantities are units still to ship. */
export type OrderFacts = {
  canceled: boolean;
  closed: boolean;
  /** Shopify's OrderDisplayFinancialStatus */
  financialStatus: string;
  /** null when the order ships nothing or is collected: then no address is asked for */
  address: AddressFacts | null;
  lines: {
    title: string;
    open: number;
    /** units on hand for committed orders at the location that shall ship; null when stock is not tracked */
    onHand: number | null;
    /** units of its item that the whole order wants from there */
    wanted: number;
    /** units on hand that are promised to older orders */
    promised: number;
  }[];
  holds: { reason: string; notes: string | null }[];
};

/** Which parts of the address are filled in; the address itself stays sealed. */
export type AddressFacts = {
  hasName: boolean;
  hasStreet: boolean;
  hasHouseNumber: boolean;
  hasCity: boolean;
  hasPostcode: boolean;
  country: string | null;
};

export type Verdict = { state: OrderState; reasons: Reason[] };

/** Decides ready, held or done, with every reason that a check gives. */
export function checkOrder(facts: OrderFacts, overridden: boolean): Verdict {
  const open = facts.lines.filter((line) => line.open > 0);
  if (facts.canceled || facts.closed || open.length === 0) return { state: 'done', reasons: [] };
  const objections = [...checkAddress(facts.address), ...checkPayment(facts.financialStatus), ...checkStock(open)];
  const holds = facts.holds.map(
    (hold): Reason => ({
      check: 'hold',
      says: `Shopify holds it: ${hold.notes ?? readable(hold.reason)}. Release the hold in Shopify or here.`,
    }),
  );
  const reasons = [...holds, ...objections];
  const held = holds.length > 0 || (objections.length > 0 && !overridden);
  return { state: held ? 'held' : 'ready', reasons };
}

/** Countries whose addresses carry no postcode (Universal Postal Union, countries without a postcode system). */
const WITHOUT_POSTCODE = new Set(
  'AE AG AO AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM DJ DM ER FJ GD GH GM GQ GY HK IE JM KE KI KM KN KP LC ML MO MR MS MU MW NR NU PA QA RW SB SC SL SR ST SY TD TF TG TK TL TO TT TV UG VC VU YE ZW'.split(
    ' ',
  ),
);

function checkAddress(address: AddressFacts | null): Reason[] {
  if (!address) return [];
  const missing = [
    address.hasName ? null : 'name',
    address.hasStreet ? null : 'street',
    address.hasCity ? null : 'city',
    address.country ? null : 'country',
    address.hasPostcode || WITHOUT_POSTCODE.has(address.country ?? '') ? null : 'postcode',
  ].filter((part) => part !== null);
  if (missing.length > 0)
    return [
      { check: 'address', says: `The address has no ${missing.join(', ')}. Ask the customer and edit it in Shopify.` },
    ];
  if (!address.hasHouseNumber)
    return [
      { check: 'address', says: 'The street has no house number. Ask the customer, or ship it anyway if it is right.' },
    ];
  return [];
}

const PAID_ENOUGH = new Set(['PAID', 'PARTIALLY_REFUNDED']);

function checkPayment(financialStatus: string): Reason[] {
  if (PAID_ENOUGH.has(financialStatus)) return [];
  if (financialStatus === 'REFUNDED')
    return [{ check: 'payment', says: 'It was refunded in full. Cancel it, or ship it anyway if it is a gift.' }];
  if (financialStatus === 'AUTHORIZED')
    return [{ check: 'payment', says: 'The payment is authorised but not captured. Capture it in Shopify.' }];
  return [{ check: 'payment', says: `The payment is ${readable(financialStatus)}. Collect it, or mark it as paid.` }];
}

function checkStock(lines: OrderFacts['lines']): Reason[] {
  const lacking = lines
    .filter((line) => line.onHand !== null && line.onHand - line.promised < line.wanted)
    .map(({ title, wanted, promised, onHand }) => {
      const there = Math.max(onHand ?? 0, 0);
      const why =
        there > 0 && promised > 0
          ? `not enough stock: ${there} on hand, ${promised} promised to older orders`
          : `${there} on the shelf`;
      return `${title}: ${wanted} wanted, ${why}. Move stock here or wait for the delivery.`;
    });
  return [...new Set(lacking)].map((says) => ({ check: 'stock', says }));
}

function readable(code: string): string {
  return code.toLowerCase().replaceAll('_', ' ');
}

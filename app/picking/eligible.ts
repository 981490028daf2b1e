// May this fulfillment order ride in a wave now? If not: why, and what to do about it. Nothing that is open is left unsaid.

/** A fulfillment order that is not over, as the mirror has it. */
export type OpenOrder = {
  fulfillmentOrderId: string;
  orderId: string;
  orderName: string;
  placedAt: Date;
  /** Shopify's moment for it to begin; later than now: scheduled */
  fulfillAt: Date | null;
  fulfillBy: Date | null;
  /** OPEN, IN_PROGRESS, ON_HOLD, SCHEDULED */
  status: string;
  requestStatus: string | null;
  deliveryMethod: string | null;
  supportedActions: readonly string[];
  /** why Shopify holds it, as people read it */
  holdReasons: readonly string[];
  canceled: boolean;
  locationId: string | null;
  tags: readonly string[];
  /** the ship-to country, ISO 3166-1 alpha-2 */
  country: string | null;
  heardAt: Date;
  /** the lines of which something is still to be fulfilled */
  lines: readonly OpenLine[];
};

export type OpenLine = {
  fulfillmentOrderLineId: string;
  inventoryItemId: string | null;
  title: string;
  sku: string | null;
  /** units still to be fulfilled */
  quantity: number;
};

/** What else is known of it. */
export type Standing = {
  /** what the orders room says; null = it has not looked yet */
  check: { state: string; reasons: readonly { check: string; says: string }[] } | null;
  /** active: its location is one of ours that fulfills online orders */
  location: 'active' | 'inactive' | 'unknown';
  /** the active wave that holds lines of its order, and how many units of each of them, by fulfillment-order line id */
  wave: { id: string; number: number; units: ReadonlyMap<string, number> } | null;
  /** an earlier wave of ours began it */
  begunByUs: boolean;
  /** we shipped it, and Shopify has not said so yet */
  onItsWay: boolean;
  /** the parcel with its goods that Shopify refused after its wave was over */
  cameBack: string | null;
  /** the wave from which it was shipped in no parcel, where Shopify refused that: its goods are picked */
  refusedFrom: { id: string; number: number } | null;
  /** a rule takes local deliveries into waves */
  localWanted: boolean;
  /** a rule takes orders that the customer collects */
  pickupWanted: boolean;
};

export const reasonCodes = [
  'canceled',
  'nothing-left',
  'in-wave',
  'edited',
  'on-its-way',
  'came-back',
  'hold',
  'scheduled',
  'location',
  'service',
  'pickup',
  'local',
  'no-parcel',
  'someone-else',
  'not-allowed',
  'unchecked',
  'address',
  'payment',
  'stock',
  'too-large',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** A sentence for the person who must mend it, and where that is done. */
export type NotInWave = { code: ReasonCode; says: string; todo: { says: string; path: string } };

/** The heading under which orders with this reason are counted. */
export const reasonHeadings: Record<ReasonCode, string> = {
  canceled: 'Canceled',
  'nothing-left': 'Nothing left to ship',
  'in-wave': 'In a wave already',
  edited: 'Edited since it was planned',
  'on-its-way': 'Just shipped',
  'came-back': 'Picked, and refused by Shopify',
  hold: 'On hold',
  scheduled: 'Scheduled for later',
  location: 'Wrong location',
  service: 'With a fulfillment service',
  pickup: 'Pickup',
  local: 'Local delivery',
  'no-parcel': 'Nothing to carry',
  'someone-else': 'Someone else works on it',
  'not-allowed': 'Shopify does not allow it',
  unchecked: 'Not checked yet',
  address: 'Address',
  payment: 'Payment',
  stock: 'Stock',
  'too-large': 'Too large for a cart',
};

/** Null when it may ride in a wave; otherwise the first reason against it, the most final one first. */
export function whyNotInWave(order: OpenOrder, standing: Standing, now: Date): NotInWave | null {
  const seeOrder = { says: 'See the order', path: `/app/orders/${order.orderId}` };
  const seeRules = { says: 'See the rules', path: '/app/waves/rules' };
  const no = (code: ReasonCode, says: string, todo = seeOrder): NotInWave => ({ code, says, todo });
  if (order.canceled) return no('canceled', 'The order is canceled. Its goods stay on the shelf.');
  if (order.lines.every((line) => line.quantity <= 0)) return no('nothing-left', 'Nothing of it is left to ship.');

  const { wave } = standing;
  if (wave) {
    const see = { says: `See wave ${wave.number}`, path: `/app/waves/${wave.id}` };
    const held = order.lines.filter((line) => wave.units.get(line.fulfillmentOrderLineId) === line.quantity);
    if (held.length === order.lines.length) return no('in-wave', `It rides in wave ${wave.number}.`, see);
    return no(
      'edited',
      `It was edited or split after wave ${wave.number} was planned, which leaves it out when it goes on. Cancel the wave, or finish it without this order.`,
      see,
    );
  }
  if (standing.onItsWay) return no('on-its-way', 'It was shipped here. Shopify will say so in a moment.');
  if (standing.cameBack)
    return no(
      'came-back',
      'Its goods lie in a parcel that Shopify refused. Mend the parcel and send it again, or give it up.',
      {
        says: 'See the parcel',
        path: `/app/waves/parcels/${standing.cameBack}`,
      },
    );
  const { refusedFrom } = standing;
  if (refusedFrom)
    return no(
      'came-back',
      'Its goods are picked, and Shopify refused to fulfill it. Send it again, or put its goods back.',
      {
        says: `See wave ${refusedFrom.number}`,
        path: `/app/waves/${refusedFrom.id}`,
      },
    );
  if (order.status === 'ON_HOLD' || order.holdReasons.length > 0)
    return no(
      'hold',
      `Shopify holds it${order.holdReasons.length > 0 ? `: ${order.holdReasons.join(', ')}` : ''}. Release the hold there or here.`,
    );
  if (order.status === 'SCHEDULED' || (order.fulfillAt && order.fulfillAt > now))
    return no(
      'scheduled',
      'It is scheduled for later, as a pre-order or a subscription is. Reschedule it in Shopify to pick it now.',
    );
  if (standing.location !== 'active')
    return no(
      'location',
      standing.location === 'inactive'
        ? 'Its location is not active. Move it to another one in Shopify.'
        : 'It has no location of yours. Move it to one in Shopify.',
    );
  if (order.requestStatus && !['UNSUBMITTED', 'CLOSED', 'REJECTED'].includes(order.requestStatus))
    return no('service', 'A fulfillment service was asked to ship it. Cancel that request in Shopify to pick it here.');
  switch (order.deliveryMethod ?? 'SHIPPING') {
    case 'PICK_UP':
      if (standing.pickupWanted) break;
      return no('pickup', 'The customer collects it. Add a rule for pickups to pick them in waves.', seeRules);
    case 'LOCAL':
      if (standing.localWanted) break;
      return no('local', 'It is a local delivery. Add a rule for local deliveries to pick them in waves.', seeRules);
    case 'NONE':
    case 'RETAIL':
      return no('no-parcel', 'It needs no parcel: it is digital, or was handed over in a shop.');
  }
  if (order.status === 'IN_PROGRESS' && !standing.begunByUs)
    return no('someone-else', 'Someone works on it already, and not in a wave. Stop that in Shopify to pick it here.');
  if (!order.supportedActions.includes('CREATE_FULFILLMENT'))
    return no('not-allowed', 'Shopify does not allow this app to fulfill it now. See there what it waits for.');

  const { check } = standing;
  if (!check) return no('unchecked', 'It is being checked. Look again in a moment.');
  if (check.state === 'done') return no('nothing-left', 'It is closed, or nothing of it is left to ship.');
  if (check.state === 'held') {
    const first = check.reasons[0]?.check;
    const code = first === 'address' || first === 'payment' || first === 'stock' ? first : 'hold';
    return no(code, check.reasons.map((reason) => reason.says).join(' ') || 'The checks hold it.');
  }
  return null;
}

import type { Route, StoreResponse } from '../../kernel/route.ts';
import { badge, money, plainName, tail, when, words } from '../format.ts';
import { form, type Html, html } from '../html.ts';
import { act, ask, type Data } from '../merchant.ts';
import { type AdminRequest, adminRoute, page, saying } from '../place.ts';

const MONEY = '{ shopMoney { amount currencyCode } }';
const ORDER = `query($id: ID!) { order(id: $id) {
  id name processedAt cancelledAt closedAt note tags email sourceName displayFinancialStatus displayFulfillmentStatus
  subtotalPriceSet ${MONEY} totalShippingPriceSet ${MONEY} totalTaxSet ${MONEY} currentTotalPriceSet ${MONEY} totalReceivedSet ${MONEY} totalRefundedSet ${MONEY}
  customer { id displayName }
  shippingAddress { name address1 address2 zip city provinceCode countryCodeV2 phone }
  lineItems(first: 100) { nodes { id title variantTitle sku quantity currentQuantity unfulfilledQuantity refundableQuantity originalUnitPriceSet ${MONEY} } }
  fulfillmentOrders(first: 20) { nodes { id status assignedLocation { name } fulfillmentHolds { reason reasonNotes }
    lineItems(first: 100) { nodes { id remainingQuantity totalQuantity lineItem { title variantTitle } } } } }
  fulfillments(first: 20) { id name status createdAt trackingInfo(first: 3) { company number url } fulfillmentLineItems(first: 50) { nodes { id quantity lineItem { id title } } } }
  refunds(first: 20) { id createdAt note totalRefundedSet ${MONEY} } } }`;

const RETURNS = `query($id: ID!) { order(id: $id) { returnStatus returns(first: 20) { nodes { id name status totalQuantity createdAt
    returnLineItems(first: 50) { nodes { id quantity customerNote returnReasonNote processableQuantity ... on ReturnLineItem { fulfillmentLineItem { lineItem { title variantTitle } } } } } } } } }`;

function gid(type: string, number: string): string {
  return `gid://shopify/${type}/${number}`;
}

const title = (line: Data) => [line?.title, line?.variantTitle].filter(Boolean).join(' – ');

function detail(request: AdminRequest): StoreResponse {
  const { base, params, world } = request;
  const { data, problems } = ask(request, ORDER, { id: gid('Order', params.order!) });
  const order: Data = data.order;
  const back = `${base}/orders`;
  if (!order)
    return {
      ...page(
        request,
        'orders',
        { title: 'Order', back, problems },
        html`<div class="card empty"><h2>No such order</h2></div>`,
      ),
      status: 404,
    };
  const action = (what: string, label: string, kind = '', fields: Html | '' = '') =>
    html`<form method="post" action="${base}/orders/${params.order}/${what}">${fields}<button class="button ${kind}">${label}</button></form>`;
  const lines: Data[] = order.lineItems?.nodes ?? [];
  const work: Data[] = order.fulfillmentOrders?.nodes ?? [];
  const open = work.filter((one) => ['OPEN', 'IN_PROGRESS', 'ON_HOLD', 'SCHEDULED', 'INCOMPLETE'].includes(one.status));
  const told = ask(request, RETURNS, { id: order.id });
  const returns: Data[] = told.data.order?.returns?.nodes ?? [];
  const returnStatus: string = told.data.order?.returnStatus ?? 'NO_RETURN';
  const unpaid = ['PENDING', 'PARTIALLY_PAID', 'AUTHORIZED'].includes(order.displayFinancialStatus);
  const alive = !order.cancelledAt;
  const onReturn = (one: Data, what: string, label: string, kind = '') =>
    action(what, label, kind, html`<input type="hidden" name="return" value="${one.id}">`);
  /** What can be decided about a return now. */
  const settle = (one: Data) => {
    if (one.status === 'REQUESTED')
      return html`<div class="in actions">${onReturn(one, 'return-approve', 'Approve', 'primary')}${onReturn(one, 'return-decline', 'Decline', 'critical')}</div>`;
    if (one.status === 'OPEN')
      return html`<div class="in actions">${onReturn(one, 'return-process', 'Receive and refund', 'primary')}${onReturn(one, 'return-close', 'Close')}${onReturn(one, 'return-cancel', 'Cancel return', 'critical')}</div>`;
    return '';
  };
  return page(
    request,
    'orders',
    {
      title: order.name,
      back,
      problems: [...problems, ...told.problems],
      heading: html`${order.name} ${badge(order.displayFinancialStatus)} ${order.cancelledAt ? badge('VOIDED', 'Cancelled') : badge(order.displayFulfillmentStatus)} ${returnStatus !== 'NO_RETURN' && badge(returnStatus)}`,
      actions: html`${alive && unpaid && action('pay', 'Mark as paid')}${alive && html`<a class="button" href="${base}/orders/${params.order}/edit">Edit</a>`}${lines.some((line) => line.refundableQuantity > 0) && html`<a class="button" href="${base}/orders/${params.order}/refund">Refund</a>`}${alive && order.fulfillments?.length > 0 && html`<a class="button" href="${base}/orders/${params.order}/return">Return</a>`}${alive && html`<details class="menu"><summary class="button">More ▾</summary><div>${action('cancel', 'Cancel order', 'critical')}</div></details>`}`,
    },
    html`<p class="sub">${when(order.processedAt, world.now())} UTC${order.sourceName && ` from ${order.sourceName}`}</p>
<div class="two"><div>
${open.map(
  (
    one,
  ) => html`<div class="card"><div class="in"><h2>${badge(one.status, one.status === 'OPEN' ? 'Unfulfilled' : words(one.status))} <span class="muted">${one.assignedLocation?.name}</span></h2>
${(one.fulfillmentHolds ?? []).map((hold: Data) => html`<div class="banner warn">On hold: ${words(hold.reason)}${hold.reasonNotes && ` – ${hold.reasonNotes}`}</div>`)}
<div class="lines">${one.lineItems.nodes.map((line: Data) => html`<div class="line"><span class="thumb" aria-hidden="true">${title(line.lineItem)[0]}</span><span class="grow">${title(line.lineItem)}</span><span class="num">${line.remainingQuantity} of ${line.totalQuantity} to ship</span></div>`)}</div></div>
<div class="in actions">${
    one.status === 'ON_HOLD'
      ? action('release', 'Release hold', '', html`<input type="hidden" name="work" value="${one.id}">`)
      : html`${action('fulfill', 'Fulfill items', 'primary', html`<input type="hidden" name="work" value="${one.id}"><input name="tracking" placeholder="Tracking number" aria-label="Tracking number" style="width:180px">`)} ${action('hold', 'Hold', '', html`<input type="hidden" name="work" value="${one.id}">`)}`
  }</div></div>`,
)}
${(order.fulfillments ?? []).map(
  (
    one: Data,
  ) => html`<div class="card"><div class="in"><h2>${badge(one.status === 'CANCELLED' ? 'VOIDED' : 'FULFILLED', one.status === 'CANCELLED' ? 'Fulfillment cancelled' : 'Fulfilled')} <span class="muted">${one.name} · ${when(one.createdAt, world.now())}</span></h2>
${one.trackingInfo?.map((info: Data) => html`<p>${info.company} <code>${info.number}</code></p>`)}
<div class="lines">${one.fulfillmentLineItems?.nodes.map((line: Data) => html`<div class="line"><span class="thumb" aria-hidden="true">${title(line.lineItem)[0]}</span><span class="grow">${title(line.lineItem)}</span><span class="num">× ${line.quantity}</span></div>`)}</div></div>
${one.status !== 'CANCELLED' && html`<div class="in actions">${action('unfulfill', 'Cancel fulfillment', '', html`<input type="hidden" name="fulfillment" value="${one.id}">`)}</div>`}</div>`,
)}
${returns.map(
  (one) => html`<div class="card"><div class="in"><h2>Return ${one.name} ${badge(one.status)}</h2>
<div class="lines">${one.returnLineItems.nodes.map((line: Data) => html`<div class="line"><span class="thumb" aria-hidden="true">↩</span><span class="grow">${title(line.fulfillmentLineItem?.lineItem)}<br><span class="muted">${line.returnReasonNote || line.customerNote}</span></span><span class="num">× ${line.quantity}</span></div>`)}</div></div>
${settle(one)}</div>`,
)}
<div class="card"><div class="in"><h2>${badge(order.displayFinancialStatus)}</h2>
<div class="lines">${lines.map(
      (
        line,
      ) => html`<div class="line"><span class="thumb" aria-hidden="true">${title(line)[0]}</span><span class="grow">${title(line)}<br><span class="muted">${line.sku}</span></span>
<span class="num">${money(line.originalUnitPriceSet)} × ${line.currentQuantity}${line.currentQuantity !== line.quantity && html` <span class="muted">(was ${line.quantity})</span>`}</span></div>`,
    )}</div></div>
<div class="in"><dl class="money"><dt>Subtotal</dt><dd>${money(order.subtotalPriceSet)}</dd><dt>Shipping</dt><dd>${money(order.totalShippingPriceSet)}</dd><dt>Tax</dt><dd>${money(order.totalTaxSet)}</dd><dt class="strong">Total now</dt><dd class="strong">${money(order.currentTotalPriceSet)}</dd><dt>Paid</dt><dd>${money(order.totalReceivedSet)}</dd>${Number(order.totalRefundedSet?.shopMoney.amount) > 0 && html`<dt>Refunded</dt><dd>${money(order.totalRefundedSet)}</dd>`}</dl></div></div>
</div><div>
<div class="card"><div class="in"><h2>Customer</h2>${order.customer ? html`<p>${order.customer.displayName}</p>` : html`<p class="muted">No customer</p>`}${order.email && html`<p>${order.email}</p>`}</div>
<div class="in"><h2>Shipping address</h2>${
      order.shippingAddress
        ? html`<p>${['name', 'address1', 'address2', 'zip', 'city', 'provinceCode', 'countryCodeV2', 'phone'].map((key) => order.shippingAddress[key] && html`${order.shippingAddress[key]}<br>`)}</p>`
        : html`<p class="muted">None</p>`
    }</div></div>
<div class="card"><div class="in"><h2>Notes and tags</h2><p>${order.note ?? html`<span class="muted">No note</span>`}</p><p>${(order.tags ?? []).map((tag: string) => html`<code>${tag}</code> `)}</p></div></div>
<div class="card"><div class="in"><h2>Webhooks sent</h2><p><a href="${base}/webhooks?subject=${encodeURIComponent(order.id)}">What the apps were told about this order</a></p></div></div>
</div></div>`,
  );
}

// ── forms with choices ──
function edit(request: AdminRequest): StoreResponse {
  const { base, params } = request;
  const { data, problems } = ask(request, ORDER, { id: gid('Order', params.order!) });
  const variants: Data[] =
    ask(request, 'query { productVariants(first: 250, sortKey: TITLE) { nodes { id displayName } } }').data
      .productVariants?.nodes ?? [];
  const lines: Data[] = (data.order?.lineItems?.nodes ?? []).filter((line: Data) => line.currentQuantity > 0);
  return page(
    request,
    'orders',
    { title: `Edit ${data.order?.name ?? 'order'}`, back: `${base}/orders/${params.order}`, problems },
    html`<form method="post" class="card"><div class="in lines">${lines.map(
      (
        line,
      ) => html`<label class="line"><span class="thumb" aria-hidden="true">${title(line)[0]}</span><span class="grow">${title(line)}</span>
<input class="small" type="number" min="0" name="line ${line.id}" value="${line.currentQuantity}" data-was="${line.currentQuantity}"><input type="hidden" name="was ${line.id}" value="${line.currentQuantity}"></label>`,
    )}</div>
<div class="in inline"><select name="variant" aria-label="Add a product"><option value="">Add a product…</option>${variants.map((one) => html`<option value="${one.id}">${plainName(one.displayName)}</option>`)}</select><input type="number" name="quantity" min="1" value="1" aria-label="Quantity"></div>
<div class="in"><button class="button primary">Update order</button></div></form>`,
  );
}

function editPosted(request: AdminRequest): StoreResponse {
  const given = form(request);
  const here = `${request.base}/orders/${request.params.order}`;
  const begun = act(
    request,
    'mutation($id: ID!) { orderEditBegin(id: $id) { calculatedOrder { id lineItems(first: 100) { nodes { id quantity } } } userErrors { field message } } }',
    { id: gid('Order', request.params.order!) },
  );
  if (begun.problems.length) return saying(`${here}/edit`, begun.problems);
  const calculated: Data = begun.payload.calculatedOrder;
  const problems: string[] = [];
  for (const [name, value] of given) {
    if (!name.startsWith('line ') || value === given.get(`was ${name.slice(5)}`)) continue;
    // The calculated line has the number of the order's line.
    const number = tail(name.slice(5));
    const line = calculated.lineItems.nodes.find((one: Data) => tail(one.id) === number);
    if (!line) {
      problems.push(`The line ${number} cannot be edited`);
      continue;
    }
    problems.push(
      ...act(
        request,
        'mutation($id: ID!, $line: ID!, $quantity: Int!) { orderEditSetQuantity(id: $id, lineItemId: $line, quantity: $quantity, restock: true) { userErrors { field message } } }',
        { id: calculated.id, line: line.id, quantity: Number(value) },
      ).problems,
    );
  }
  if (given.get('variant'))
    problems.push(
      ...act(
        request,
        'mutation($id: ID!, $variant: ID!, $quantity: Int!) { orderEditAddVariant(id: $id, variantId: $variant, quantity: $quantity) { userErrors { field message } } }',
        { id: calculated.id, variant: given.get('variant'), quantity: Number(given.get('quantity') ?? 1) },
      ).problems,
    );
  if (problems.length === 0)
    problems.push(
      ...act(
        request,
        'mutation($id: ID!) { orderEditCommit(id: $id, notifyCustomer: false) { order { id } userErrors { field message } } }',
        { id: calculated.id },
      ).problems,
    );
  return problems.length ? saying(`${here}/edit`, problems) : saying(here, 'The order was updated');
}

function refund(request: AdminRequest): StoreResponse {
  const { base, params } = request;
  const { data, problems } = ask(request, ORDER, { id: gid('Order', params.order!) });
  const lines: Data[] = (data.order?.lineItems?.nodes ?? []).filter((line: Data) => line.refundableQuantity > 0);
  return page(
    request,
    'orders',
    { title: `Refund ${data.order?.name ?? 'order'}`, back: `${base}/orders/${params.order}`, problems },
    html`<form method="post" class="card"><div class="in lines">${lines.map(
      (
        line,
      ) => html`<label class="line"><span class="thumb" aria-hidden="true">${title(line)[0]}</span><span class="grow">${title(line)}<br><span class="muted">${money(line.originalUnitPriceSet)}, ${line.refundableQuantity} can be refunded</span></span>
<input class="small" type="number" min="0" max="${line.refundableQuantity}" name="line ${line.id}" placeholder="0"></label>`,
    )}</div><div class="in"><label class="choice"><input type="checkbox" name="restock" checked> Restock what was not shipped yet</label></div>
<div class="in"><button class="button primary">Refund</button></div></form>`,
  );
}

function refundPosted(request: AdminRequest): StoreResponse {
  const given = form(request);
  const here = `${request.base}/orders/${request.params.order}`;
  const orderId = gid('Order', request.params.order!);
  const { data } = ask(
    request,
    'query($id: ID!) { order(id: $id) { lineItems(first: 100) { nodes { id unfulfilledQuantity } } fulfillmentOrders(first: 20) { nodes { assignedLocation { location { id } } } } } }',
    { id: orderId },
  );
  const locationId = data.order?.fulfillmentOrders?.nodes[0]?.assignedLocation?.location?.id;
  const refundLineItems = [...given]
    .filter(([name, value]) => name.startsWith('line ') && Number(value) > 0)
    .map(([name, value]) => {
      const lineItemId = name.slice(5);
      const line = data.order?.lineItems.nodes.find((one: Data) => one.id === lineItemId);
      const cancel = given.has('restock') && line?.unfulfilledQuantity > 0 && locationId;
      return {
        lineItemId,
        quantity: Number(value),
        ...(cancel ? { restockType: 'CANCEL', locationId } : { restockType: 'NO_RESTOCK' }),
      };
    });
  if (refundLineItems.length === 0) return saying(`${here}/refund`, ['Choose what to refund.']);
  const suggestion = ask(
    request,
    `query($id: ID!, $lines: [RefundLineItemInput!]) { order(id: $id) { suggestedRefund(refundLineItems: $lines) {
      suggestedTransactions { amountSet ${MONEY} gateway parentTransaction { id } } } } }`,
    { id: orderId, lines: refundLineItems },
  );
  const transactions = (suggestion.data.order?.suggestedRefund?.suggestedTransactions ?? []).map((one: Data) => ({
    orderId,
    kind: 'REFUND',
    amount: one.amountSet.shopMoney.amount,
    gateway: one.gateway ?? '',
    ...(one.parentTransaction ? { parentId: one.parentTransaction.id } : {}),
  }));
  const { problems } = act(
    request,
    'mutation($input: RefundInput!, $key: String!) { refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { field message } } }',
    { input: { orderId, refundLineItems, transactions }, key: crypto.randomUUID() },
  );
  const all = [...suggestion.problems, ...problems];
  return all.length ? saying(`${here}/refund`, all) : saying(here, 'Refunded');
}

function startReturn(request: AdminRequest): StoreResponse {
  const { base, params } = request;
  const { data, problems } = ask(request, ORDER, { id: gid('Order', params.order!) });
  const reasons: Data[] =
    ask(request, 'query { returnReasonDefinitions(first: 50) { nodes { id name } } }').data.returnReasonDefinitions
      ?.nodes ?? [];
  const shipped: Data[] = (data.order?.fulfillments ?? []).flatMap(
    (one: Data) => one.fulfillmentLineItems?.nodes ?? [],
  );
  return page(
    request,
    'orders',
    { title: `Return of ${data.order?.name ?? 'order'}`, back: `${base}/orders/${params.order}`, problems },
    html`<form method="post" class="card"><div class="in lines">${shipped.map(
      (
        line,
      ) => html`<label class="line"><span class="thumb" aria-hidden="true">${title(line.lineItem)[0]}</span><span class="grow">${title(line.lineItem)} <span class="muted">× ${line.quantity}</span></span>
<input class="small" type="number" min="0" max="${line.quantity}" name="line ${line.id}" placeholder="0"></label>`,
    )}</div><div class="in"><label class="field"><span>Reason</span><select name="reason">${reasons.map((one) => html`<option value="${one.id}">${one.name}</option>`)}</select></label>
<label class="choice"><input type="radio" name="kind" value="request" checked> As the customer's request, to be approved</label><label class="choice"><input type="radio" name="kind" value="create"> As an open return</label></div>
<div class="in"><button class="button primary">Start return</button></div></form>`,
  );
}

function returnPosted(request: AdminRequest): StoreResponse {
  const given = form(request);
  const here = `${request.base}/orders/${request.params.order}`;
  const lines = [...given]
    .filter(([name, value]) => name.startsWith('line ') && Number(value) > 0)
    .map(([name, value]) => ({
      fulfillmentLineItemId: name.slice(5),
      quantity: Number(value),
      ...(given.get('reason') ? { returnReasonDefinitionId: given.get('reason') } : { returnReason: 'UNKNOWN' }),
    }));
  const input = { orderId: gid('Order', request.params.order!), returnLineItems: lines };
  const { problems } =
    given.get('kind') === 'create'
      ? act(
          request,
          'mutation($input: ReturnInput!) { returnCreate(returnInput: $input) { return { id } userErrors { field message } } }',
          { input },
        )
      : act(
          request,
          'mutation($input: ReturnRequestInput!) { returnRequest(input: $input) { return { id } userErrors { field message } } }',
          { input },
        );
  return problems.length ? saying(`${here}/return`, problems) : saying(here, 'The return was started');
}

// ── one-button actions ──
type Doing = (request: AdminRequest, given: URLSearchParams, orderId: string) => { problems: string[] };

const ERRORS = 'userErrors { field message }';

const DOINGS: Record<string, [Doing, string]> = {
  pay: [
    (request, _, id) =>
      act(
        request,
        `mutation($input: OrderMarkAsPaidInput!) { orderMarkAsPaid(input: $input) { order { id } ${ERRORS} } }`,
        { input: { id } },
      ),
    'Marked as paid',
  ],
  cancel: [
    (request, _, orderId) =>
      act(
        request,
        'mutation($orderId: ID!) { orderCancel(orderId: $orderId, reason: STAFF, refundMethod: { originalPaymentMethodsRefund: true }, restock: true) { job { id } orderCancelUserErrors { field message } } }',
        { orderId },
      ),
    'The order was cancelled, paid back and restocked',
  ],
  fulfill: [
    (request, given) =>
      act(
        request,
        `mutation($fulfillment: FulfillmentInput!) { fulfillmentCreate(fulfillment: $fulfillment) { fulfillment { id } ${ERRORS} } }`,
        {
          fulfillment: {
            lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: given.get('work') }],
            ...(given.get('tracking') ? { trackingInfo: { company: 'DHL', number: given.get('tracking') } } : {}),
          },
        },
      ),
    'Fulfilled',
  ],
  unfulfill: [
    (request, given) =>
      act(request, `mutation($id: ID!) { fulfillmentCancel(id: $id) { fulfillment { id } ${ERRORS} } }`, {
        id: given.get('fulfillment'),
      }),
    'The fulfillment was cancelled',
  ],
  hold: [
    (request, given) =>
      act(
        request,
        `mutation($id: ID!) { fulfillmentOrderHold(id: $id, fulfillmentHold: { reason: OTHER, reasonNotes: "Held by staff" }) { fulfillmentOrder { id } ${ERRORS} } }`,
        { id: given.get('work') },
      ),
    'On hold',
  ],
  release: [
    (request, given) =>
      act(
        request,
        `mutation($id: ID!) { fulfillmentOrderReleaseHold(id: $id) { fulfillmentOrder { id } ${ERRORS} } }`,
        { id: given.get('work') },
      ),
    'Released',
  ],
  'return-approve': [
    (request, given) =>
      act(request, `mutation($id: ID!) { returnApproveRequest(input: { id: $id }) { return { id } ${ERRORS} } }`, {
        id: given.get('return'),
      }),
    'The return was approved',
  ],
  'return-decline': [
    (request, given) =>
      act(
        request,
        `mutation($id: ID!) { returnDeclineRequest(input: { id: $id, declineReason: OTHER }) { return { id } ${ERRORS} } }`,
        {
          id: given.get('return'),
        },
      ),
    'The return was declined',
  ],
  'return-close': [
    (request, given) =>
      act(request, `mutation($id: ID!) { returnClose(id: $id) { return { id } ${ERRORS} } }`, {
        id: given.get('return'),
      }),
    'The return was closed',
  ],
  'return-cancel': [
    (request, given) =>
      act(request, `mutation($id: ID!) { returnCancel(id: $id) { return { id } ${ERRORS} } }`, {
        id: given.get('return'),
      }),
    'The return was cancelled',
  ],
  'return-process': [processReturn, 'Received and refunded'],
};

/** Takes everything of a return back into stock and pays it back to where the money came from. */
function processReturn(request: AdminRequest, given: URLSearchParams): { problems: string[] } {
  const returnId = given.get('return');
  const { data, problems } = ask(
    request,
    `query($id: ID!) { return(id: $id) { returnLineItems(first: 50) { nodes { id processableQuantity } }
      reverseFulfillmentOrders(first: 5) { nodes { lineItems(first: 50) { nodes { id totalQuantity fulfillmentLineItem { id } } } } }
      order { id currencyCode fulfillmentOrders(first: 20) { nodes { assignedLocation { location { id } } } } } } }`,
    { id: returnId },
  );
  if (problems.length) return { problems };
  const lines = data.return.returnLineItems.nodes
    .filter((line: Data) => line.processableQuantity > 0)
    .map((line: Data) => ({ id: line.id, quantity: line.processableQuantity }));
  const outcome = ask(
    request,
    `query($id: ID!, $lines: [SuggestedOutcomeReturnLineItemInput!]!) { return(id: $id) { suggestedFinancialOutcome(returnLineItems: $lines, exchangeLineItems: []) {
      financialTransfer { ... on RefundReturnOutcome { suggestedTransactions { amountSet ${MONEY} parentTransaction { id } } } } } } }`,
    { id: returnId, lines },
  );
  const back: Data[] = outcome.data.return?.suggestedFinancialOutcome?.financialTransfer?.suggestedTransactions ?? [];
  const transactions = back
    .filter((one) => one.parentTransaction && Number(one.amountSet.shopMoney.amount) > 0)
    .map((one) => ({ transactionAmount: one.amountSet.shopMoney, parentId: one.parentTransaction.id }));
  const processed = act(
    request,
    `mutation($input: ReturnProcessInput!) { returnProcess(input: $input) { return { id } ${ERRORS} } }`,
    {
      input: {
        returnId,
        returnLineItems: lines,
        ...(transactions.length ? { financialTransfer: { issueRefund: { orderTransactions: transactions } } } : {}),
      },
    },
  );
  const location = data.return.order.fulfillmentOrders.nodes[0]?.assignedLocation?.location?.id;
  const goods: Data[] = data.return.reverseFulfillmentOrders.nodes.flatMap((one: Data) => one.lineItems.nodes);
  const disposed =
    processed.problems.length || !location || goods.length === 0
      ? { problems: [] }
      : act(
          request,
          `mutation($inputs: [ReverseFulfillmentOrderDisposeInput!]!) { reverseFulfillmentOrderDispose(dispositionInputs: $inputs) { ${ERRORS} } }`,
          {
            inputs: goods.map((line) => ({
              reverseFulfillmentOrderLineItemId: line.id,
              quantity: line.totalQuantity,
              locationId: location,
              dispositionType: 'RESTOCKED',
            })),
          },
        );
  const problemsSoFar = [...processed.problems, ...disposed.problems];
  if (problemsSoFar.length) return { problems: problemsSoFar };
  // Nothing is left to do: the admin closes the return by itself.
  return act(request, `mutation($id: ID!) { returnClose(id: $id) { return { id } ${ERRORS} } }`, { id: returnId });
}

function doing(request: AdminRequest): StoreResponse {
  const known = DOINGS[request.params.doing!];
  const here = `${request.base}/orders/${request.params.order}`;
  if (!known) return saying(here, [`The dev store does not know “${request.params.doing}”`]);
  const { problems } = known[0](request, form(request), gid('Order', request.params.order!));
  return saying(here, problems.length ? problems : known[1]);
}

export const orderRoutes: Route[] = [
  adminRoute('GET', '/orders/:order(\\d+)', detail),
  adminRoute('GET', '/orders/:order(\\d+)/edit', edit),
  adminRoute('POST', '/orders/:order(\\d+)/edit', editPosted),
  adminRoute('GET', '/orders/:order(\\d+)/refund', refund),
  adminRoute('POST', '/orders/:order(\\d+)/refund', refundPosted),
  adminRoute('GET', '/orders/:order(\\d+)/return', startReturn),
  adminRoute('POST', '/orders/:order(\\d+)/return', returnPosted),
  adminRoute('POST', '/orders/:order(\\d+)/:doing', doing),
];

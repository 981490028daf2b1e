// The portal's pages as HTML: no script, phone first, framed by the shop's theme. Every text from outside is escaped, and its
// braces too, because the app proxy lets Liquid read the page.

import { longestNote, type Reason, type RequestedLine, type RequestProblems, type TypedLine } from './request.ts';
import type { LineDecision } from './returnable.ts';

export function escapeText(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
    '{': '&#123;',
    '}': '&#125;',
  };
  return text.replace(/[&<>"'{}]/g, (char) => entities[char] ?? char);
}
const e = escapeText;

// No braces in the source either: Liquid would read {{ and {% and nothing else, so single braces of CSS are safe.
const style = `<style>
.br-returns { max-width: 40rem; margin: 1.5rem auto; padding: 0 1rem; line-height: 1.5; overflow-wrap: anywhere; }
.br-returns fieldset { border: 1px solid #8a8a8a; border-radius: 8px; margin: 0 0 1rem; padding: 1rem; min-width: 0; }
.br-returns label { display: block; margin: 0 0 .75rem; }
.br-returns input, .br-returns select, .br-returns textarea { display: block; width: 100%; box-sizing: border-box; font: inherit; padding: .6rem; border: 1px solid #6d6d6d; border-radius: 6px; background: #fff; color: #1a1a1a; }
.br-returns button { font: inherit; font-weight: 600; padding: .75rem 1.25rem; min-height: 44px; border: 0; border-radius: 6px; background: #1a1a1a; color: #fff; cursor: pointer; }
.br-returns .br-problem { color: #8e1f0b; margin: 0 0 .75rem; }
.br-returns .br-quiet { color: #4a4a4a; }
</style>`;

export type PortalPage = { title: string; body: string };

function page(title: string, body: string): PortalPage {
  return { title, body: `${style}<div class="br-returns"><h1>${e(title)}</h1>${body}</div>` };
}

const problemLine = (text: string | undefined, id?: string) =>
  text ? `<p class="br-problem" role="alert"${id ? ` id="${e(id)}"` : ''}>${e(text)}</p>` : '';

/** Step 1: which order? `action` is the portal's own path as the customer's browser sees it. */
export function findPage(action: string, typed: { orderName: string; email: string }, problem?: string): PortalPage {
  return page(
    'Return an order',
    `${problemLine(problem, 'br-find-problem')}
<form method="post" action="${e(action)}">
<input type="hidden" name="step" value="find">
<label>Order number <input name="order_name" value="${e(typed.orderName)}" required maxlength="50" autocomplete="off" placeholder="#1001"${problem ? ' aria-describedby="br-find-problem"' : ''}></label>
<label>E-mail used for the order <input name="email" type="email" value="${e(typed.email)}" required maxlength="254" autocomplete="email"></label>
<button>Find my order</button>
</form>`,
  );
}

/** The one answer to everything that does not match: it does not tell which half was wrong, or whether the order exists. */
export const noMatch =
  'No order matches this number and e-mail. Please check both as they stand in your confirmation e-mail.';

/** Step 2: which items, how many, why? */
export function choosePage(
  action: string,
  orderName: string,
  token: string,
  decisions: readonly LineDecision[],
  reasons: readonly Reason[],
  typed: readonly TypedLine[] = [],
  problems: RequestProblems = { lines: {} },
): PortalPage {
  const offered = decisions.filter((decision) => decision.returnable);
  const refused = decisions.filter((decision) => !decision.returnable);
  const lines = offered.map((line) => {
    const id = line.fulfillmentLineItemId;
    const before = typed.find((one) => one.fulfillmentLineItemId === id);
    const quantities = [0, ...Array.from({ length: Math.min(line.quantity, 200) }, (_, index) => index + 1)];
    return `<fieldset><legend>${e(line.title)}</legend>
${problemLine(problems.lines[id], `br-problem-${id}`)}
<label>How many to return (of ${line.quantity}) <select name="quantity_${e(id)}">${quantities
      .map((n) => `<option value="${n}"${before?.quantity === `${n}` ? ' selected' : ''}>${n}</option>`)
      .join('')}</select></label>
<label>Reason <select name="reason_${e(id)}"><option value="">Choose a reason</option>${reasons
      .map(
        (reason) =>
          `<option value="${e(reason.id)}"${before?.reasonId === reason.id ? ' selected' : ''}>${e(reason.name)}</option>`,
      )
      .join('')}</select></label>
<label>Anything we should know? (optional) <textarea name="note_${e(id)}" maxlength="${longestNote}" rows="2">${e(before?.note ?? '')}</textarea></label>
<p class="br-quiet">Can be returned until ${e(line.until.slice(0, 10))}.</p>
</fieldset>`;
  });
  const others =
    refused.length === 0
      ? ''
      : `<h2>Cannot be returned</h2><ul>${refused
          .map((line) => `<li>${e(line.title)}: ${e(line.says)}</li>`)
          .join('')}</ul>`;
  const form =
    offered.length === 0
      ? '<p>Nothing of this order can be returned now.</p>'
      : `<form method="post" action="${e(action)}">
<input type="hidden" name="step" value="choose"><input type="hidden" name="token" value="${e(token)}">
${lines.join('\n')}
<button>Continue</button>
</form>`;
  return page(`Order ${orderName}`, `${problemLine(problems.form)}${form}${others}`);
}

/** Step 3: is this right? The chosen lines travel inside the signed token. */
export function reviewPage(
  action: string,
  orderName: string,
  token: string,
  lines: readonly RequestedLine[],
): PortalPage {
  return page(
    'Check your return',
    `<p>You are about to ask for a return of these items of order ${e(orderName)}:</p>
<ul>${lines.map((line) => `<li>${line.quantity} × ${e(line.title)}: ${e(line.reason)}${line.note ? `<br><span class="br-quiet">${e(line.note)}</span>` : ''}</li>`).join('')}</ul>
<form method="post" action="${e(action)}">
<input type="hidden" name="step" value="file"><input type="hidden" name="token" value="${e(token)}">
<button>Ask for this return</button>
</form>
<p><a href="${e(action)}">Start again</a></p>`,
  );
}

export type PortalStatus = 'sending' | 'refused' | 'requested' | 'approved' | 'declined' | 'canceled' | 'closed';

const told: Record<PortalStatus, string> = {
  sending: 'We have received your request. It is being passed on; look again in a minute.',
  refused: 'Your request could not be passed on. Please contact the shop.',
  requested: 'We have received your request and will answer it soon.',
  approved: 'Your return is approved. Please send the items back.',
  declined: 'The shop has declined this return. Please contact it if you have questions.',
  canceled: 'This return was canceled.',
  closed: 'This return is complete.',
};

/** Where the request stands. `again`: an address that shows this page later, when the present one does not. */
export function statusPage(
  orderName: string,
  status: PortalStatus,
  lines: readonly { title: string; quantity: number }[],
  again: string | null = null,
): PortalPage {
  return page(
    'Your return',
    `<p role="status"><strong>${e(told[status])}</strong></p>
<ul>${lines.map((line) => `<li>${line.quantity} × ${e(line.title)}</li>`).join('')}</ul>
<p class="br-quiet">Order ${e(orderName)}.</p>
${again ? `<p><a href="${e(again)}">See how it goes on</a> (keep this link: it works for 30 days)</p>` : ''}`,
  );
}

/** A page with one message: too many tries, a link that has run out, a fault on our side. */
export function messagePage(action: string, title: string, message: string): PortalPage {
  return page(title, `<p role="alert">${e(message)}</p><p><a href="${e(action)}">Start again</a></p>`);
}

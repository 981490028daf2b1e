// A person, or the policy, answers a return request: approve it or decline it with the reason. Shopify hears it through the
// outbox; the return's new state comes back as a webhook.
import { inShop, type ShopTx } from '../db.server.ts';
import { type MirroredReturn, readReturn, readReturns } from '../mirror/read-returnable.server.ts';
import { countCommandsAbout } from '../shopify/command-outcomes.server.ts';
import type { ReturnDeclineReason } from '../shopify/generated/admin.types.d.ts';
import { gid } from '../shopify/gid.ts';
import { returnApproveRequest } from '../shopify/operations/return-approve-request.ts';
import { returnDeclineRequest } from '../shopify/operations/return-decline-request.ts';
import { enqueueCommand } from '../shopify/outbox.server.ts';
import { standsFor } from './request-status.server.ts';
import { loadPolicy, loadRequestsOf } from './store.server.ts';

const declineReasons = ['FINAL_SALE', 'RETURN_PERIOD_ENDED', 'OTHER'] as const;

/** Shopify's limit for the note to the customer, in characters. */
const longestDeclineNote = 500;

export type Answered = { ok: true } | { ok: false; problem: string; field?: 'reason' | 'note' };

export async function approveReturn(shop: string, returnId: string): Promise<Answered> {
  return inShop(shop, (tx) => answer(tx, returnId, approval(tx, shop, returnId)));
}

export async function declineReturn(
  shop: string,
  returnId: string,
  typed: { reason: string; note: string },
): Promise<Answered> {
  const reason = declineReasons.find((one) => one === typed.reason);
  const note = typed.note.trim();
  if (!reason) return { ok: false, problem: 'Choose a reason', field: 'reason' };
  if (note.length > longestDeclineNote)
    return { ok: false, problem: `Shorten the note to ${longestDeclineNote} characters`, field: 'note' };
  if (reason === 'OTHER' && note === '')
    return { ok: false, problem: 'Say why, so that the customer understands', field: 'note' };
  return inShop(shop, (tx) =>
    answer(tx, returnId, (subject, idempotencyKey) =>
      enqueueCommand(tx, {
        shop,
        operation: returnDeclineRequest,
        variables: {
          input: {
            id: gid('Return', returnId),
            declineReason: reason as ReturnDeclineReason,
            notifyCustomer: true,
            ...(note ? { declineNote: note } : {}),
          },
        },
        subject,
        idempotencyKey,
      }),
    ),
  );
}

/** Approves what was asked for through our doors when the policy wants no person to look. Returns how many. */
export async function approveByPolicy(shop: string): Promise<number> {
  return inShop(shop, async (tx) => {
    if ((await loadPolicy(tx, shop)).needsApproval) return 0;
    const { rows } = await readReturns(tx, { statuses: ['REQUESTED'], search: '' }, { skip: 0, take: 500 });
    const requests = await loadRequestsOf(
      tx,
      rows.map((row) => row.orderId),
    );
    let approved = 0;
    for (const row of rows) {
      if (!requests.some((request) => standsFor(request, [row]))) continue;
      const done = await answer(tx, row.id, approval(tx, shop, row.id));
      if (done.ok) approved += 1;
    }
    return approved;
  });
}

type Enqueue = (subject: string, idempotencyKey: string) => Promise<{ isNew: boolean }>;

const approval =
  (tx: ShopTx, shop: string, returnId: string): Enqueue =>
  (subject, idempotencyKey) =>
    enqueueCommand(tx, {
      shop,
      operation: returnApproveRequest,
      variables: { input: { id: gid('Return', returnId), notifyCustomer: true } },
      subject,
      idempotencyKey,
    });

/** One answer to a request: the second of two people, and the policy after a person, find it taken. */
async function answer(tx: ShopTx, returnId: string, enqueue: Enqueue): Promise<Answered> {
  const mirrored = await readReturn(tx, returnId);
  if (!mirrored) return { ok: false, problem: 'This return does not exist. Nothing was changed.' };
  if (mirrored.status !== 'REQUESTED') return { ok: false, problem: alreadyAnswered(mirrored) };
  const subject = `Return/${returnId}`;
  // A failed answer may be given again; one that is on its way may not.
  const failed = await countCommandsAbout(tx, subject, 'failed');
  const { isNew } = await enqueue(subject, `return-answer:${returnId}:${failed}`);
  return isNew
    ? { ok: true }
    : { ok: false, problem: `${mirrored.name} was already answered a moment ago. Shopify is being told.` };
}

function alreadyAnswered(mirrored: MirroredReturn): string {
  const said: Record<string, string> = {
    OPEN: 'was already approved',
    DECLINED: 'was already declined',
    CANCELED: 'was canceled',
    CLOSED: 'is already closed',
  };
  return `${mirrored.name} ${said[mirrored.status] ?? 'is no longer requested'}. Nothing was changed.`;
}

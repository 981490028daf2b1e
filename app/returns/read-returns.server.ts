// The returns list, one return and the policy, ready for a page.
import { inShop } from '../db.server.ts';
import { type MirroredReturn, readReturn, readReturns } from '../mirror/read-returnable.server.ts';
import { type CommandOutcome, lastCommandAbout } from '../shopify/command-outcomes.server.ts';
import { type Policy, type PolicyProblems, readPolicy } from './policy.ts';
import { standsFor } from './request-status.server.ts';
import { loadPolicy, loadRequestsOf, type PortalRequest, savePolicy } from './store.server.ts';

export async function readReturnsPage(
  shop: string,
  filter: { statuses: readonly string[]; search: string },
  page: { skip: number; take: number },
): Promise<Awaited<ReturnType<typeof readReturns>>> {
  return inShop(shop, (tx) => readReturns(tx, filter, page));
}

export type ReturnPage = {
  mirrored: MirroredReturn;
  /** the request it came from, when it came through our doors */
  request: PortalRequest | null;
  /** the last write asked for it: an answer on its way, or one that failed */
  command: (CommandOutcome & { operation: string }) | null;
};

export async function readReturnPage(shop: string, returnId: string): Promise<ReturnPage | null> {
  return inShop(shop, async (tx) => {
    const mirrored = await readReturn(tx, returnId);
    if (!mirrored) return null;
    const requests = await loadRequestsOf(tx, [mirrored.orderId]);
    return {
      mirrored,
      request: requests.find((request) => standsFor(request, [mirrored])) ?? null,
      command: await lastCommandAbout(tx, `Return/${returnId}`),
    };
  });
}

export async function readReturnPolicy(shop: string): Promise<Policy> {
  return inShop(shop, (tx) => loadPolicy(tx, shop));
}

/** Saves what was typed, or names what is wrong with it. */
export async function changePolicy(
  shop: string,
  typed: { windowDays: string; finalSaleTags: string; needsApproval: boolean },
): Promise<{ ok: true } | { ok: false; problems: PolicyProblems }> {
  const read = readPolicy(typed);
  if (!read.ok) return read;
  await inShop(shop, (tx) => savePolicy(tx, shop, read.policy));
  return { ok: true };
}

/** Today's work: requests that wait for an answer, and goods on their way back. */
export async function countReturns(shop: string): Promise<{ requested: number; open: number }> {
  const { counts } = await inShop(shop, (tx) => readReturns(tx, { statuses: [], search: '' }, { skip: 0, take: 0 }));
  return { requested: counts.get('REQUESTED') ?? 0, open: counts.get('OPEN') ?? 0 };
}

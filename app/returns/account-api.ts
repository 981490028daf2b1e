// What the customer account extension and its door say to each other. Pure: the extension imports it.

import type { PortalStatus } from './portal-page.ts';
import type { Reason, RequestProblems, TypedLine } from './request.ts';
import type { LineDecision } from './returnable.ts';

/** GET /api/returns?order_id=… */
export type LookAnswer =
  | {
      ok: true;
      orderName: string;
      lines: LineDecision[];
      reasons: Reason[];
      /** requests made before, newest first */
      requests: { id: string; status: PortalStatus; lines: { title: string; quantity: number }[] }[];
    }
  | { ok: false; problem: string };

/** POST /api/returns; the same requestId again answers what was filed before. */
export type FileBody = { orderId: string; requestId: string; lines: TypedLine[] };
export type FileAnswer =
  | { ok: true; status: PortalStatus }
  | { ok: false; problem: string; problems?: RequestProblems };

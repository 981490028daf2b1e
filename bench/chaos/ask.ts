// A process of the app, as small as can be: asks for commands and for looks, through the app's own use-cases on its own
// database. One JSON object a line comes in; `done` with its number goes out once it is committed. A database that is away
// is waited for: the same idempotency key asks once, however often it is tried.
import { createInterface } from 'node:readline';
import { inShop } from '../../app/db.server.ts';
import { nudge } from '../../app/lib/queue.server.ts';
import { requestFullCompare } from '../../app/mirror/backfill.server.ts';
import { commandOperation } from '../../app/shopify/operations/commands.ts';
import { enqueueCommand } from '../../app/shopify/outbox.server.ts';

export type Request = { number: number; shop: string } & (
  | { ask: 'command'; operation: string; variables: object; subject: string; idempotencyKey: string }
  | { ask: 'full-compare' }
  | { ask: 'look'; queues: string[] }
);

async function serve(request: Request): Promise<void> {
  const { shop } = request;
  switch (request.ask) {
    case 'command': {
      const operation = commandOperation(request.operation);
      if (!operation) throw new Error(`the outbox knows no ${request.operation}`);
      const { variables, subject, idempotencyKey } = request;
      await inShop(shop, (tx) =>
        enqueueCommand(tx, { shop, operation, variables: variables as never, subject, idempotencyKey }),
      );
      return;
    }
    case 'full-compare':
      await requestFullCompare(shop);
      nudge('mirror.backfill', shop);
      return;
    case 'look':
      for (const queue of request.queues) nudge(queue, shop);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line) as Request;
  for (;;) {
    try {
      await serve(request);
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  process.stdout.write(`${JSON.stringify({ done: request.number })}\n`);
}
process.exit(0);

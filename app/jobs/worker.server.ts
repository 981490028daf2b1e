// The worker: looks after every queue until it is told to stop, then finishes the batch in hand.
import { setPriority } from 'node:os';
import { log } from '../lib/log.server.ts';
import { type Job, work } from '../lib/queue.server.ts';
import { allShops, installedShops } from '../shopify/install.server.ts';
import { keepHolidaysJob } from './calendar.keep-holidays.server.ts';
import { readDiscountsJob } from './calendar.read-discounts.server.ts';
import { readPastStockOutsJob } from './calendar.read-past-stock-outs.server.ts';
import { reactJob } from './events.react.server.ts';
import { foldDaysJob } from './metrics.fold-days.server.ts';
import { backfillJob } from './mirror.backfill.server.ts';
import { compareAllJob } from './mirror.compare-all.server.ts';
import { eraseJob } from './mirror.erase.server.ts';
import { foldInboxJob } from './mirror.fold-inbox.server.ts';
import { forgetJob } from './mirror.forget.server.ts';
import { readAgainJob } from './mirror.read-again.server.ts';
import { readNativeOrdersJob } from './mirror.read-native-orders.server.ts';
import { reconcileRecentJob } from './mirror.reconcile-recent.server.ts';
import { checkOrdersJob } from './orders.check-orders.server.ts';
import { followOrderChangesJob } from './picking.follow-order-changes.server.ts';
import { followParcelsJob } from './picking.follow-parcels.server.ts';
import { forgetCustomerJob } from './picking.forget-customer.server.ts';
import { forgetOldWorkJob } from './picking.forget-old.server.ts';
import { holdShortsJob } from './picking.hold-shorts.server.ts';
import { planBacklogJob } from './picking.plan-backlog.server.ts';
import { takeExpressJob } from './picking.take-express.server.ts';
import { bookCountsJob } from './replenishment.book-counts.server.ts';
import { computeAllJob } from './replenishment.compute-all.server.ts';
import { countShortsJob } from './replenishment.count-shorts.server.ts';
import { followTransfersJob } from './replenishment.follow-transfers.server.ts';
import { recomputeJob } from './replenishment.recompute.server.ts';
import { replayJob } from './replenishment.replay.server.ts';
import { sendMailJob } from './replenishment.send-mail.server.ts';
import { settleStockJob } from './replenishment.settle-stock.server.ts';
import { approveByPolicyJob } from './returns.approve-by-policy.server.ts';
import { resealJob } from './shopify.reseal.server.ts';
import { sendCommandsJob } from './shopify.send-commands.server.ts';

const JOBS: readonly Job[] = [
  foldInboxJob,
  readAgainJob,
  backfillJob,
  reconcileRecentJob,
  compareAllJob,
  sendCommandsJob,
  reactJob,
  checkOrdersJob,
  foldDaysJob,
  recomputeJob,
  settleStockJob,
  followTransfersJob,
  sendMailJob,
  bookCountsJob,
  countShortsJob,
  approveByPolicyJob,
  followOrderChangesJob,
  holdShortsJob,
  followParcelsJob,
  forgetCustomerJob,
  forgetOldWorkJob,
  planBacklogJob,
  takeExpressJob,
  computeAllJob,
  replayJob,
  readDiscountsJob,
  readPastStockOutsJob,
  keepHolidaysJob,
  readNativeOrdersJob,
  eraseJob,
  forgetJob,
  resealJob,
];

// On a shared machine an acknowledgement must not wait for a figure: the web process goes first.
setPriority(5);

const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    log.info({ signal }, 'The worker finishes the batch in hand and stops');
    stopping.abort();
  });

await work(JOBS, { installed: installedShops, all: allShops }, stopping.signal);
log.info('The worker has stopped');
process.exit(0);

import type { Job } from '../lib/queue.server.ts';
import { approveByPolicy } from '../returns/answer-request.server.ts';

export const approveByPolicyJob: Job = {
  queue: 'returns.approve-by-policy',
  every: '*/15 * * * *',
  run: async ({ shop }) => {
    await approveByPolicy(shop);
  },
};

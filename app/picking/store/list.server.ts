// Waves in sum, for pages that list them.
import type { Prisma } from '@prisma/client';
import type { ShopTx } from '../../db.server.ts';
import type { WaveState } from '../wave.ts';
import { toHead, type WaveHead } from './wave.server.ts';

export type WaveSummary = WaveHead & {
  orders: number;
  lines: number;
  units: number;
  short: number;
  /** units that are picked, short or wanted no more: nobody walks for them */
  done: number;
};

export async function listWaves(
  tx: ShopTx,
  filter: { states: readonly WaveState[]; locationId: string | null; number: number | null; method?: string },
  page: { skip: number; take: number },
): Promise<{ rows: WaveSummary[]; total: number }> {
  const where: Prisma.WaveWhereInput = {
    state: { in: [...filter.states] },
    ...(filter.locationId ? { locationId: filter.locationId } : {}),
    ...(filter.number === null ? {} : { number: filter.number }),
    ...(filter.method === undefined ? {} : { method: filter.method }),
  };
  const [waves, total] = await Promise.all([
    tx.wave.findMany({
      where,
      orderBy: { number: 'desc' },
      ...page,
      include: { _count: { select: { orders: true } } },
    }),
    tx.wave.count({ where }),
  ]);
  const sums = await tx.waveLine.groupBy({
    by: ['waveId'],
    where: { waveId: { in: waves.map((wave) => wave.id) } },
    _sum: { quantity: true, picked: true, short: true, dropped: true },
  });
  const lines = await tx.waveLine.groupBy({
    by: ['waveId'],
    where: { waveId: { in: waves.map((wave) => wave.id) }, part: 1 },
    _count: { _all: true },
  });
  const sumOf = new Map(sums.map((sum) => [sum.waveId, sum]));
  const linesOfWave = new Map(lines.map((one) => [one.waveId, one._count._all]));
  return {
    rows: waves.map((wave) => {
      const { _sum } = sumOf.get(wave.id) ?? {};
      const short = _sum?.short ?? 0;
      return {
        ...toHead(wave),
        orders: wave._count.orders,
        lines: linesOfWave.get(wave.id) ?? 0,
        units: _sum?.quantity ?? 0,
        short,
        done: (_sum?.picked ?? 0) + short + (_sum?.dropped ?? 0),
      };
    }),
    total,
  };
}

export async function countWaves(tx: ShopTx): Promise<Record<WaveState, number>> {
  const groups = await tx.wave.groupBy({ by: ['state'], _count: { _all: true } });
  const counts: Record<WaveState, number> = { planned: 0, released: 0, picked: 0, shipped: 0, canceled: 0 };
  for (const group of groups) counts[group.state as WaveState] = group._count._all;
  return counts;
}

// Looks at the shop as the worker takes them, each timed, with the most memory that the process held: `nightly AT`, or `news AT ITEMS`,
// which are news of so many items, and then of as many others in the same process.
import { readFileSync } from 'node:fs';
import { computeReorderPoints } from '../../app/replenishment/compute-reorder-points.server.ts';
import { recomputeNews } from '../../app/replenishment/recompute-news.server.ts';
import { shop } from '../../scripts/household.ts';
import { tellNews } from './news.server.ts';

const [what, time, items] = process.argv.slice(2);
const at = new Date(time!);
if (what === 'nightly') await timed(() => computeReorderPoints(shop, at));
else
  for (const round of [0, 1]) {
    await tellNews(shop, at, Number(items), round);
    await timed(() => recomputeNews(shop, new AbortController().signal, () => at));
  }
process.exit(0);

async function timed(look: () => Promise<unknown>): Promise<void> {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  await look();
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(before);
  const peak = Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
  console.log(JSON.stringify({ seconds, peak, cpu: (user + system) / 1e6 }));
}

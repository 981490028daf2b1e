// One look at the shop as the worker takes it, timed, with the most memory that the process held: `nightly AT` or `news`.
import { readFileSync } from 'node:fs';
import { computeReorderPoints } from '../../app/replenishment/compute-reorder-points.server.ts';
import { recomputeNews } from '../../app/replenishment/recompute-news.server.ts';
import { shop } from '../../scripts/household.ts';

const [what, at] = process.argv.slice(2);
const begun = performance.now();
if (what === 'nightly') await computeReorderPoints(shop, new Date(at!));
else await recomputeNews(shop, new AbortController().signal);
const seconds = (performance.now() - begun) / 1000;
const peak = Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
const { user, system } = process.cpuUsage();
console.log(JSON.stringify({ seconds, peak, cpu: (user + system) / 1e6 }));
process.exit(0);

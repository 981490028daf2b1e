import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { api } from '../dev/store/domains.ts';
import { execute } from '../dev/store/kernel/execute.ts';
import { resolveVersion } from '../dev/store/kernel/schema.ts';
import { DEV_TOKEN, Shops } from '../dev/store/kernel/shops.ts';
import { Alignment } from './conformance/alignment.ts';
import { compare, type Difference } from './conformance/compare.ts';
import { type Pair, type Recording, readRecordings } from './conformance/pairs.ts';
import type { BenchResult } from './main.ts';

interface Store {
  reset(): Promise<void>;
  send(version: string, pair: Pick<Pair, 'query' | 'variables' | 'operationName'>): Promise<Record<string, unknown>>;
}

interface Outcome {
  pair: Pair;
  replayable: boolean;
  differences: Difference[];
  sent: Record<string, unknown>;
  ours: Record<string, unknown>;
  /** Whether requested and actual points are as recorded; undefined where none were. */
  costs: { requested: boolean; actual: boolean } | undefined;
}

/**
 * Replays recordings of the real Admin API against the dev store and counts the answers that are the same.
 * Options: `--recordings DIR` (default ../shared/recordings), `--url http://localhost:N` (a running store instead of one in this process),
 * `--domain NAME`, `--file SUBSTR`, `--verbose` (differences of every unequal pair), `--all` (whole answers).
 */
export async function run(args: string[]): Promise<BenchResult> {
  const { values: options } = parseArgs({
    args,
    options: {
      recordings: { type: 'string', default: '../shared/recordings' },
      url: { type: 'string' },
      domain: { type: 'string' },
      file: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
    },
  });
  const root = resolve(options.recordings);
  if (!existsSync(root)) {
    console.log(`conformance: skipped, there is no folder ${options.recordings} (give one with --recordings DIR)`);
    return { name: 'conformance', figures: { replayable: 0, equal: 0 } };
  }
  const store = options.url ? overHttp(options.url) : inProcess();
  const scores = new Map<string, { equal: number; replayable: number }>();
  const reasons = new Map<string, number>();
  const costs = { costed: 0, requested_cost_equal: 0, actual_cost_equal: 0 };
  for (const recording of readRecordings(root)) {
    if (options.domain && recording.domain !== options.domain) continue;
    if (options.file && !recording.file.includes(options.file)) continue;
    if (recording.pairs.length === 0) continue;
    const outcomes = (await replay(store, recording)).filter((outcome) => outcome.replayable);
    const equal = outcomes.filter((outcome) => outcome.differences.length === 0).length;
    const score = scores.get(recording.domain) ?? { equal: 0, replayable: 0 };
    scores.set(recording.domain, { equal: score.equal + equal, replayable: score.replayable + outcomes.length });
    if (options.verbose || options.file) report(recording, outcomes, equal, options.all);
    for (const { differences, costs: compared } of outcomes) {
      if (compared) costs.costed++;
      if (compared?.requested) costs.requested_cost_equal++;
      if (compared?.actual) costs.actual_cost_equal++;
      const reason = differences[0] && firstReason(differences[0]);
      if (reason) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    }
  }
  if (reasons.size && !options.file) {
    console.log('most frequent first differences:');
    for (const [reason, count] of [...reasons].sort((a, b) => b[1] - a[1]).slice(0, 25))
      console.log(`${String(count).padStart(5)}  ${reason}`);
  }
  const figures: Record<string, number> = { replayable: 0, equal: 0 };
  for (const [domain, { equal, replayable }] of [...scores].sort()) {
    console.log(`${domain.padEnd(24)} ${equal} of ${replayable} equal (${percent(equal, replayable)})`);
    figures.replayable! += replayable;
    figures.equal! += equal;
    figures[`${domain.replaceAll('-', '_')}_replayable`] = replayable;
    figures[`${domain.replaceAll('-', '_')}_equal`] = equal;
  }
  console.log(
    `${'all'.padEnd(24)} ${figures.equal} of ${figures.replayable} equal (${percent(figures.equal!, figures.replayable!)})`,
  );
  console.log(
    `costs (not part of the score): requested ${costs.requested_cost_equal}, actual ${costs.actual_cost_equal} of ${costs.costed} as recorded`,
  );
  return { name: 'conformance', figures: { ...figures, ...costs } };
}

function percent(part: number, whole: number): string {
  return whole ? `${((100 * part) / whole).toFixed(1)} %` : '–';
}

async function replay(store: Store, recording: Recording): Promise<Outcome[]> {
  await store.reset();
  const alignment = new Alignment();
  const seen = new Set<string>();
  const outcomes: Outcome[] = [];
  for (const pair of recording.pairs) {
    const replayable = idsIn(pair.variables).every((id) => seen.has(id));
    const sent = {
      query: alignment.translate(pair.query),
      variables: alignment.translate(pair.variables),
      // Some recordings label a call with a name that its document does not hold.
      operationName: pair.query.includes(` ${pair.operationName}`) ? pair.operationName : undefined,
    };
    const { data, errors, extensions } = await store.send(pair.version ?? recording.version, sent);
    const ours = { ...(data === undefined ? {} : { data }), ...(errors === undefined ? {} : { errors }) };
    const differences = compare(pair.answer, ours, alignment, JSON.stringify(sent));
    outcomes.push({ pair, replayable, differences, sent, ours, costs: compareCosts(pair, extensions) });
    for (const id of idsIn(pair.answer)) seen.add(id);
  }
  return outcomes;
}

function compareCosts({ cost }: Pair, extensions: unknown): Outcome['costs'] {
  if (!cost) return undefined;
  const own = (extensions as { cost?: Record<string, unknown> } | undefined)?.cost;
  return {
    requested: own?.requestedQueryCost === cost.requestedQueryCost,
    actual: own?.actualQueryCost === cost.actualQueryCost,
  };
}

function idsIn(value: unknown): string[] {
  return JSON.stringify(value ?? null).match(/gid:\/\/shopify\/[A-Za-z]+\/[^\s"\\]+/g) ?? [];
}

function inProcess(): Store {
  const shops = new Shops(api);
  let world = shops.open();
  return {
    reset: async () => {
      world = shops.reset();
    },
    send: async (requested, { query, variables, operationName }) => {
      const version = resolveVersion(requested)!;
      const answer = execute(api, world, { version, token: DEV_TOKEN }, { query, variables, operationName });
      return JSON.parse(JSON.stringify(answer));
    },
  };
}

function overHttp(url: string): Store {
  return {
    reset: async () => {
      await fetch(`${url}/_store/reset`, { method: 'POST' });
    },
    send: async (version, body) => {
      const answer = await fetch(`${url}/admin/api/${version}/graphql.json`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_dev' },
        body: JSON.stringify(body),
      });
      return (await answer.json()) as Record<string, unknown>;
    },
  };
}

function firstReason({ path, theirs, ours }: Difference): string {
  const place = path.replace(/\[\d+\]/g, '[]');
  const show = (value: unknown) => {
    const text = JSON.stringify(value) ?? 'undefined';
    return text.length > 60 ? `${text.slice(0, 60)}…` : text;
  };
  if (typeof ours === 'object' && Array.isArray(ours) && path === 'errors') {
    const message = (ours[0] as { message?: string } | undefined)?.message ?? '';
    return message.startsWith('Internal') ? `${place}: ${message.slice(0, 14)}` : message.slice(0, 110);
  }
  return `${place}: ${show(theirs)} ≠ ${show(ours)}`;
}

function report(recording: Recording, outcomes: Outcome[], equal: number, whole: boolean): void {
  console.log(`\n${recording.file}: ${equal} of ${outcomes.length}`);
  for (const { pair, differences, sent, ours } of outcomes) {
    if (differences.length === 0) continue;
    const rank = (difference: Difference) => (difference.path.startsWith('errors') ? 0 : 1);
    const shown = [...differences].sort((a, b) => rank(a) - rank(b));
    console.log(`  ✗ ${pair.where}`);
    for (const { path, theirs, ours: own } of shown.slice(0, whole ? 200 : 12))
      console.log(
        `      ${path}: recorded ${JSON.stringify(theirs)?.slice(0, 300)} ours ${JSON.stringify(own)?.slice(0, 300)}`,
      );
    if (shown.length > 12 && !whole) console.log(`      … and ${shown.length - 12} more`);
    if (whole)
      console.log(
        `      sent ${JSON.stringify(sent)}\n      recorded ${JSON.stringify(pair.answer)}\n      ours ${JSON.stringify(ours)}`,
      );
  }
}

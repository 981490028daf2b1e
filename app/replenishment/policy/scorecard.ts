// How a supplier keeps its word, from the lines that were ordered and what came of them. Each figure says on how much it rests.

/** One line of a purchase order. Days are whole numbers on one calendar, such as days since 1970. */
export type SupplierLine = {
  orderedOn: number;
  /** the day the supplier promised, if it did */
  dueOn: number | null;
  ordered: number;
  arrivals: readonly { on: number; units: number }[];
  /** nothing more is expected */
  closed: boolean;
};

/** A figure and the number of lines or arrivals behind it; null where there are too few. */
export type Scored = { value: number | null; count: number };

export type Scorecard = {
  /** share of the lines due that had arrived whole by the promised day */
  onTimeInFull: Scored;
  /** units that came of those ordered, over lines from which nothing more is expected */
  fill: Scored;
  /** days by which units come after the promised day, on average; negative = early */
  lateness: Scored;
  /** days by which the typical (median) lead time of the newest arrivals exceeds that of the older ones */
  drift: Scored;
};

/** Drift compares so many of the newest arrivals with those before them. */
const NEWEST = 5;
/** Fewer older arrivals say nothing of what was usual. */
const FEWEST_OLDER = 3;

/** The scorecard of a supplier as of `today`. A line is due once its promised day is over, or when it has arrived whole. */
export function scorecard(lines: readonly SupplierLine[], today: number): Scorecard {
  const arrivedBy = (line: SupplierLine, day: number) =>
    line.arrivals.reduce((sum, { on, units }) => (on <= day ? sum + units : sum), 0);
  const isWhole = (line: SupplierLine) => arrivedBy(line, today) >= line.ordered;

  const due = lines.filter(({ dueOn }) => dueOn !== null).filter((line) => line.dueOn! < today || isWhole(line));
  const kept = due.filter((line) => arrivedBy(line, line.dueOn!) >= line.ordered);

  const ended = lines.filter((line) => line.ordered > 0 && (line.closed || isWhole(line)));
  const ordered = ended.reduce((sum, line) => sum + line.ordered, 0);
  const came = ended.reduce((sum, line) => sum + Math.min(line.ordered, arrivedBy(line, today)), 0);

  const promised = lines.flatMap(({ dueOn, arrivals }) =>
    dueOn === null ? [] : arrivals.map(({ on, units }) => ({ late: on - dueOn, units })),
  );
  const promisedUnits = promised.reduce((sum, { units }) => sum + units, 0);

  const byArrival = lines
    .flatMap(({ orderedOn, arrivals }) => arrivals.map(({ on }) => ({ on, days: on - orderedOn })))
    .sort((a, b) => a.on - b.on)
    .map(({ days }) => days);
  const newest = byArrival.slice(-NEWEST);
  const older = byArrival.slice(0, -NEWEST);

  return {
    onTimeInFull: scored(due.length > 0, () => kept.length / due.length, due.length),
    fill: scored(ordered > 0, () => came / ordered, ended.length),
    lateness: scored(
      promisedUnits > 0,
      () => promised.reduce((sum, { late, units }) => sum + late * units, 0) / promisedUnits,
      promised.length,
    ),
    drift: scored(older.length >= FEWEST_OLDER, () => median(newest) - median(older), byArrival.length),
  };
}

const scored = (known: boolean, value: () => number, count: number): Scored => ({
  value: known ? value() : null,
  count,
});

function median(values: readonly number[]): number {
  const rising = [...values].sort((a, b) => a - b);
  const middle = Math.floor(rising.length / 2);
  return rising.length % 2 === 1 ? rising[middle]! : (rising[middle - 1]! + rising[middle]!) / 2;
}

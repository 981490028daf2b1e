import type { Alignment } from './alignment.ts';

export interface Difference {
  path: string;
  theirs: unknown;
  ours: unknown;
}

/** Compares a recorded answer with ours, tying ids as it goes, and collects every difference. Extensions of the answer are not looked at. */
export function compare(theirs: unknown, ours: unknown, alignment: Alignment, sent: string): Difference[] {
  const differences: Difference[] = [];
  walk(theirs, ours, '', differences, alignment, sent);
  return withoutLineShift(differences);
}

/**
 * Some recordings lost the blank first lines of their document, so that every location is the same number of lines off. That says nothing about
 * the store: lines that all differ by one and the same positive number, with nothing else different, count as equal.
 */
function withoutLineShift(differences: Difference[]): Difference[] {
  const shifts = differences.map(({ path, theirs, ours }) =>
    /^errors\[\d+\]\.locations\[\d+\]\.line$/.test(path) ? Number(theirs) - Number(ours) : 0,
  );
  const [first] = shifts;
  return first !== undefined && first > 0 && first <= 2 && shifts.every((shift) => shift === first) ? [] : differences;
}

function walk(
  theirs: unknown,
  ours: unknown,
  path: string,
  out: Difference[],
  alignment: Alignment,
  sent: string,
): void {
  if (typeof theirs === 'string' && typeof ours === 'string') {
    const same = path.endsWith('.requestId') || alignment.same(dropRequestId(theirs), dropRequestId(ours), sent);
    if (!same) out.push({ path, theirs, ours });
    return;
  }
  if (Array.isArray(theirs) && Array.isArray(ours)) {
    if (theirs.length !== ours.length) out.push({ path: `${path}.length`, theirs: theirs.length, ours: ours.length });
    for (let index = 0; index < Math.min(theirs.length, ours.length); index++)
      walk(theirs[index], ours[index], `${path}[${index}]`, out, alignment, sent);
    return;
  }
  if (isObject(theirs) && isObject(ours)) {
    for (const key of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
      const inner = path ? `${path}.${key}` : key;
      if (!(key in theirs)) out.push({ path: inner, theirs: '<absent>', ours: ours[key] });
      else if (!(key in ours)) out.push({ path: inner, theirs: theirs[key], ours: '<absent>' });
      else if (key === 'name' && namesPlace(theirs, path) && namesPlace(ours, path)) {
        if (!alignment.samePlace(theirs[key], ours[key]))
          out.push({ path: inner, theirs: theirs[key], ours: ours[key] });
      } else walk(theirs[key], ours[key], inner, out, alignment, sent);
    }
    return;
  }
  if (theirs !== ours) out.push({ path, theirs, ours });
}

/** A location: what a shop calls its places is its own, like the numbers of its orders. */
function namesPlace(value: Record<string, unknown>, path: string): boolean {
  return String(value.id ?? '').startsWith('gid://shopify/Location/') || path.endsWith('.assignedLocation');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function dropRequestId(text: string): string {
  return text.replace(/Request ID: \S+/, 'Request ID: …');
}

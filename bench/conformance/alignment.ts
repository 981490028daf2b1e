/**
 * Ties what one side generated (ids, order names, long numbers, cursors) to what the other side generated, one to one, within a file.
 * Times are held to their form only, unless the request itself named the time.
 */
const GENERATED =
  /gid:\/\/shopify\/[A-Za-z]+\/[^\s"'?,)\]]+|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|#[A-Z]?\d+|\d{5,}/g;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g;

export class Alignment {
  private readonly toOurs = new Map<string, string>();
  private readonly toTheirs = new Map<string, string>();

  /** Recorded variables or document as our store must hear them. */
  translate<T>(value: T): T {
    if (typeof value === 'string') return this.translateText(value) as T;
    if (Array.isArray(value)) return value.map((one) => this.translate(one)) as T;
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, this.translate(one)])) as T;
    return value;
  }

  private translateText(text: string): string {
    const whole = this.toOurs.get(text);
    if (whole !== undefined) return whole;
    return text.replace(GENERATED, (part) => this.toOurs.get(part) ?? part);
  }

  /** Whether two leaf texts say the same; ties their generated parts when they do. `sent` is the request as it was sent to our store. */
  same(theirs: string, ours: string, sent: string): boolean {
    if (theirs === ours && !this.toOurs.has(theirs)) {
      return true;
    }
    if (isCursor(theirs) && isCursor(ours)) return this.tie(theirs, ours);
    const times = [theirs.match(TIME) ?? [], ours.match(TIME) ?? []] as const;
    if (times[0].length !== times[1].length) return false;
    for (const [index, time] of times[0].entries()) if (time !== times[1][index] && sent.includes(time)) return false;
    const [a, b] = [theirs.replace(TIME, '<time>'), ours.replace(TIME, '<time>')];
    if (a.replace(GENERATED, '<made>') !== b.replace(GENERATED, '<made>')) return false;
    const left = a.match(GENERATED) ?? [];
    const right = b.match(GENERATED) ?? [];
    return left.every((part, index) => this.tieParts(part, right[index]!));
  }

  /** Whether two names may be those of one place; ties them. */
  samePlace(theirs: unknown, ours: unknown): boolean {
    if (typeof theirs !== 'string' || typeof ours !== 'string') return theirs === ours;
    return this.tie(`place ${theirs}`, `place ${ours}`);
  }

  private tieParts(theirs: string, ours: string): boolean {
    if (theirs.startsWith('gid:') !== ours.startsWith('gid:')) return false;
    if (theirs.startsWith('gid:') && kind(theirs) !== kind(ours)) return false;
    if (!this.tie(theirs, ours)) return false;
    // A message may name the number of a gid.
    if (theirs.startsWith('gid:')) {
      const [left, right] = [theirs.split('/').pop()!, ours.split('/').pop()!];
      if (left.length >= 5 && !this.toOurs.has(left)) this.tie(left, right);
    }
    return true;
  }

  private tie(theirs: string, ours: string): boolean {
    const known = this.toOurs.get(theirs);
    if (known !== undefined) return known === ours;
    if (this.toTheirs.has(ours)) return false;
    this.toOurs.set(theirs, ours);
    this.toTheirs.set(ours, theirs);
    return true;
  }
}

function kind(gid: string): string {
  return gid.split('/')[3] ?? '';
}

function isCursor(text: string): boolean {
  if (!/^[A-Za-z0-9+/]{12,}={0,2}$/.test(text)) return false;
  return Buffer.from(text, 'base64').toString('utf8').startsWith('{"last_id"');
}

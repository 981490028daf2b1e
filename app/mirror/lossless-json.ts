// JSON whose whole numbers beyond 2^53 come out as text instead of being rounded: ids must survive.

type Source = { source?: string };
type Reviver = (this: unknown, key: string, value: unknown) => unknown;

/** Parses `text`; an integer that a double cannot hold becomes its digits as text. Throws SyntaxError on malformed JSON. */
export function parseLossless(text: string): unknown {
  // Looking at every value costs, and ids of 16 digits are rare: only texts that have such a number pay.
  if (!/[^\d.]\d{16,}/.test(text)) return JSON.parse(text);
  const keepDigits = (_key: string, value: unknown, context: Source) =>
    typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(context.source ?? '')
      ? context.source
      : value;
  return JSON.parse(text, keepDigits as Reviver);
}

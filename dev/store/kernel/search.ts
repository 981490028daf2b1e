/**
 * Shopify's search syntax for `query:` arguments: `field:value`, `field:>=10`, quoted phrases, prefix `abc*`, AND / OR / NOT / `-`,
 * parentheses, bare words.
 */
export type Term =
  | { kind: 'and' | 'or'; of: Term[] }
  | { kind: 'not'; of: Term }
  | {
      kind: 'match';
      field: string | undefined;
      operator: ':' | '>' | '>=' | '<' | '<=';
      value: string;
      phrase: boolean;
    };

export type FieldValue = string | number | boolean | null | undefined;

/** What a type's records answer for each searchable field; several values mean any may match. */
export interface Searchable<R> {
  fields: Record<string, (record: R) => FieldValue | FieldValue[]>;
  /** A field whose name says more than which it is, such as metafields.custom.size. */
  field?: (name: string) => ((record: R) => FieldValue | FieldValue[]) | undefined;
  /** What a bare word is looked for in. */
  text?: (record: R) => FieldValue[];
}

export interface SearchWarning {
  field: string;
  message: string;
  code: 'invalid_field';
}

/** Makes a predicate from a query. Unknown fields match everything and are reported, as Shopify ignores them with a warning. */
export function search<R>(
  query: string | null | undefined,
  searchable: Searchable<R>,
): { test: (record: R) => boolean; warnings: SearchWarning[] } {
  const warnings: SearchWarning[] = [];
  const term = query?.trim() ? parseSearch(query) : undefined;
  if (!term) return { test: () => true, warnings };
  const test = compile(term, searchable, warnings);
  return { test: test ?? (() => true), warnings };
}

export function parseSearch(query: string): Term | undefined {
  const tokens = tokenize(query);
  let at = 0;
  const peek = () => tokens[at];

  function or(): Term | undefined {
    const parts = [and()].filter((part) => part !== undefined);
    while (peek() === 'OR') {
      at++;
      const next = and();
      if (next) parts.push(next);
    }
    return parts.length > 1 ? { kind: 'or', of: parts } : parts[0];
  }
  function and(): Term | undefined {
    const parts: Term[] = [];
    for (;;) {
      const token = peek();
      if (token === undefined || token === ')' || token === 'OR') break;
      if (token === 'AND') {
        at++;
        continue;
      }
      const part = unary();
      if (part) parts.push(part);
    }
    return parts.length > 1 ? { kind: 'and', of: parts } : parts[0];
  }
  function unary(): Term | undefined {
    const token = tokens[at++]!;
    if (token === 'NOT' || token === '-') {
      if (at >= tokens.length) return undefined;
      const of = unary();
      return of && { kind: 'not', of };
    }
    if (token === '(') {
      const inner = or();
      if (peek() === ')') at++;
      return inner;
    }
    if (token === ')') return undefined;
    return typeof token === 'string' ? undefined : token;
  }
  return or();
}

function tokenize(query: string): (string | Extract<Term, { kind: 'match' }>)[] {
  const tokens: (string | Extract<Term, { kind: 'match' }>)[] = [];
  const pattern =
    /\s*(?:(\(|\))|(AND|OR|NOT)(?=[\s()]|$)|(-)(?=\S)|(?:([A-Za-z_][\w.]*):(>=|<=|>|<)?)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s()]+))|([A-Za-z_][\w.]*):)/y;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(query); match && match[0] !== ''; match = pattern.exec(query)) {
    const [, bracket, word, minus, field, operator, double, single, bare, empty] = match;
    if (bracket ?? word ?? minus) tokens.push((bracket ?? word ?? minus)!);
    else if (empty) tokens.push({ kind: 'match', field: empty, operator: ':', value: '', phrase: false });
    else {
      const quoted = double ?? single;
      tokens.push({
        kind: 'match',
        field,
        operator: (operator as '>') ?? ':',
        value: quoted !== undefined ? quoted.replace(/\\(.)/g, '$1') : bare!.replace(/\\(.)/g, '$1'),
        phrase: quoted !== undefined,
      });
    }
  }
  return tokens;
}

function compile<R>(
  term: Term,
  searchable: Searchable<R>,
  warnings: SearchWarning[],
): ((record: R) => boolean) | undefined {
  if (term.kind === 'not') {
    const inner = compile(term.of, searchable, warnings);
    return inner && ((record) => !inner(record));
  }
  if (term.kind !== 'match') {
    const parts = term.of.map((part) => compile(part, searchable, warnings)).filter((part) => part !== undefined);
    if (parts.length === 0) return undefined;
    return term.kind === 'and'
      ? (record) => parts.every((part) => part(record))
      : (record) => parts.some((part) => part(record));
  }
  const { field } = term;
  if (field === undefined) {
    const { text } = searchable;
    if (!text) return () => true;
    const wanted = term.value.toLowerCase().replace(/\*$/, '');
    return (record) =>
      text(record).some((value) =>
        String(value ?? '')
          .toLowerCase()
          .includes(wanted),
      );
  }
  const extract = searchable.fields[field] ?? searchable.field?.(field);
  const positive = field.endsWith('_not') ? field.slice(0, -4) : '';
  if (!extract && searchable.fields[positive])
    return compile({ kind: 'not', of: { ...term, field: positive } }, searchable, warnings);
  if (!extract) {
    warnings.push({ field, message: 'Invalid search field for this query.', code: 'invalid_field' });
    return undefined;
  }
  return (record) => {
    const found = extract(record);
    const values = Array.isArray(found) ? found : [found];
    if (term.value === '*' && !term.phrase) return values.some((value) => value != null && value !== '');
    // An unquoted list means any of its entries.
    const wanted = term.phrase || term.operator !== ':' ? [term.value] : [term.value, ...term.value.split(',')];
    return values.some((value) => wanted.some((one) => matches(value, term.operator, one)));
  };
}

function matches(value: FieldValue, operator: string, wanted: string): boolean {
  if (value == null) return false;
  if (operator === ':') {
    const left = String(value).toLowerCase();
    const right = wanted.toLowerCase();
    if (left === right) return true;
    if (right.endsWith('*')) return left.startsWith(right.slice(0, -1));
    if (typeof value === 'number') return value === Number(wanted);
    // A day matches every time within it.
    return /^\d{4}-\d\d-\d\d$/.test(wanted) && left.startsWith(`${right}t`);
  }
  const left = typeof value === 'number' ? value : comparable(String(value));
  const right = typeof value === 'number' ? Number(wanted) : comparable(wanted);
  if (operator === '>') return left > right;
  if (operator === '>=') return left >= right;
  if (operator === '<') return left < right;
  return left <= right;
}

/** Times compare as milliseconds, numbers as numbers, the rest as text. */
function comparable(text: string): number | string {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (/^\d{4}-\d\d-\d\d/.test(text)) return Date.parse(text);
  return text.toLowerCase();
}

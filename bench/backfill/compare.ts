// Rows that should be there against the rows of a mirrored table, whichever order they come in.
import type { Client } from 'pg';

/** Expected or mirrored: one plain value for each column, times as milliseconds, whole numbers as text. */
export type Row = (string | boolean | null | string[])[];

type Kind = 'text' | 'time' | 'number' | 'bool' | 'texts' | 'json';

/** `id, orderId, createdAt time, total number`: the first `key` columns name the row. */
export type Shape = { table: string; key: number; columns: { name: string; kind: Kind }[] };

export function shape(table: string, key: number, list: string): Shape {
  const columns = list.split(',').map((part) => {
    const [name = '', kind = 'text'] = part.trim().split(' ');
    return { name, kind: kind as Kind };
  });
  return { table, key, columns };
}

export type Found = { table: string; field: string; id: string; mirrored: string; store: string };

/** Counts rows and differences of all tables. A row that is missing or too many is one difference. */
export class Comparison {
  readonly rows: Record<string, number> = {};
  readonly found: Found[] = [];
  readonly byField = new Map<string, number>();
  total = 0;

  /** Streams the table out of the mirror and holds it against `expected` (key → row as JSON), which is used up. */
  async hold(client: Client, { table, key, columns }: Shape, expected: Map<string, string>): Promise<void> {
    const selected = columns.map(({ name, kind }) => {
      if (kind === 'time') return `round(extract(epoch FROM "${name}") * 1000)::bigint::text`;
      if (kind === 'number') return `"${name}"::text`;
      return `"${name}"`;
    });
    this.rows[table] = expected.size;
    await client.query('BEGIN');
    await client.query(`DECLARE mirrored NO SCROLL CURSOR FOR SELECT ${selected.join(', ')} FROM "${table}"`);
    for (;;) {
      const { rows } = await client.query<Row>({ text: 'FETCH 20000 FROM mirrored', rowMode: 'array' });
      if (rows.length === 0) break;
      for (const row of rows) {
        const id = row.slice(0, key).join('/');
        const theirs = expected.get(id);
        expected.delete(id);
        const ours = JSON.stringify(row);
        if (theirs === ours) continue;
        if (theirs === undefined) this.note({ table, field: '(row)', id, mirrored: ours, store: 'no such row' });
        else this.notePerField(table, columns, id, row, JSON.parse(theirs) as Row);
      }
    }
    await client.query('COMMIT');
    for (const [id, store] of expected) this.note({ table, field: '(row)', id, mirrored: 'no such row', store });
  }

  private notePerField(table: string, columns: Shape['columns'], id: string, ours: Row, theirs: Row): void {
    for (const [index, { name }] of columns.entries()) {
      const [mirrored, store] = [JSON.stringify(ours[index]), JSON.stringify(theirs[index])];
      if (mirrored !== store) this.note({ table, field: name, id, mirrored, store });
    }
  }

  private note(found: Found): void {
    this.total += 1;
    const name = `${found.table}.${found.field}`;
    this.byField.set(name, (this.byField.get(name) ?? 0) + 1);
    if (this.found.length < 20) this.found.push(found);
  }
}

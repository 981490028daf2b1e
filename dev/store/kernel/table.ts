/** A record of the world: plain JSON with a gid. Nested values are replaced, never changed in place. */
export interface Rec {
  id: string;
}

export type Undo = () => void;

/** All records of one type in the order they were made, with indexes that appear when first asked for. */
export class Table<R extends Rec = Rec> {
  readonly type: string;
  private readonly rows = new Map<string, R>();
  private readonly indexes = new Map<string, Map<unknown, Set<R>>>();
  private readonly note: (undo: Undo) => void;

  /** `note` is told how to take back each change. */
  constructor(type: string, note: (undo: Undo) => void) {
    this.type = type;
    this.note = note;
  }

  get size(): number {
    return this.rows.size;
  }

  get(id: string | null | undefined): R | undefined {
    return id ? this.rows.get(id) : undefined;
  }

  /** All records, oldest first. */
  all(): IterableIterator<R> {
    return this.rows.values();
  }

  insert(record: R): R {
    if (this.rows.has(record.id)) throw new Error(`${this.type} ${record.id} exists already`);
    this.rows.set(record.id, record);
    this.addToIndexes(record);
    this.note(() => {
      this.rows.delete(record.id);
      this.dropFromIndexes(record);
    });
    return record;
  }

  /** Changes the record in place (its identity stays), keeping the indexes right. */
  patch(record: R, changes: Partial<R>): R {
    const before: Partial<R> = {};
    for (const key of Object.keys(changes) as (keyof R)[]) before[key] = record[key]!;
    this.write(record, changes);
    this.note(() => this.write(record, before));
    return record;
  }

  remove(record: R): void {
    if (!this.rows.delete(record.id)) return;
    this.dropFromIndexes(record);
    this.note(() => {
      this.rows.set(record.id, record);
      this.addToIndexes(record);
    });
  }

  /** Records whose `key` equals `value`, oldest first; indexed from the first call on. */
  where<K extends keyof R & string>(key: K, value: R[K]): R[] {
    let index = this.indexes.get(key);
    if (!index) {
      index = new Map();
      this.indexes.set(key, index);
      for (const record of this.rows.values()) this.indexAdd(index, record[key], record);
    }
    const found = index.get(value);
    return found ? [...found] : [];
  }

  private write(record: R, changes: Partial<R>): void {
    for (const [key, index] of this.indexes) {
      if (!(key in changes)) continue;
      index.get(record[key as keyof R])?.delete(record);
      this.indexAdd(index, changes[key as keyof R], record);
    }
    Object.assign(record, changes);
  }

  private indexAdd(index: Map<unknown, Set<R>>, value: unknown, record: R): void {
    const set = index.get(value);
    if (set) set.add(record);
    else index.set(value, new Set([record]));
  }

  private addToIndexes(record: R): void {
    for (const [key, index] of this.indexes) this.indexAdd(index, record[key as keyof R], record);
  }

  private dropFromIndexes(record: R): void {
    for (const [key, index] of this.indexes) {
      const value = record[key as keyof R];
      const set = index.get(value);
      set?.delete(record);
      if (set?.size === 0) index.delete(value);
    }
  }
}

// A pigeonhole's name: the row as a letter from the top, the column as a number from the left.

export type WallSize = { rows: number; columns: number };

/** The wall of a location that has said nothing of its own. */
export const usualWall: WallSize = { rows: 4, columns: 5 };
export const most = { rows: 10, columns: 20 } as const;

/** "B3" of 7 in a wall of five columns. A pigeonhole beyond a wall that was made smaller goes on counting rows. */
export function slotName(slot: number, { columns }: Pick<WallSize, 'columns'>): string {
  return `${String.fromCharCode(65 + Math.floor(slot / columns))}${(slot % columns) + 1}`;
}

/** Whether a scanned or typed text is the label of the pigeonhole of that name: "B3", "b-3", "B 03". */
export function isSlot(text: string, name: string): boolean {
  const [, row = '', column = ''] = LABEL.exec(text.trim()) ?? [];
  return row !== '' && `${row.toUpperCase()}${column}` === name;
}

const LABEL = /^([a-z])[\s-]*0*(\d{1,2})$/i;

/** The pigeonhole that a label names: "B3", "b-3", "B 03"; null for anything else. */
export function readSlot(text: string, { rows, columns }: WallSize): number | null {
  const [, row = '', column = ''] = LABEL.exec(text.trim()) ?? [];
  const [y, x] = [row.toUpperCase().charCodeAt(0) - 65, Number(column) - 1];
  return row !== '' && y < rows && x >= 0 && x < columns ? y * columns + x : null;
}

/** Reads a wall's size out of a form. */
export function readSize(typed: {
  rows: string;
  columns: string;
}): { ok: true; size: WallSize } | { ok: false; problems: Partial<Record<keyof WallSize, string>> } {
  const read = (field: keyof WallSize) => {
    const value = Number(typed[field].trim());
    return /^\d{1,2}$/.test(typed[field].trim()) && value >= 1 && value <= most[field] ? value : null;
  };
  const [rows, columns] = [read('rows'), read('columns')];
  if (rows !== null && columns !== null) return { ok: true, size: { rows, columns } };
  return {
    ok: false,
    problems: {
      ...(rows === null ? { rows: `Enter how many rows it has, from 1 to ${most.rows}` } : {}),
      ...(columns === null ? { columns: `Enter how many columns it has, from 1 to ${most.columns}` } : {}),
    },
  };
}

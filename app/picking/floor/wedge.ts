// A hardware scanner is a keyboard that types very fast and presses Enter.

/** Keys of one text come within so many ms of each other: a scanner's always do, and who types that fast means it too. */
const burst = 300;

export type Wedge = { typed: string; last: number };

export const quietWedge: Wedge = { typed: '', last: Number.NEGATIVE_INFINITY };

/**
 * Takes one key (KeyboardEvent.key) at `time` in ms. `scan` is the whole text once Enter ends a burst; `ours`
 * says that the key belongs to a burst and must not press a button that has the focus.
 */
export function press(wedge: Wedge, key: string, time: number): { wedge: Wedge; scan: string | null; ours: boolean } {
  const fast = time - wedge.last <= burst;
  if (key === 'Enter' || key === 'Tab') {
    const scan = fast && wedge.typed.length >= 1 ? wedge.typed : null;
    return { wedge: quietWedge, scan, ours: scan !== null };
  }
  if (key.length !== 1) return { wedge, scan: null, ours: false };
  const typed = fast ? wedge.typed + key : key;
  return { wedge: { typed, last: time }, scan: null, ours: typed.length > 1 };
}

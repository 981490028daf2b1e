// What a camera sees, picture by picture, becomes scans: a barcode is said once when it comes into sight, and again only after it was
// out of sight. So two of the same cup count as two, and one cup held still as one.

/** A barcode in one picture, and where its middle is, in pixels. */
export type SeenCode = { text: string; x: number; y: number };

/** Codes that were said, with the time at which each was seen last, in ms. */
export type Sight = ReadonlyMap<string, number>;

export const nothingSeen: Sight = new Map();

/** A hand shakes and a detector misses a picture now and then: out of sight is what was not seen for so long, in ms. */
const gone = 800;

/**
 * Takes one picture: of several codes it means the one nearest to `middle`, for a shelf's label hangs beside the goods. `said` is null
 * when there is nothing new.
 */
export function see(
  before: Sight,
  codes: readonly SeenCode[],
  middle: { x: number; y: number },
  time: number,
): { sight: Sight; said: string | null } {
  const here = new Set(codes.map(({ text }) => text));
  const sight = new Map(
    [...before].flatMap(([text, last]): [string, number][] =>
      here.has(text) ? [[text, time]] : time - last < gone ? [[text, last]] : [],
    ),
  );
  const far = ({ x, y }: SeenCode) => Math.hypot(x - middle.x, y - middle.y);
  const [nearest] = codes.toSorted((a, b) => far(a) - far(b));
  if (!nearest || sight.has(nearest.text)) return { sight, said: null };
  return { sight: sight.set(nearest.text, time), said: nearest.text };
}

// Text as black dots, for printers whose own fonts lack its letters.
import { runOf } from './pdf-text.server.ts';

export type Raster = { width: number; height: number; bits: Uint8Array };

type Edge = { x0: number; y0: number; x1: number; y1: number };

/** Straight pieces for each curve: at 203 dots to the inch more cannot be seen. */
const pieces = 8;

/**
 * Draws one line of text, its letters as high as those of a font of `height` dots. Rows go from the top, each filled up to whole
 * bytes, the leftmost dot in the highest bit. A dot is black when its middle lies inside (nonzero winding).
 */
export function rasterOf(text: string, height: number, bold = false): Raster {
  const { font, glyphs, positions } = runOf(text, bold);
  const scale = (height * 0.8) / font.unitsPerEm;
  const baseline = Math.round(height * 0.78);
  const edges: Edge[] = [];
  let pen = 0;
  for (const [index, glyph] of glyphs.entries()) {
    const at = positions[index]!;
    outline(glyph.path.commands as Command[], edges, (x, y) => [
      (pen + at.xOffset + x) * scale,
      baseline - (at.yOffset + y) * scale,
    ]);
    pen += at.xAdvance;
  }
  const width = Math.max(1, Math.ceil(pen * scale));
  const perRow = Math.ceil(width / 8);
  const bits = new Uint8Array(perRow * height);
  for (let row = 0; row < height; row++) {
    const y = row + 0.5;
    const crossings = edges
      .filter((edge) => edge.y0 <= y !== edge.y1 <= y)
      .map(({ x0, y0, x1, y1 }) => ({ x: x0 + ((y - y0) / (y1 - y0)) * (x1 - x0), turn: y1 > y0 ? 1 : -1 }))
      .sort((a, b) => a.x - b.x);
    let winding = 0;
    for (const [index, { x, turn }] of crossings.entries()) {
      winding += turn;
      const end = crossings[index + 1]?.x;
      if (winding === 0 || end === undefined) continue;
      for (let dot = Math.max(0, Math.ceil(x - 0.5)); dot < Math.min(width, end - 0.5); dot++)
        bits[row * perRow + (dot >> 3)]! |= 0x80 >> (dot & 7);
    }
  }
  return { width, height, bits };
}

type Command = { command: string; args: number[] };

function outline(commands: readonly Command[], edges: Edge[], place: (x: number, y: number) => [number, number]): void {
  let [startX, startY, x, y] = [0, 0, 0, 0];
  const to = (nextX: number, nextY: number) => {
    const [x0, y0] = place(x, y);
    const [x1, y1] = place(nextX, nextY);
    edges.push({ x0, y0, x1, y1 });
    [x, y] = [nextX, nextY];
  };
  for (const { command, args } of commands) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args;
    if (command === 'moveTo') [startX, startY, x, y] = [a, b, a, b];
    else if (command === 'lineTo') to(a, b);
    else if (command === 'closePath') to(startX, startY);
    else {
      const [fromX, fromY] = [x, y];
      for (let piece = 1; piece <= pieces; piece++) {
        const t = piece / pieces;
        const s = 1 - t;
        if (command === 'quadraticCurveTo')
          to(s * s * fromX + 2 * s * t * a + t * t * c, s * s * fromY + 2 * s * t * b + t * t * d);
        else
          to(
            s ** 3 * fromX + 3 * s * s * t * a + 3 * s * t * t * c + t ** 3 * e,
            s ** 3 * fromY + 3 * s * s * t * b + 3 * s * t * t * d + t ** 3 * f,
          );
      }
    }
  }
}

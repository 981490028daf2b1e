// What a camera sees of a shelf: barcodes, one after the other, as a film that Chromium takes for its camera.
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import bwip from 'bwip-js/node';

const width = 640;
const height = 480;
const perSecond = 5;
/** Pictures of a barcode, and of nothing after it: long enough to be out of sight (app/picking/floor/sight.ts). */
const shown = 3;
const hidden = 6;

/** Widths of bar, gap, bar, … in modules: an EAN (its check digit has to be right) for goods, Code 128, as on our papers, for the rest. */
function bars(text: string): number[] {
  const draw = (bcid: string) => (bwip.raw({ bcid, text }) as { sbs: number[] }[])[0]!.sbs;
  return /^\d{13}$/.test(text) ? draw('ean13') : draw('code128');
}

/** The brightness of each pixel: the bars in the middle of a white picture. */
function picture(text: string | null): Buffer {
  const pixels = Buffer.alloc(width * height, 235);
  if (text === null) return pixels;
  const widths = bars(text);
  const modules = widths.reduce((sum, one) => sum + one, 0);
  const each = Math.floor((width * 0.85) / modules);
  let x = Math.floor((width - modules * each) / 2);
  for (const [at, one] of widths.entries()) {
    if (at % 2 === 0)
      for (let y = height * 0.3; y < height * 0.7; y++) pixels.fill(16, y * width + x, y * width + x + one * each);
    x += one * each;
  }
  return pixels;
}

/** Writes a film (YUV4MPEG2, https://wiki.multimedia.cx/index.php/YUV4MPEG2) and answers its path. */
export function filmOf(name: string, texts: readonly string[]): string {
  const grey = Buffer.alloc((width * height) / 2, 128);
  const frame = (text: string | null) => Buffer.concat([Buffer.from('FRAME\n'), picture(text), grey]);
  const nothing = frame(null);
  const frames = texts.flatMap((text) => [
    ...Array<Buffer>(shown).fill(frame(text)),
    ...Array<Buffer>(hidden).fill(nothing),
  ]);
  const path = join(tmpdir(), name);
  writeFileSync(
    path,
    Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F${perSecond}:1 Ip A1:1 C420jpeg\n`), ...frames]),
  );
  return path;
}

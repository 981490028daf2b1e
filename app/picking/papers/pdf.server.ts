// How papers are drawn: text in boxes, rules, bars. Measures are points, 72 to the inch, from the top left corner.
import bwip from 'bwip-js/node';
import PDFDocument from 'pdfkit';
import { inFont } from '../../lib/pdf-text.server.ts';

export type Pdf = PDFKit.PDFDocument;
type Size = [width: number, height: number];

export const sheets = { A4: [595.28, 841.89], LETTER: [612, 792], LABEL: [288, 432] } satisfies Record<string, Size>;

/** A PDF without a page yet: `draw` adds them. */
export async function pdfOf(title: string, draw: (doc: Pdf) => void): Promise<Buffer> {
  const doc = new PDFDocument({ autoFirstPage: false, margin: 0, info: { Title: title } });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  draw(doc);
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

export function newPage(doc: Pdf, size: Size): void {
  doc.addPage({ size, margin: 0 });
}

export type Style = {
  width: number;
  size: number;
  bold?: boolean;
  align?: 'left' | 'right' | 'center';
  /** how many lines it may take; what is longer ends in an ellipsis */
  lines?: number;
  grey?: boolean;
  /** on black */
  white?: boolean;
  /** made smaller instead of cut, down to this size */
  least?: number;
};

/** From one line to the next, and from the top of a line to the foot of its letters, in sizes: the same for every font. */
const pitch = 1.18;
const ascent = 0.9;

/** Writes a text with its top left corner at x, y. Answers the y below it. */
export function put(doc: Pdf, text: string, x: number, y: number, style: Style): number {
  const { width, align = 'left', lines = 1, grey = false, white = false, least = style.size } = style;
  const { text: shown, scale } = inFont(doc, text, style.bold);
  let { size } = style;
  const set = () => doc.fontSize(size * scale);
  for (set(); size > least && doc.widthOfString(shown) > width; set()) size -= 0.5;
  const step = size * pitch;
  const line = doc.currentLineHeight(true);
  const lineGap = step - line;
  doc.fillColor(white ? 'white' : grey ? '#555555' : 'black').text(shown, x, y + size * ascent, {
    ...{ width, align, lineGap, ellipsis: true, lineBreak: true, baseline: 'alphabetic' },
    // Room for the last line and half of one more: pdfkit then knows that it is the last, and where the ellipsis belongs.
    height: step * (lines - 1) + 1.5 * line,
  });
  return y + step * lines;
}

export function rule(doc: Pdf, x: number, y: number, width: number, weight = 0.5): void {
  doc
    .lineWidth(weight)
    .strokeColor('black')
    .moveTo(x, y)
    .lineTo(x + width, y)
    .stroke();
}

export function box(doc: Pdf, x: number, y: number, width: number, height: number, weight = 1): void {
  doc.lineWidth(weight).strokeColor('black').rect(x, y, width, height).stroke();
}

/** Widths of bar, gap, bar, … in modules. `text` has to be printable ASCII (codes.ts, asBars). */
function code128(text: string): number[] {
  const [drawn] = bwip.raw({ bcid: 'code128', text }) as { sbs: number[] }[];
  return drawn!.sbs;
}

/** A module is never narrower than this: thinner bars are not read from paper (0.25 mm). */
const thinnest = 0.7;
/** and no wider: more helps no scanner */
const thickest = 1.5;

/**
 * Draws a text as Code 128 into a box, as wide as it can be with ten modules of quiet on either side. Answers false, and draws
 * nothing, where its bars would be too thin to be read.
 */
export function bars(
  doc: Pdf,
  text: string,
  x: number,
  y: number,
  { width, height, align = 'left' }: { width: number; height: number; align?: 'left' | 'center' | 'right' },
): boolean {
  const widths = code128(text);
  const modules = widths.reduce((sum, one) => sum + one, 0) + 20;
  const module = Math.min(thickest, width / modules);
  if (module < thinnest) return false;
  const spare = width - modules * module;
  let at = x + 10 * module + (align === 'left' ? 0 : align === 'right' ? spare : spare / 2);
  doc.fillColor('black');
  for (const [index, one] of widths.entries()) {
    if (index % 2 === 0) doc.rect(at, y, one * module, height);
    at += one * module;
  }
  doc.fill();
  return true;
}

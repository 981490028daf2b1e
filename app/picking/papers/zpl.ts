// Labels in ZPL II, the language of Zebra's printers and those that copy them: 4 × 6 inches at 203 dots to the inch.
//
// What people typed never reaches the printer as a command: outside of letters, figures and a few harmless signs, each byte of its
// UTF-8 is written as two hexadecimal digits, which ^FH turns back after commands were told apart (ZPL II Programming Guide, ^FH).
// The file is plain ASCII, so no driver or spooler between us and the printer can spoil it. Letters that a printer's own font may
// lack, all beyond Latin-1, are drawn as a picture.
import type { Label } from './label.ts';
import type { PlaceLabel } from './place-labels.ts';
import { columns } from './words.ts';

/** One bit a dot, rows from the top, each filled up to whole bytes; the leftmost dot is the highest bit. */
export type Picture = { width: number; height: number; bits: Uint8Array };

/** Draws a text with letters as high as ^A0's at `height` dots. */
export type DrawText = (text: string, height: number) => Picture;

const width = 812;
const height = 1218;
const margin = 40;
const inner = width - 2 * margin;

const utf8 = new TextEncoder();
const plain = /^[A-Za-z0-9 .,#/()-]$/;

/** A text as a field's data, as ^FH reads it. */
export function fieldData(text: string): string {
  return [...text]
    .map((char) =>
      plain.test(char)
        ? char
        : Array.from(utf8.encode(char), (byte) => `_${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''),
    )
    .join('');
}

/** All of Latin-1 is in every printer's font 0 once ^CI28 says that the data is UTF-8. */
const inPrinter = (text: string) => /^[\x20-\x7e\u00a0-\u00ff]*$/.test(text);

/** Letters of font 0 are this wide, of their height, when they are wide ones. */
const wideness = 0.62;

/** The text at x, y, so high as asked or, where it would be wider than `room`, as high as it fits. */
function text(words: string, x: number, y: number, high: number, room: number, draw: DrawText): string {
  if (words === '') return '';
  const fits = Math.max(14, Math.min(high, Math.floor(room / (columns(words) * wideness))));
  if (inPrinter(words)) return `^FO${x},${y}^A0N,${fits},${fits}^FH_^FD${fieldData(words)}^FS\n`;
  let picture = draw(words, fits);
  if (picture.width > room) picture = draw(words, Math.max(10, Math.floor((fits * room) / picture.width)));
  return `^FO${x},${y}${graphic(picture)}^FS\n`;
}

const hex = (bits: Uint8Array) => Array.from(bits, (byte) => byte.toString(16).toUpperCase().padStart(2, '0')).join('');

function graphic({ width: wide, height: high, bits }: Picture): string {
  const perRow = Math.ceil(wide / 8);
  return `^GFA,${perRow * high},${perRow * high},${perRow},${hex(bits)}`;
}

const line = (y: number) => `^FO${margin},${y}^GB${inner},4,4^FS\n`;

/** Code 128, as wide as it can be; '' where it would have to be too thin to be read, or holds what ^BC reads as a command. */
function bars(code: string, y: number, high: number): string {
  if (!/^[A-Za-z0-9 .#/-]+$/.test(code)) return '';
  // Start, check and stop take 11, 11 and 13 modules; ^BC writes everything in subset B.
  const modules = 11 * (code.length + 2) + 13;
  const module = Math.min(4, Math.floor((inner - 40) / modules));
  if (module < 2) return '';
  const x = Math.floor((width - modules * module) / 2);
  return `^FO${x},${y}^BY${module},3,${high}^BCN,${high},N,N,N^FH_^FD${fieldData(code)}^FS\n`;
}

const page = (fields: string[]) => `^XA\n^CI28\n^PW${width}\n^LL${height}\n^LH0,0\n${fields.join('')}^XZ\n`;

/** One after the other. */
export const labelsZpl = (labels: readonly Label[], draw: DrawText): string =>
  labels.map((label) => labelZpl(label, draw)).join('');

function labelZpl(label: Label, draw: DrawText): string {
  const half = 440;
  const sender = Math.min(36, Math.floor(176 / Math.max(1, label.from.length)));
  const step = Math.min(64, Math.floor(362 / label.to.length));
  const widest = Math.max(...label.to.map(columns));
  const high = Math.min(Math.floor(step * 0.8), Math.floor(inner / (widest * wideness)));
  return page([
    ...label.from.map((words, index) =>
      text(words, margin, 34 + index * sender, Math.min(28, Math.floor(sender * 0.85)), half - margin - 20, draw),
    ),
    text(label.order, half, 36, 56, width - margin - half, draw),
    text(label.parcel, half, 104, 36, width - margin - half, draw),
    line(214),
    text(label.toHeading, margin, 230, 26, inner, draw),
    ...label.to.map((words, index) => text(words, margin, 268 + index * step, high, inner, draw)),
    line(646),
    text(label.facts.join('  '), margin, 664, 34, label.insured ? 400 : inner, draw),
    text(label.customs ?? '', margin, 712, 24, label.insured ? 400 : inner, draw),
    label.insured ? `^FO460,660^GB312,72,4^FS\n${text(label.insured, 476, 682, 32, 284, draw)}` : '',
    line(750),
    bars(label.code, 776, 160),
    text(label.code, 280, 948, 32, 400, draw),
    ...(label.tracking
      ? [
          line(996),
          label.tracking.bars === null ? '' : bars(label.tracking.bars, 1016, 110),
          text(
            [label.tracking.carrier, label.tracking.number].filter(Boolean).join(' '),
            margin,
            1140,
            32,
            inner,
            draw,
          ),
        ]
      : []),
  ]);
}

/** One label for each bin or tote. */
export function placeLabelsZpl(labels: readonly PlaceLabel[], draw: DrawText): string {
  return labels
    .map((label) =>
      page([
        text(label.note, margin, 60, 40, inner, draw),
        text(label.name, margin, 180, 300, inner, draw),
        label.bars === null ? '' : bars(label.bars, 620, 300),
        text(label.code, margin, 950, 60, inner, draw),
      ]),
    )
    .join('');
}

// Text on PDFs in whatever script people write their names: the standard fonts for what they know, DejaVu for the other
// alphabets, and Unifont, plain but complete, for the rest of Unicode. A text is set in one font, the first that has all of it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { create, type Font } from 'fontkit';
import { printable } from './printable.ts';

type Face = { name: string; file: Buffer; font: Font };

const resolve = createRequire(import.meta.url).resolve;
const opened = new Map<string, Face>();

/** Opened when the first text asks for it, and kept: most shops never need one. */
function face(name: string, path: string): Face {
  let known = opened.get(name);
  if (!known) {
    const bytes = readFileSync(resolve(path));
    const file = path.endsWith('.woff') ? sfntOf(bytes) : bytes;
    known = { name, file, font: create(file) as Font };
    opened.set(name, known);
  }
  return known;
}

const alphabets = (bold: boolean) =>
  bold
    ? face('DejaVu-Bold', 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')
    : face('DejaVu', 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const everything = () => face('Unifont', '@fontsource/unifontex/files/unifontex-latin-400-normal.woff');

/**
 * The TrueType file inside a WOFF 1.0 file (W3C Recommendation of 13 December 2012, sections 4 and 5). Fontkit reads WOFF too, but
 * unpacks its tables anew for every letter.
 */
function sfntOf(woff: Buffer<ArrayBuffer>): Buffer {
  const tables = woff.readUInt16BE(12);
  const head = Buffer.alloc(12 + 16 * tables);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(tables, 4);
  const parts = [head];
  let end = head.length;
  for (let table = 0; table < tables; table++) {
    const entry = 44 + 20 * table;
    const [offset, packed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [number, number, number];
    const raw = woff.subarray(offset, offset + packed);
    const padding = Buffer.alloc((4 - (length % 4)) % 4);
    parts.push(packed < length ? inflateSync(raw) : raw, padding);
    const row = 12 + 16 * table;
    woff.copy(head, row, entry, entry + 4);
    woff.copy(head, row + 4, entry + 16, entry + 20);
    head.writeUInt32BE(end, row + 8);
    head.writeUInt32BE(length, row + 12);
    end += length + padding.length;
  }
  return Buffer.concat(parts);
}

const has = ({ font }: Face, text: string) => [...text].every((char) => font.hasGlyphForCodePoint(char.codePointAt(0)!));

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** Fontkit sets the letters of a word from right to left where they are written so; the words of a line are set in order here. */
function inReadingOrder(text: string): string {
  if (!rightToLeft.test(text)) return text;
  const words = text.split(' ');
  const ordered: string[] = [];
  for (let from = 0; from < words.length; ) {
    let to = from;
    while (to < words.length && rightToLeft.test(words[to]!)) to++;
    if (to > from) ordered.push(...words.slice(from, to).reverse());
    else ordered.push(words[to++]!);
    from = to;
  }
  return ordered.join(' ');
}

/** Sets the font for a text, and answers the text as that font prints it: "?" only for what no font of ours has. */
export function inFont(doc: PDFKit.PDFDocument, text: string, bold = false): string {
  const whole = text.normalize('NFC');
  if (printable(whole) === whole) {
    doc.font(bold ? 'Helvetica-Bold' : 'Helvetica');
    return whole;
  }
  const letters = alphabets(bold);
  const chosen = has(letters, whole) ? letters : everything();
  doc.registerFont(chosen.name, chosen.file).font(chosen.name);
  const known = [...whole].map((char) => (chosen.font.hasGlyphForCodePoint(char.codePointAt(0)!) ? char : '?')).join('');
  return inReadingOrder(known);
}

// Text on PDFs in whatever script people write their names: the standard fonts for what they know, DejaVu for the other
// alphabets, and Unifont, plain but complete, for the rest of Unicode. A text is set in one font, the first that has all of it.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { create, type Font } from 'fontkit';
import { printable } from './printable.ts';

type Face = { name: string; file: Buffer; font: Font; scale: number };

const resolve = createRequire(import.meta.url).resolve;
const opened = new Map<string, Face>();

/** Opened when the first text asks for it, and kept: most shops never need one. */
function face(name: string, path: string, scale = 1): Face {
  let known = opened.get(name);
  if (!known) {
    const bytes = readFileSync(resolve(path));
    const file = path.endsWith('.woff') ? sfntOf(bytes) : bytes;
    known = { name, file, font: create(file) as Font, scale };
    opened.set(name, known);
  }
  return known;
}

const alphabets = (bold: boolean) =>
  bold
    ? face('DejaVu-Bold', 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf', 0.9)
    : face('DejaVu', 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf', 0.92);
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

const has = ({ font }: Face, text: string) =>
  [...text].every((char) => font.hasGlyphForCodePoint(char.codePointAt(0)!));

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

/**
 * A line that begins with a letter written from right to left, so that it comes out right: fontkit turns a whole run around when
 * its letters go that way, so what goes the other way within it, figures above all, is turned around before. No-break spaces make
 * one run of it.
 */
function forRightToLeft(text: string): string {
  if (!rightToLeft.test(/\p{L}/u.exec(text)?.[0] ?? '')) return text;
  const runs: { turned: boolean; words: string[] }[] = [];
  for (const word of text.split(' ')) {
    const turned = !rightToLeft.test(word);
    if (runs.at(-1)?.turned === turned) runs.at(-1)!.words.push(word);
    else runs.push({ turned, words: [word] });
  }
  const around = (words: string) => [...words].reverse().join('');
  return runs
    .map(({ turned, words }) => (turned ? around(words.join(' ')) : words.join(' ')))
    .join(' ')
    .replaceAll(' ', '\u00a0');
}

function choose(text: string, bold: boolean): { chosen: Face; known: string } {
  const letters = alphabets(bold);
  const chosen = has(letters, text) ? letters : everything();
  const known = [...text].map((char) => (chosen.font.hasGlyphForCodePoint(char.codePointAt(0)!) ? char : '?'));
  return { chosen, known: known.join('') };
}

/** The glyphs of a text, to be drawn by other means than a PDF. */
export function runOf(text: string, bold: boolean) {
  const { chosen, known } = choose(text.normalize('NFC'), bold);
  const { glyphs, positions } = chosen.font.layout(forRightToLeft(known));
  return { font: chosen.font, glyphs, positions };
}

/**
 * Sets the font for a text. Answers the text as that font prints it, with "?" only for what no font of ours has, and by how much the
 * font has to be smaller to look as large as the others.
 */
export function inFont(doc: PDFKit.PDFDocument, text: string, bold = false): { text: string; scale: number } {
  const whole = text.normalize('NFC');
  if (printable(whole) === whole) {
    doc.font(bold ? 'Helvetica-Bold' : 'Helvetica');
    return { text: whole, scale: 1 };
  }
  const { chosen, known } = choose(whole, bold);
  doc.registerFont(chosen.name, chosen.file).font(chosen.name);
  return { text: forRightToLeft(known), scale: chosen.scale };
}

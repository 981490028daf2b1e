// The customs declaration on paper: the fields of the Universal Postal Union's CN 23 that a shop fills in, which a commercial invoice
// has too. What is not known stands as an empty line to write on; a page of its own, not for the parcel, says where to mend it.
import { formatMoney } from '../../lib/money.ts';
import type { CustomsLine, Declaration } from './customs.ts';
import { pagesOf } from './pages.ts';
import { box, newPage, type Pdf, pdfOf, put, rule, sheets } from './pdf.server.ts';
import type { PaperSize } from './words.ts';
import { columns, weightWords, wrapped } from './words.ts';

export type CustomsPaper = {
  orderName: string;
  parcel: string;
  /** as people of the shop write it */
  day: string;
  /** with telephone and numbers at the customs */
  from: string[];
  /** the sender's street is not known: it is written or stamped there */
  roomForStreet: boolean;
  /** with telephone and e-mail */
  to: string[];
  /** what it is insured for; null: it is not insured */
  insured: bigint | null;
  trackingNumber: string;
  missing: string[];
  declaration: Declaration;
};

const margin = 40;
const foot = 20;
const lastPart = 118;

/** x and width of each column, for a table of this width. */
function columnsOf(width: number) {
  return {
    no: [0, 16] as const,
    what: [20, width - 394] as const,
    units: [width - 366, 34] as const,
    weight: [width - 326, 58] as const,
    value: [width - 262, 70] as const,
    code: [width - 180, 70] as const,
    origin: [width - 100, 100] as const,
  };
}

/** So many columns of a description have room in a line. */
const perLine = 24;
const linesOf = (description: string) => wrapped(description, perLine).length;
const heightOf = (line: CustomsLine) => Math.max(26, linesOf(line.description) * 11 + (line.sku ? 11 : 0) + 10);

export async function customsPdf(paper: CustomsPaper, size: PaperSize): Promise<Buffer> {
  const [pageWidth, pageHeight] = sheets[size];
  const width = pageWidth - 2 * margin;
  const free = pageHeight - 2 * margin - foot;
  const inHead = Math.max(paper.from.length + (paper.roomForStreet ? 3 : 0), paper.to.length);
  const firstHead = 158 + Math.max(0, inHead - 7) * 12;
  const rows = paper.declaration.lines.map((line) => ({ line: line as CustomsLine | null, height: heightOf(line) }));
  const pages = pagesOf([...rows, { line: null, height: lastPart }], free - firstHead, free - 40);
  return pdfOf(`Customs declaration ${paper.orderName} ${paper.parcel}`, (doc) => {
    for (const [index, page] of pages.entries()) {
      newPage(doc, [pageWidth, pageHeight]);
      if (index === 0) heading(doc, paper, width);
      else put(doc, `Customs declaration, order ${paper.orderName}`, margin, margin, { width, size: 12, bold: true });
      let y = columnHeads(doc, paper, margin + (index === 0 ? firstHead : 40) - 16, width);
      for (const { line, height } of page) {
        if (line) drawLine(doc, paper, line, y, height, width);
        else sums(doc, paper, y, width);
        y += height;
      }
      const words = `Order ${paper.orderName}, ${paper.parcel.toLowerCase()}, page ${index + 1} of ${pages.length}`;
      put(doc, words, margin, pageHeight - margin - 8, { width, size: 8.5, grey: true, align: 'right' });
    }
    if (paper.missing.length > 0) toMend(doc, paper, size);
  });
}

function heading(doc: Pdf, paper: CustomsPaper, width: number): void {
  const half = width / 2 - 8;
  put(doc, 'Customs declaration', margin, margin, { width: half + 40, size: 18, bold: true });
  put(doc, 'CN 23 / commercial invoice', margin, margin + 22, { width: half, size: 9, grey: true });
  const right = { width: half, align: 'right' as const };
  const x = margin + width / 2 + 8;
  put(doc, `Order ${paper.orderName}`, x, margin, { ...right, size: 12, least: 8, bold: true });
  put(doc, `${paper.parcel}, ${paper.day}`, x, margin + 16, { ...right, size: 9.5 });
  if (paper.trackingNumber) put(doc, `No. ${paper.trackingNumber}`, x, margin + 29, { ...right, size: 9.5, least: 6 });
  const block = (at: number, name: string, lines: string[]) => {
    let y = put(doc, name, at, margin + 46, { width: half, size: 8.5, grey: true }) + 1;
    for (const line of lines) y = put(doc, line, at, y, { width: half, size: 10, least: 6.5 });
  };
  block(margin, 'From', paper.from);
  if (paper.roomForStreet)
    for (const below of [12, 30]) rule(doc, margin, margin + 62 + paper.from.length * 11.8 + below, half - 20);
  block(x, 'To', paper.to);
}

function columnHeads(doc: Pdf, paper: CustomsPaper, y: number, width: number): number {
  const { what, units, weight, value, code, origin } = columnsOf(width);
  for (const [name, [x, wide], align] of [
    ['Contents', what, 'left'],
    ['Units', units, 'right'],
    ['Net weight', weight, 'right'],
    [`Value, ${paper.declaration.currency}`, value, 'right'],
    ['HS tariff code', code, 'left'],
    ['Country of origin', origin, 'left'],
  ] as const)
    put(doc, name, margin + x, y, { width: wide, size: 8.5, grey: true, align });
  rule(doc, margin, y + 13, width, 1);
  return y + 16;
}

function drawLine(doc: Pdf, paper: CustomsPaper, line: CustomsLine, y: number, height: number, width: number): void {
  const table = columnsOf(width);
  const cell = (column: keyof typeof table, text: string | null, align: 'left' | 'right' = 'left') => {
    const [x, wide] = table[column];
    if (text === null) rule(doc, margin + x + 4, y + 16, wide - 8);
    else put(doc, text, margin + x, y + 5, { width: wide, size: 10, least: 6.5, align });
  };
  cell('no', String(line.position));
  const [x, wide] = table.what;
  const next = put(doc, line.description, margin + x, y + 5, {
    width: wide,
    size: 9,
    lines: linesOf(line.description),
  });
  if (line.sku) put(doc, line.sku, margin + x, next + 1, { width: wide, size: 8, least: 4.5, grey: true });
  cell('units', line.quantity.toLocaleString('en'), 'right');
  cell('weight', line.netGrams === null ? null : weightWords(line.netGrams, null), 'right');
  cell('value', money(paper, line.value), 'right');
  cell('code', line.tariffCode);
  cell('origin', line.origin);
  rule(doc, margin, y + height, width, 0.25);
}

const money = ({ declaration: { currency } }: CustomsPaper, minor: bigint) => formatMoney({ minor, currency });

function sums(doc: Pdf, paper: CustomsPaper, y: number, width: number): void {
  const { units, weight, value } = columnsOf(width);
  const { declaration } = paper;
  const bold = { size: 10.5, least: 6.5, bold: true, align: 'right' as const };
  put(doc, 'Total', margin, y + 8, { width: 100, size: 10.5, bold: true });
  put(doc, declaration.units.toLocaleString('en'), margin + units[0], y + 8, { ...bold, width: units[1] });
  if (declaration.netGrams === null) rule(doc, margin + weight[0] + 4, y + 19, weight[1] - 8);
  else put(doc, weightWords(declaration.netGrams, null), margin + weight[0], y + 8, { ...bold, width: weight[1] });
  put(doc, money(paper, declaration.value), margin + value[0], y + 8, { ...bold, width: value[1] });
  const facts = [
    'Category: sale of goods',
    declaration.grossGrams === null
      ? 'Gross weight: ____________'
      : `Gross weight: ${weightWords(declaration.grossGrams, null)}`,
    ...(paper.insured === null ? [] : [`Insured value: ${money(paper, paper.insured)} ${declaration.currency}`]),
  ];
  put(doc, facts.join('     '), margin, y + 34, { width, size: 10, least: 7 });
  const words =
    'I certify that the particulars given in this customs declaration are correct and that this item does not contain any dangerous article or articles prohibited by legislation or by postal or customs regulations.';
  put(doc, words, margin, y + 54, { width, size: 8.5, lines: 2, grey: true });
  put(doc, 'Date and signature of the sender', margin, y + 98, { width: 200, size: 8.5, grey: true });
  rule(doc, margin + 150, y + 108, width - 150);
}

function toMend(doc: Pdf, paper: CustomsPaper, size: PaperSize): void {
  const [pageWidth, pageHeight] = sheets[size];
  const width = pageWidth - 2 * margin;
  const rows = paper.missing.map((text) => ({ text, height: columns(text) > 95 ? 34 : 20 }));
  for (const [index, page] of pagesOf(rows, pageHeight - 2 * margin - 60, pageHeight - 2 * margin - 60).entries()) {
    newPage(doc, [pageWidth, pageHeight]);
    box(doc, margin, margin, width, pageHeight - 2 * margin);
    const title = index === 0 ? 'Not for the parcel: look at this first' : 'Not for the parcel: look at this, too';
    let y = put(doc, title, margin + 14, margin + 14, { width: width - 28, size: 14, bold: true }) + 8;
    for (const { text, height } of page) {
      put(doc, text, margin + 14, y, { width: width - 28, size: 10, lines: height > 20 ? 2 : 1 });
      y += height;
    }
  }
}

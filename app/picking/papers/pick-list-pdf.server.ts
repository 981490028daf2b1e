// The pick list on paper: bins and quantities large enough to read while walking, a box to tick for each line.
import { pagesOf } from './pages.ts';
import { bars, box, newPage, type Pdf, pdfOf, put, rule, sheets } from './pdf.server.ts';
import type { PickList, PickListLine } from './pick-list.ts';
import type { PaperSize } from './words.ts';

const margin = 32;
const rowHeight = 48;
const firstHead = 96;
const nextHead = 34;
const foot = 22;

/** Left edge and width of each column; the item takes what is left. */
function columnsOf(width: number) {
  const fixed = { tick: [0, 20], quantity: [24, 42], bin: [70, 104] } as const;
  const barcode = [width - 122, 122] as const;
  const tote = [barcode[0] - 70, 68] as const;
  return { ...fixed, item: [178, tote[0] - 186] as const, tote, barcode };
}

export async function pickListPdf(list: PickList, paper: PaperSize): Promise<Buffer> {
  const [pageWidth, pageHeight] = sheets[paper];
  const width = pageWidth - 2 * margin;
  const free = pageHeight - 2 * margin - foot - 16;
  const rows = list.lines.map((line) => ({ line, height: rowHeight }));
  const pages = pagesOf(rows, free - firstHead, free - nextHead);
  return pdfOf(`Pick list of ${list.title}`, (doc) => {
    for (const [index, page] of pages.entries()) {
      newPage(doc, [pageWidth, pageHeight]);
      let y = index === 0 ? firstHeading(doc, list, width) : nextHeading(doc, list, width);
      y = columnHeads(doc, y, width);
      for (const { line } of page) y = row(doc, line, y, width);
      if (list.empty) put(doc, list.empty, margin, y + 16, { width, size: 12 });
      const at = pageHeight - margin - 10;
      put(doc, list.title, margin, at, { width: width / 2, size: 9, grey: true });
      const count = `page ${index + 1} of ${pages.length}`;
      put(doc, count, margin + width / 2, at, { width: width / 2, size: 9, grey: true, align: 'right' });
    }
  });
}

function firstHeading(doc: Pdf, list: PickList, width: number): number {
  const half = width - 190;
  let y = put(doc, list.title, margin, margin, { width: half, size: 26, bold: true }) + 2;
  for (const fact of list.facts) y = put(doc, fact, margin, y, { width: half, size: 10.5 }) + 2;
  bars(doc, list.code, margin + width - 180, margin, { width: 180, height: 44, align: 'right' });
  put(doc, list.code, margin + width - 180, margin + 48, { width: 172, size: 10, align: 'right' });
  return margin + firstHead;
}

function nextHeading(doc: Pdf, list: PickList, width: number): number {
  put(doc, list.title, margin, margin, { width, size: 14, bold: true });
  return margin + nextHead;
}

function columnHeads(doc: Pdf, y: number, width: number): number {
  const columns = columnsOf(width);
  for (const [name, [x, wide]] of [
    ['Units', columns.quantity],
    ['Bin', columns.bin],
    ['Item', columns.item],
    ['Tote, order', columns.tote],
    ['Barcode', columns.barcode],
  ] as const)
    put(doc, name, margin + x, y, { width: wide, size: 8.5, grey: true });
  rule(doc, margin, y + 13, width, 1);
  return y + 14;
}

function row(doc: Pdf, line: PickListLine, y: number, width: number): number {
  const { tick, quantity, bin, item, tote, barcode } = columnsOf(width);
  const at = (x: number) => margin + x;
  box(doc, at(tick[0]) + 0.5, y + 16, 15, 15);
  put(doc, line.quantity, at(quantity[0]), y + 11, { width: quantity[1], size: 22, least: 10, bold: true });
  put(doc, line.of, at(quantity[0]), y + 34, { width: quantity[1], size: 10, least: 7, bold: true });
  put(doc, line.bin, at(bin[0]), y + 13, { width: bin[1], size: 17, least: 8, bold: true });
  const below = put(doc, line.title, at(item[0]), y + 5, { width: item[1], size: 10, lines: 2 });
  put(doc, [`${line.position}.`, line.sku].filter(Boolean).join(' '), at(item[0]), Math.max(below, y + 32), {
    ...{ width: item[1], size: 8.5, grey: true },
  });
  const order = { width: tote[1], size: 11, least: 7 };
  if (line.tote) put(doc, line.tote, at(tote[0]), y + 7, { width: tote[1], size: 15, least: 8, bold: true });
  put(doc, line.order, at(tote[0]), line.tote ? y + 27 : y + 17, order);
  const drawn = line.bars !== null && bars(doc, line.bars, at(barcode[0]), y + 6, { width: barcode[1], height: 24 });
  put(doc, line.barcode, at(barcode[0]) + (drawn ? 7 : 0), drawn ? y + 33 : y + 18, {
    width: barcode[1] - 8,
    size: 8,
    least: 6,
  });
  rule(doc, margin, y + rowHeight, width);
  return y + rowHeight;
}

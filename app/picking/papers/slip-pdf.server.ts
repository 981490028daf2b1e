// Packing slips on paper, one after the other, each with pages of its own.
import { pagesOf } from './pages.ts';
import { bars, newPage, type Pdf, pdfOf, put, rule, sheets } from './pdf.server.ts';
import type { Slip, SlipRow } from './slip.ts';
import { columns, type PaperSize } from './words.ts';

const margin = 48;
const nextHead = 40;
const foot = 24;

type Row = { height: number } & (
  | { kind: 'heading'; text: string }
  | { kind: 'line'; row: SlipRow; faint: boolean }
  | { kind: 'sum' }
);

export async function slipsPdf(title: string, slips: readonly Slip[], paper: PaperSize): Promise<Buffer> {
  return pdfOf(title, (doc) => {
    for (const one of slips) drawSlip(doc, one, paper);
    if (slips.length === 0) {
      newPage(doc, sheets[paper]);
      put(doc, 'There is nothing to pack in this wave.', margin, margin, { width: 400, size: 12 });
    }
  });
}

const line = (row: SlipRow, faint: boolean): Row => ({
  ...{ kind: 'line', row, faint },
  height: (columns(row.title) > 56 ? 27 : 15) + (row.sku ? 12 : 0) + 8,
});

function rowsOf(slip: Slip): Row[] {
  return [
    ...slip.inside.map((row) => line(row, false)),
    { kind: 'sum', height: 28 },
    ...(slip.elsewhere.length > 0
      ? [
          { kind: 'heading' as const, text: 'Also part of this order, not in this parcel', height: 42 },
          ...slip.elsewhere.map((row) => line(row, true)),
        ]
      : []),
  ];
}

function drawSlip(doc: Pdf, slip: Slip, paper: PaperSize): void {
  const [pageWidth, pageHeight] = sheets[paper];
  const width = pageWidth - 2 * margin;
  const free = pageHeight - 2 * margin - foot;
  const firstHead = 150 + Math.max(0, slip.to.length - 4) * 15;
  const pages = pagesOf(rowsOf(slip), free - firstHead, free - nextHead);
  for (const [index, page] of pages.entries()) {
    newPage(doc, [pageWidth, pageHeight]);
    let y = margin + (index === 0 ? firstHead : nextHead);
    if (index === 0) firstHeading(doc, slip, width);
    else put(doc, `${slip.shop}, order ${slip.order}`, margin, margin, { width, size: 12, bold: true });
    put(doc, 'Item', margin, y - 16, { width: 100, size: 8.5, grey: true });
    put(doc, 'Units', margin + width - 50, y - 16, { width: 50, size: 8.5, grey: true, align: 'right' });
    if (slip.withPrices)
      put(doc, 'Price', margin + width - 140, y - 16, { width: 80, size: 8.5, grey: true, align: 'right' });
    rule(doc, margin, y - 3, width, 1);
    for (const row of page) y = drawRow(doc, slip, row, y, width);
    const words =
      pages.length > 1 ? `Order ${slip.order}, page ${index + 1} of ${pages.length}` : `Order ${slip.order}`;
    put(doc, words, margin, pageHeight - margin - 8, { width, size: 8.5, grey: true, align: 'right' });
  }
}

function firstHeading(doc: Pdf, slip: Slip, width: number): void {
  const half = width / 2 - 10;
  const right = margin + width / 2 + 10;
  let y = put(doc, slip.shop, margin, margin, { width: half, size: 18, least: 11, bold: true });
  if (slip.from) put(doc, slip.from, margin, y, { width: half, size: 8.5, least: 6.5, lines: 2, grey: true });
  const drawn = slip.bars !== null && bars(doc, slip.bars, right, margin, { width: half, height: 30, align: 'right' });
  y = put(doc, `Order ${slip.order}`, right, margin + (drawn ? 34 : 2), {
    width: half,
    size: 14,
    least: 9,
    bold: true,
    align: 'right',
  });
  for (const fact of slip.facts) y = put(doc, fact, right, y + 2, { width: half, size: 9.5, align: 'right' });
  y = put(doc, slip.toHeading, margin, margin + 48, { width: half, size: 8.5, grey: true }) + 2;
  for (const [index, text] of slip.to.entries())
    y = put(doc, text, margin, y, { width: half + 20, size: 11, least: 7, bold: index === 0 }) + 1;
}

function drawRow(doc: Pdf, slip: Slip, row: Row, y: number, width: number): number {
  const below = y + row.height;
  if (row.kind === 'heading') {
    put(doc, row.text, margin, y + 20, { width, size: 10, bold: true });
    rule(doc, margin, below - 3, width, 1);
    return below;
  }
  if (row.kind === 'sum') {
    put(doc, slip.units, margin + width - 120, y + 8, { width: 120, size: 10.5, bold: true, align: 'right' });
    if (slip.total !== null)
      put(doc, `In this parcel ${slip.total}`, margin, y + 8, { width: width - 130, size: 10.5, bold: true });
    return below;
  }
  const { title, sku, quantity, price, where } = row.row;
  const wide = width - (slip.withPrices || row.faint ? 160 : 70);
  const lines = row.height - 8 - (sku ? 12 : 0) > 20 ? 2 : 1;
  const next = put(doc, title, margin, y + 4, { width: wide, size: 10.5, lines, grey: row.faint });
  if (sku) put(doc, sku, margin, next + 1, { width: wide, size: 8.5, grey: true });
  put(doc, quantity, margin + width - 50, y + 3, {
    width: 50,
    size: 11,
    align: 'right',
    bold: !row.faint,
    grey: row.faint,
  });
  const beside = row.faint ? where : price;
  if (beside)
    put(doc, beside, margin + width - 140, y + 4, { width: 86, size: 9.5, least: 7, align: 'right', grey: row.faint });
  rule(doc, margin, below, width, 0.25);
  return below;
}

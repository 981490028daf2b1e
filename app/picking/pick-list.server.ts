// The pick list on paper: bins in the order of the walk, large quantities, a box to tick for each line.
import PDFDocument from 'pdfkit';
import { printable } from '../lib/printable.ts';
import type { WaveLine } from './wave.ts';

export type PickList = {
  number: number;
  locationName: string;
  /** as people of the shop write it */
  printedAt: string;
  lines: readonly Pick<WaveLine, 'position' | 'bin' | 'title' | 'sku' | 'orderName' | 'quantity'>[];
};

const margin = 36;
const rowHeight = 40;
const columns = { tick: 0, quantity: 26, bin: 76, item: 176, order: 430 } as const;

/** The list as a PDF of A4 pages. Characters that the PDF's own fonts lack are printed as "?". */
export async function pickListPdf(list: PickList): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margin,
    bufferPages: true,
    info: { Title: `Pick list of wave ${list.number}` },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  const width = doc.page.width - 2 * margin;
  const bottom = doc.page.height - margin - 20;

  const orders = new Set(list.lines.map((line) => line.orderName)).size;
  const units = list.lines.reduce((sum, line) => sum + line.quantity, 0);
  doc
    .font('Helvetica-Bold')
    .fontSize(22)
    .text(printable(`Wave ${list.number}`), margin, margin);
  doc
    .font('Helvetica')
    .fontSize(11)
    .text(
      printable(
        `${list.locationName} · ${orders} orders, ${list.lines.length} lines, ${units} units · ${list.printedAt}`,
      ),
    );
  let y = headings(doc, doc.y + 12, width);
  for (const line of list.lines) {
    if (y + rowHeight > bottom) {
      doc.addPage();
      y = headings(doc, margin, width);
    }
    doc
      .lineWidth(1)
      .rect(margin + columns.tick, y + 12, 15, 15)
      .stroke();
    cell(doc, String(line.quantity), columns.quantity, y + 8, 46, 20, 'Helvetica-Bold');
    cell(doc, line.bin ?? 'no bin', columns.bin, y + 12, 96, 13, 'Helvetica-Bold');
    cell(doc, line.title, columns.item, y + 7, 248, 11, 'Helvetica');
    cell(doc, line.sku ?? '', columns.item, y + 22, 248, 9, 'Helvetica');
    cell(doc, line.orderName, columns.order, y + 12, width - columns.order, 13, 'Helvetica-Bold');
    y += rowHeight;
    doc
      .lineWidth(0.5)
      .moveTo(margin, y)
      .lineTo(margin + width, y)
      .stroke();
  }
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    doc
      .font('Helvetica')
      .fontSize(9)
      .text(`Wave ${list.number}, page ${page - start + 1} of ${count}`, margin, doc.page.height - margin - 10, {
        width,
        align: 'right',
        lineBreak: false,
      });
  }
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

function headings(doc: PDFKit.PDFDocument, y: number, width: number): number {
  for (const [name, x] of [
    ['Units', columns.quantity],
    ['Bin', columns.bin],
    ['Item', columns.item],
    ['Order', columns.order],
  ] as const)
    cell(doc, name, x, y, 90, 9, 'Helvetica');
  doc
    .lineWidth(1)
    .moveTo(margin, y + 14)
    .lineTo(margin + width, y + 14)
    .stroke();
  return y + 14;
}

function cell(
  doc: PDFKit.PDFDocument,
  text: string,
  x: number,
  y: number,
  width: number,
  size: number,
  font: string,
): void {
  doc
    .font(font)
    .fontSize(size)
    .text(printable(text), margin + x, y, { width, height: size + 2, ellipsis: true, lineBreak: true });
}

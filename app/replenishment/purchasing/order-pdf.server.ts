// A purchase order on paper: who asks whom for what, at which cost, by when.
import PDFDocument from 'pdfkit';
import { formatMoney } from '../../lib/money.ts';
import { inFont } from '../../lib/pdf-text.server.ts';
import { type OrderLine, orderName, orderValue } from './purchase-order.ts';

export type OrderPaper = {
  number: number;
  shopName: string;
  supplierName: string;
  supplierEmail: string | null;
  paymentTerms: string | null;
  locationName: string;
  currency: string;
  /** as people of the shop write it */
  orderedOn: string;
  dueOn: string | null;
  note: string | null;
  lines: readonly Pick<OrderLine, 'position' | 'supplierSku' | 'sku' | 'title' | 'ordered' | 'packSize' | 'unitCost'>[];
};

const margin = 42;
/** Left edge and width of each column. */
const columns = {
  line: [0, 22],
  theirs: [26, 92],
  item: [122, 190],
  pack: [316, 40],
  units: [358, 42],
  cost: [402, 52],
  total: [456, 55],
} as const;
type Column = keyof typeof columns;
const toTheRight: readonly Column[] = ['pack', 'units', 'cost', 'total'];

/** The order as a PDF of A4 pages. */
export async function orderPdf(paper: OrderPaper): Promise<Buffer> {
  const name = orderName(paper.number);
  const doc = new PDFDocument({
    size: 'A4',
    margin,
    bufferPages: true,
    info: { Title: `Purchase order ${name}`, Author: paper.shopName },
  });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  const width = doc.page.width - 2 * margin;
  const bottom = doc.page.height - margin - 24;
  const money = (minor: bigint) => formatMoney({ minor, currency: paper.currency });

  doc.text(set(doc, paper.shopName, 18, true), margin, margin, { width: width / 2 });
  doc
    .font('Helvetica-Bold')
    .fontSize(18)
    .text('Purchase order', margin + width / 2, margin, { width: width / 2, align: 'right' });
  doc
    .font('Helvetica')
    .fontSize(12)
    .text(name, { width: width / 2, align: 'right' });
  const half = width / 2 - 12;
  const blockAt = Math.max(doc.y, margin + 44) + 18;
  const block = (x: number, rows: readonly [string, string | null][]): number => {
    let y = blockAt;
    for (const [label, value] of rows) {
      if (!value) continue;
      doc.font('Helvetica').fontSize(8.5).fillColor('#616161').text(label, x, y, { width: half });
      doc.fillColor('black').text(set(doc, value, 11), x, doc.y, { width: half });
      y = doc.y + 7;
    }
    return y;
  };
  const left = block(margin, [
    ['Supplier', paper.supplierName],
    ['E-mail', paper.supplierEmail],
    ['Payment terms', paper.paymentTerms],
  ]);
  const right = block(margin + width / 2 + 12, [
    ['Deliver to', `${paper.shopName}, ${paper.locationName}`],
    ['Date of the order', paper.orderedOn],
    ['Please deliver by', paper.dueOn],
  ]);
  let y = Math.max(left, right) + 10;
  if (paper.note) {
    doc.text(set(doc, paper.note, 10.5), margin, y, { width });
    y = doc.y + 14;
    if (y > bottom - 80) {
      doc.addPage();
      y = margin;
    }
  }
  y = headings(doc, y, width);
  for (const line of paper.lines) {
    const title = set(doc, line.title, 10);
    const titleHeight = Math.min(doc.heightOfString(title, { width: columns.item[1] }), 26);
    const height = titleHeight + (line.sku ? 12 : 0) + 10;
    if (y + height > bottom) {
      doc.addPage();
      y = headings(doc, margin, width);
    }
    cell(doc, 'line', String(line.position), y + 5);
    cell(doc, 'theirs', line.supplierSku ?? '', y + 5, 10, 26);
    cell(doc, 'item', line.title, y + 5, 10, titleHeight + 1);
    if (line.sku) {
      doc.fillColor('#616161');
      cell(doc, 'item', `Our SKU ${line.sku}`, y + 6 + titleHeight, 8.5);
      doc.fillColor('black');
    }
    cell(doc, 'pack', line.packSize > 1 ? `of ${line.packSize}` : '', y + 5);
    cell(doc, 'units', line.ordered.toLocaleString('en'), y + 5, 10.5, 13, true);
    cell(doc, 'cost', money(line.unitCost), y + 5, 9.5);
    cell(doc, 'total', money(line.unitCost * BigInt(line.ordered)), y + 5, 9.5);
    y += height;
    doc
      .lineWidth(0.5)
      .strokeColor('#c9c9c9')
      .moveTo(margin, y)
      .lineTo(margin + width, y)
      .stroke();
  }
  if (y + 40 > bottom) {
    doc.addPage();
    y = margin;
  }
  const units = paper.lines.reduce((sum, line) => sum + line.ordered, 0);
  doc
    .font('Helvetica-Bold')
    .fontSize(12)
    .fillColor('black')
    .text(`${units.toLocaleString('en')} units`, margin, y + 14, { width: width / 2 })
    .text(`Total ${money(orderValue(paper.lines))} ${paper.currency}`, margin + width / 2, y + 14, {
      width: width / 2,
      align: 'right',
    });
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    const words = `${paper.shopName}, ${name}, page ${page - start + 1} of ${count}`;
    // Within the margin: PDFKit begins a new page for a line that reaches into it.
    doc.text(set(doc, words, 9), margin, doc.page.height - margin - 14, { width, align: 'right', lineBreak: false });
  }
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

function headings(doc: PDFKit.PDFDocument, y: number, width: number): number {
  doc.fillColor('#616161');
  for (const [column, name] of [
    ['theirs', 'Your SKU'],
    ['item', 'Item'],
    ['pack', 'Pack'],
    ['units', 'Units'],
    ['cost', 'Each'],
    ['total', 'Total'],
  ] as const)
    cell(doc, column, name, y, 8.5);
  doc
    .fillColor('black')
    .lineWidth(1)
    .strokeColor('black')
    .moveTo(margin, y + 14)
    .lineTo(margin + width, y + 14)
    .stroke();
  return y + 14;
}

function cell(
  doc: PDFKit.PDFDocument,
  column: Column,
  text: string,
  y: number,
  size = 10,
  height = size + 3,
  bold = false,
): void {
  const [x, width] = columns[column];
  const align = toTheRight.includes(column) ? 'right' : 'left';
  doc.text(set(doc, text, size, bold), margin + x, y, { width, height, ellipsis: true, align });
}

/** Sets font and size for a text; answers what that font prints of it. */
function set(doc: PDFKit.PDFDocument, text: string, size: number, bold = false): string {
  const { text: shown, scale } = inFont(doc, text, bold);
  doc.fontSize(size * scale);
  return shown;
}

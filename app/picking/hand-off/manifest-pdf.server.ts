// A closed manifest on paper, for the carrier's driver to sign.
import PDFDocument from 'pdfkit';
import { printable } from '../../lib/printable.ts';

export type ManifestPaper = {
  number: number;
  location: string;
  carrier: string;
  closedAt: string;
  rows: readonly { parcel: string; box: string; grams: number | null; tracking: string; seal: string | null }[];
};

const margin = 36;
const rowHeight = 22;
const columns = { place: 0, parcel: 30, tracking: 180, box: 350, weight: 460 } as const;

export const kilograms = (grams: number) => `${(grams / 1000).toFixed(2)} kg`;

/** A PDF of A4 pages. Characters that the PDF's own fonts lack are printed as "?". */
export async function manifestPdf(paper: ManifestPaper): Promise<Buffer> {
  const doc = new PDFDocument({ size: 'A4', margin, bufferPages: true, info: { Title: `Manifest ${paper.number}` } });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  const width = doc.page.width - 2 * margin;
  const bottom = doc.page.height - margin - 20;
  const cell = (text: string, x: number, y: number, room: number, bold = false) =>
    doc
      .font(bold ? 'Helvetica-Bold' : 'Helvetica')
      .fontSize(10)
      .text(printable(text), margin + x, y, { width: room, height: 12, ellipsis: true });
  const line = (y: number, thick = 0.5) =>
    doc
      .lineWidth(thick)
      .moveTo(margin, y)
      .lineTo(margin + width, y)
      .stroke();
  const headings = (y: number) => {
    cell('Parcel', columns.parcel, y, 140, true);
    cell('Tracking number', columns.tracking, y, 160, true);
    cell('Box', columns.box, y, 100, true);
    cell('Weight', columns.weight, y, width - columns.weight, true);
    line(y + 15, 1);
    return y + 15;
  };
  const total = paper.rows.reduce((sum, row) => sum + (row.grams ?? 0), 0);
  const unweighed = paper.rows.filter((row) => row.grams === null).length;
  doc
    .font('Helvetica-Bold')
    .fontSize(22)
    .text(printable(`Manifest ${paper.number}`), margin, margin);
  doc
    .font('Helvetica')
    .fontSize(11)
    .text(printable(`${paper.carrier} · ${paper.location} · closed ${paper.closedAt}`))
    .text(
      `${paper.rows.length} ${paper.rows.length === 1 ? 'parcel' : 'parcels'}, ${kilograms(total)}${unweighed > 0 ? ` (${unweighed} not weighed)` : ''}`,
    );
  let y = headings(doc.y + 12);
  for (const [index, row] of paper.rows.entries()) {
    if (y + rowHeight > bottom) {
      doc.addPage();
      y = headings(margin);
    }
    cell(String(index + 1), columns.place, y + 6, 28);
    cell(row.parcel, columns.parcel, row.seal ? y + 2 : y + 6, 146);
    if (row.seal)
      doc
        .font('Courier')
        .fontSize(7)
        .text(row.seal, margin + columns.parcel, y + 13, { width: 146, height: 8, lineBreak: false });
    cell(row.tracking, columns.tracking, y + 6, 166);
    cell(row.box, columns.box, y + 6, 106);
    cell(row.grams === null ? '' : kilograms(row.grams), columns.weight, y + 6, width - columns.weight);
    y += rowHeight;
    line(y);
  }
  if (y + 70 > bottom) {
    doc.addPage();
    y = margin;
  }
  cell('Taken over by', 0, y + 40, 120);
  doc
    .lineWidth(0.5)
    .moveTo(margin + 90, y + 52)
    .lineTo(margin + 330, y + 52)
    .stroke();
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    doc
      .font('Helvetica')
      .fontSize(9)
      .text(`Manifest ${paper.number}, page ${page - start + 1} of ${count}`, margin, doc.page.height - margin - 10, {
        ...{ width, align: 'right', lineBreak: false },
      });
  }
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

// The 4 × 6 inch label as a PDF, for printers that take one.
import type { Label } from './label.ts';
import { bars, newPage, type Pdf, pdfOf, put, rule, sheets } from './pdf.server.ts';
import { columns } from './words.ts';

const margin = 14;
const [pageWidth] = sheets.LABEL;
const width = pageWidth - 2 * margin;

export async function labelsPdf(title: string, labels: readonly Label[]): Promise<Buffer> {
  return pdfOf(title, (doc) => {
    for (const label of labels) {
      newPage(doc, sheets.LABEL);
      drawLabel(doc, label);
    }
  });
}

function drawLabel(doc: Pdf, label: Label): void {
  const half = width / 2;
  let y = margin;
  const sender = Math.min(9, 62 / label.from.length / 1.18);
  for (const [index, text] of label.from.entries())
    y = put(doc, text, margin, y, { width: half + 10, size: sender, least: sender / 2, bold: index === 0 });
  const right = { width: half - 14, align: 'right' as const };
  const below = put(doc, label.order, margin + half + 14, margin - 2, { ...right, size: 17, least: 8, bold: true });
  put(doc, label.parcel, margin + half + 14, below, { ...right, size: 11, least: 7 });

  rule(doc, margin, 78, width, 1.5);
  put(doc, label.toHeading, margin, 83, { width, size: 8, bold: true });
  const room = 226 - 94;
  const widest = Math.max(...label.to.map(columns));
  const size = Math.min(18, room / label.to.length / 1.25, width / widest / 0.52);
  y = 94;
  for (const [index, text] of label.to.entries()) {
    put(doc, text, margin, y, { width, size, least: size / 2, bold: index === 0 });
    y += size * 1.25;
  }

  rule(doc, margin, 230, width, 1.5);
  put(doc, label.facts.join(' · '), margin, 237, {
    width: label.insured ? half + 10 : width,
    size: 11,
    least: 6.5,
    bold: true,
  });
  if (label.customs) put(doc, label.customs, margin, 254, { width: half + 20, size: 8, least: 6 });
  if (label.insured) {
    const x = margin + half + 16;
    doc.rect(x, 234, half - 16, 24).fill('black');
    put(doc, label.insured, x + 3, 240, {
      width: half - 22,
      size: 10,
      least: 6,
      bold: true,
      align: 'center',
      white: true,
    });
  }

  rule(doc, margin, 268, width, 1.5);
  bars(doc, label.code, margin, 276, { width, height: 56, align: 'center' });
  put(doc, label.code, margin, 336, { width, size: 11, align: 'center' });
  if (!label.tracking) return;
  rule(doc, margin, 354, width, 1.5);
  const { carrier, number } = label.tracking;
  if (label.tracking.bars) bars(doc, label.tracking.bars, margin, 360, { width, height: 40, align: 'center' });
  const words = [carrier, number].filter(Boolean).join(' ');
  put(doc, words, margin, label.tracking.bars ? 404 : 374, { width, size: 10, least: 6, align: 'center' });
}

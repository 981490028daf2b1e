// Labels of bins and totes: a sheet of twelve to cut, or one to a 4 × 6 inch label.
import { bars, newPage, type Pdf, pdfOf, put, sheets } from './pdf.server.ts';
import type { PlaceLabel } from './place-labels.ts';
import type { PaperSize } from './words.ts';

const across = 2;
const down = 6;
const margin = 30;

export async function placeLabelsPdf(
  title: string,
  labels: readonly PlaceLabel[],
  paper: PaperSize | 'LABEL',
): Promise<Buffer> {
  const [pageWidth, pageHeight] = sheets[paper];
  return pdfOf(title, (doc) => {
    if (labels.length === 0) {
      newPage(doc, [pageWidth, pageHeight]);
      put(doc, 'There is nothing to label.', margin, margin, { width: pageWidth - 2 * margin, size: 12 });
    }
    for (const [index, label] of labels.entries()) {
      if (paper === 'LABEL') {
        newPage(doc, [pageWidth, pageHeight]);
        // Turned, so that the name has the long side.
        doc.rotate(90, { origin: [0, 0] }).translate(0, -pageWidth);
        draw(doc, label, 0, 0, pageHeight, pageWidth);
        continue;
      }
      const place = index % (across * down);
      if (place === 0) newPage(doc, [pageWidth, pageHeight]);
      const width = (pageWidth - 2 * margin) / across;
      const height = (pageHeight - 2 * margin) / down;
      const x = margin + (place % across) * width;
      const y = margin + Math.floor(place / across) * height;
      doc.lineWidth(0.25).strokeColor('#aaaaaa').dash(2, { space: 3 }).rect(x, y, width, height).stroke().undash();
      draw(doc, label, x, y, width, height);
    }
  });
}

function draw(doc: Pdf, label: PlaceLabel, x: number, y: number, width: number, height: number): void {
  const inset = width * 0.06;
  const text = { width: width - 2 * inset, align: 'center' as const };
  const size = height * 0.32;
  put(doc, label.note, x + inset, y + height * 0.06, { ...text, size: height * 0.075, grey: true });
  put(doc, label.name, x + inset, y + height * 0.14, { ...text, size, least: 8, bold: true });
  if (label.bars)
    bars(doc, label.bars, x + inset, y + height * 0.54, { width: text.width, height: height * 0.28, align: 'center' });
  put(doc, label.code, x + inset, y + height * 0.85, { ...text, size: height * 0.085, least: 6 });
}

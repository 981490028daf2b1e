// A closed manifest on paper, for the carrier's driver to sign.
import { pagesOf } from '../papers/pages.ts';
import { newPage, type Pdf, pdfOf, put, rule, sheets } from '../papers/pdf.server.ts';
import { counted, type PaperSize } from '../papers/words.ts';

export type ManifestPaper = {
  number: number;
  /** the sender's lines */
  from: readonly string[];
  carrier: string;
  closedAt: string;
  rows: readonly ManifestRow[];
};

type ManifestRow = { parcel: string; box: string; grams: number | null; tracking: string; seal: string | null };

const margin = 36;
const rowHeight = 22;
const firstHead = 88;
const nextHead = 44;
const lastPart = 96;
const foot = 20;

/** Left edge and width of each column; the last takes what is left. */
const columnsOf = (width: number) => ({
  place: [0, 28] as const,
  parcel: [30, 146] as const,
  tracking: [180, 166] as const,
  box: [350, 106] as const,
  weight: [460, width - 460] as const,
});

const kilograms = (grams: number) => `${(grams / 1000).toFixed(2)} kg`;

export async function manifestPdf(paper: ManifestPaper, size: PaperSize): Promise<Buffer> {
  const [pageWidth, pageHeight] = sheets[size];
  const width = pageWidth - 2 * margin;
  const free = pageHeight - 2 * margin - foot;
  const rows = paper.rows.map((row, index) => ({
    row: row as ManifestRow | null,
    place: index + 1,
    height: rowHeight,
  }));
  const pages = pagesOf([...rows, { row: null, place: 0, height: lastPart }], free - firstHead, free - nextHead);
  return pdfOf(`Manifest ${paper.number}`, (doc) => {
    for (const [index, page] of pages.entries()) {
      newPage(doc, [pageWidth, pageHeight]);
      if (index === 0) heading(doc, paper, width);
      else put(doc, `Manifest ${paper.number}, ${paper.carrier}`, margin, margin, { width, size: 12, bold: true });
      let y = columnHeads(doc, margin + (index === 0 ? firstHead : nextHead) - 17, width);
      for (const { row, place, height } of page) {
        if (row) drawRow(doc, row, place, y, width);
        else handOver(doc, paper, y, width);
        y += height;
      }
      const words = `Manifest ${paper.number}, page ${index + 1} of ${pages.length}`;
      put(doc, words, margin, pageHeight - margin - 8, { width, size: 9, grey: true, align: 'right' });
    }
  });
}

function heading(doc: Pdf, { number, from, carrier, closedAt }: ManifestPaper, width: number): void {
  const half = width / 2;
  put(doc, `Manifest ${number}`, margin, margin, { width: half, size: 22, bold: true });
  put(doc, carrier, margin + half, margin, { width: half, size: 22, least: 9, bold: true, align: 'right' });
  put(doc, `From ${from.join(', ')}`, margin, margin + 30, { width, size: 11, least: 6.5 });
  put(doc, `Closed ${closedAt}`, margin, margin + 45, { width, size: 11 });
}

function columnHeads(doc: Pdf, y: number, width: number): number {
  const { parcel, tracking, box, weight } = columnsOf(width);
  for (const [name, [x, wide], align] of [
    ['Parcel', parcel, 'left'],
    ['Tracking number', tracking, 'left'],
    ['Box', box, 'left'],
    ['Weight', weight, 'right'],
  ] as const)
    put(doc, name, margin + x, y, { width: wide, size: 8.5, grey: true, align });
  rule(doc, margin, y + 14, width, 1);
  return y + 17;
}

function drawRow(doc: Pdf, row: ManifestRow, place: number, y: number, width: number): void {
  const table = columnsOf(width);
  const cell = (column: keyof typeof table, text: string, align: 'left' | 'right' = 'left', at = y + 5) => {
    const [x, wide] = table[column];
    put(doc, text, margin + x, at, { width: wide, size: 10, least: 6.5, align });
  };
  cell('place', String(place));
  cell('parcel', row.parcel, 'left', row.seal ? y + 1 : y + 5);
  if (row.seal) put(doc, row.seal, margin + table.parcel[0], y + 12, { width: table.parcel[1], size: 7, grey: true });
  cell('tracking', row.tracking);
  cell('box', row.box);
  cell('weight', row.grams === null ? 'not weighed' : kilograms(row.grams), 'right');
  rule(doc, margin, y + rowHeight, width, 0.25);
}

/** What is handed over in all, and who took it when. */
function handOver(doc: Pdf, { rows }: ManifestPaper, y: number, width: number): void {
  const unweighed = rows.filter((row) => row.grams === null).length;
  const bold = { size: 10.5, bold: true };
  put(doc, counted(rows.length, 'parcel'), margin, y + 8, { width: 200, ...bold });
  const grams = rows.reduce((sum, row) => sum + (row.grams ?? 0), 0);
  const sum = `${kilograms(grams)}${unweighed > 0 ? ` and ${unweighed} not weighed` : ''}`;
  put(doc, sum, margin + 200, y + 8, { width: width - 200, align: 'right', ...bold });
  const line = (name: string, x: number, wide: number) => {
    rule(doc, margin + x, y + 76, wide);
    put(doc, name, margin + x, y + 80, { width: wide, size: 8.5, grey: true });
  };
  line('Taken over by (name and signature)', 0, width - 190);
  line('Date and time', width - 170, 170);
}

import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { pickListPdf } from './pick-list.server.ts';

/** The texts of a PDF made by PDFKit, in the order they are drawn. */
function textsOf(pdf: Buffer): string[] {
  const raw = pdf.toString('latin1');
  const pages = [...raw.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map((match) => {
    const bytes = Buffer.from(match[1] ?? '', 'latin1');
    try {
      return inflateSync(bytes).toString('latin1');
    } catch {
      return '';
    }
  });
  return [...pages.join('\n').matchAll(/\[([^\]]*)\] TJ/g)].map((match) =>
    [...(match[1] ?? '').matchAll(/<([0-9a-f]*)>/g)]
      .map((hex) => Buffer.from(hex[1] ?? '', 'hex').toString('latin1'))
      .join(''),
  );
}

const line = (position: number) => ({
  position,
  bin: `A-${position}`,
  title: position === 2 ? 'Tée 茶, “large”' : `Tea ${position}`,
  sku: `SKU-${position}`,
  orderName: `#${1000 + (position % 3)}`,
  quantity: position,
});

test('the pick list names every bin, quantity, item and order in the order of the walk, over as many pages as it takes', async () => {
  const lines = Array.from({ length: 45 }, (_, index) => line(index + 1));
  const pdf = await pickListPdf({ number: 7, locationName: 'London', printedAt: '22 Nov 2026, 09:00', lines });
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  const texts = textsOf(pdf);
  expect(texts[0]).toBe('Wave 7');
  expect(texts[1]).toContain('London · 3 orders, 45 lines, 1035 units');
  const bins = texts.filter((text) => /^A-\d+$/.test(text));
  expect(bins).toEqual(lines.map((each) => each.bin));
  for (const each of lines) expect(texts).toContain(each.orderName);
  expect(texts.some((text) => text.startsWith('Tée ?, '))).toBe(true);
  expect(texts.filter((text) => /^Wave 7, page \d of 3$/.test(text))).toHaveLength(3);
});

test('a wave without bins or SKUs still prints', async () => {
  const lines = [{ ...line(1), bin: null, sku: null }];
  expect(textsOf(await pickListPdf({ number: 1, locationName: '', printedAt: '', lines }))).toContain('no bin');
});

// What a PDF made by PDFKit says, for tests: its objects are plain, only streams are packed.
import { inflateSync } from 'node:zlib';

/** The texts of each page, in the order in which they are drawn. */
export function textsOf(pdf: Uint8Array): string[][] {
  const raw = Buffer.from(pdf).toString('latin1');
  const objects = new Map(
    [...raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map((match) => [match[1]!, match[2]!]),
  );
  const stream = (id: string | undefined): string => {
    const object = objects.get(id ?? '') ?? '';
    const start = /stream\r?\n/.exec(object);
    if (!start) return '';
    const from = start.index + start[0].length;
    const packed = object.slice(from, from + Number(/\/Length (\d+)/.exec(object)?.[1]));
    return inflateSync(Buffer.from(packed, 'latin1')).toString('latin1');
  };
  const pages = [...objects.values()].filter((object) => /\/Type \/Page\n/.test(object));
  return pages.map((page) => {
    const resources = objects.get(/\/Resources (\d+) 0 R/.exec(page)?.[1] ?? '') ?? '';
    const letters = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map((match) => {
        const unicode = /\/ToUnicode (\d+) 0 R/.exec(objects.get(match[2]!) ?? '')?.[1];
        return [match[1]!, unicode === undefined ? null : lettersOf(stream(unicode))];
      }),
    );
    let font = '';
    return [...stream(/\/Contents (\d+) 0 R/.exec(page)?.[1]).matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)].flatMap(
      ([, name, shown]) => {
        if (name !== undefined) {
          font = name;
          return [];
        }
        const known = letters.get(font);
        return [
          [...(shown ?? '').matchAll(/<([0-9a-f]*)>/g)]
            .map(([, hex = '']) =>
              known
                ? hex.replace(/.{4}/g, (glyph) => known[Number.parseInt(glyph, 16)] ?? '')
                : new TextDecoder('windows-1252').decode(Buffer.from(hex, 'hex')),
            )
            .join(''),
        ];
      },
    );
  });
}

/** What each glyph of an embedded font stands for, by its number. */
function lettersOf(unicodeMap: string): string[] {
  return [...unicodeMap.matchAll(/<[0-9a-f]+> <[0-9a-f]+> \[([^\]]*)\]/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex = '']) =>
      Buffer.from(hex.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
    ),
  );
}

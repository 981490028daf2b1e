import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkChain, type Link, linked, noHash } from './chain.ts';
import type { Deed, Entry, PickedLine } from './deed.ts';
import { fold, isPacked, missingOf, openParcel, type Packing, packedOf, saidMissing, take } from './ledger.ts';
import { inTurn, mayDo, saidAtStation } from './said.ts';
import { notYet, type SealTerms } from './sealing.ts';

const lines: PickedLine[] = [
  { id: 'mug', units: 3 },
  { id: 'plate', units: 1 },
];
let ids = 0;
const by = (station: string, parcel: string, deed: Deed): Entry => ({ id: `e${ids++}`, parcel, station, deed });
const at = (deed: Deed, parcel = 'p1') => by('A', parcel, deed);
const opened: Deed = { kind: 'opened', over: false };
const scanned = (line: string, units = 1): Deed => ({ kind: 'scanned', line, units });
const back = (line: string, units = 1): Deed => ({ kind: 'took-back', line, units });
const seal = (more = false): Deed => ({ kind: 'sealed', more, despite: false });

/** Says one after the other; the last answer. */
function say(...entries: Entry[]) {
  let packing = fold(lines, []);
  let refused: string | null = null;
  for (const entry of entries) ({ packing, refused } = take(packing, entry));
  return { packing, refused };
}

describe('an order is packed', () => {
  test('by scans into one parcel, which is sealed when nothing is missing', () => {
    const start = [at(opened), at(scanned('mug')), at(scanned('mug')), at(scanned('plate'))];
    expect(say(...start, at(seal())).refused).toBe('missing');
    const { packing, refused } = say(...start, at(scanned('mug')), at(seal()));
    expect([refused, isPacked(packing), packing.holder]).toEqual([null, true, null]);
  });

  test('into two parcels when one is full', () => {
    const first = [at(opened), at(scanned('mug', 2)), at(seal(true))];
    expect(
      say(...first, at(opened, 'p2'), at(scanned('mug'), 'p2'), at(scanned('plate'), 'p2'), at(seal(), 'p2')),
    ).toMatchObject({
      refused: null,
      packing: { parcels: [{ sealed: true }, { sealed: true }] },
    });
  });

  test('never with more than was picked, and never into a parcel that is sealed', () => {
    expect(say(at(opened), at(scanned('plate', 2))).refused).toBe('too-many');
    expect(say(at(opened), at(scanned('vase'))).refused).toBe('unknown-line');
    expect(say(at(opened), at(scanned('plate')), at(seal(true)), at(scanned('mug'))).refused).toBe('not-open');
    expect(say(at(opened), at(seal(true))).refused).toBe('empty');
  });

  test('what is taken out of a parcel that lies ready is packed no more, whoever had the order; an emptied parcel is none', () => {
    const out = (line: string, units: number) => by('admin', 'p1', { kind: 'taken-out', line, units });
    const ready = [at(opened), at(scanned('mug', 3)), at(scanned('plate')), at(seal())];
    expect(say(at(opened), at(scanned('mug')), out('mug', 1)).refused).toBe('not-open');
    expect(say(...ready, out('mug', 4)).refused).toBe('not-in-it');
    const { packing, refused } = say(...ready, out('mug', 2));
    expect([refused, packedOf(packing, 'mug'), isPacked(packing)]).toEqual([null, 1, true]);
    expect(say(...ready, out('mug', 3), out('plate', 1)).packing).toMatchObject({ parcels: [], holder: null });
  });

  test('a weight and a photo do not outlive what they were taken of', () => {
    const photo: Deed = { kind: 'photographed', photo: 'a'.repeat(64) };
    const { packing } = say(
      at(opened),
      at(scanned('mug')),
      at({ kind: 'weighed', grams: 300 }),
      at(photo),
      at(scanned('mug')),
    );
    expect(openParcel(packing)).toMatchObject({ grams: null, photos: [] });
  });

  test('a sealed parcel is opened again, and what was in it can be taken out', () => {
    const again: Deed = { kind: 'opened-again', over: false };
    const all = [at(opened), at(scanned('mug', 3)), at(scanned('plate')), at(seal())];
    const { packing, refused } = say(...all, at(again), at(back('plate')));
    expect(refused).toBeNull();
    expect(missingOf(packing)).toEqual([{ id: 'plate', units: 1 }]);
  });

  test('what is put back is wanted no more, and a parcel that is given up takes its goods along', () => {
    const again: Deed = { kind: 'opened-again', over: false };
    const all = [at(opened), at(scanned('mug', 3)), at(scanned('plate')), at(seal())];
    const mended = say(...all, at(again), at({ kind: 'put-back', line: 'mug', units: 2 }), at(seal()));
    expect([mended.refused, isPacked(mended.packing)]).toEqual([null, true]);
    expect(mended.packing.lines).toEqual([
      { id: 'mug', units: 1 },
      { id: 'plate', units: 1 },
    ]);
    expect(say(...all, at(again), at({ kind: 'put-back', line: 'plate', units: 2 })).refused).toBe('not-in-it');
    const first = [at(opened), at(scanned('mug', 3)), at(seal(true)), at(opened, 'p2')];
    const { packing } = say(...first, at(scanned('plate'), 'p2'), at({ kind: 'gave-up', over: false }));
    expect([packing.parcels.map(({ id }) => id), missingOf(packing), packing.holder]).toEqual([['p2'], [], 'A']);
  });

  test('what is missing is packed no more, until it is found after all', () => {
    const missing = (line: string, units = 1): Deed => ({ kind: 'missing', line, units });
    const found: Deed = { kind: 'found', line: 'mug', units: 1 };
    const start = [at(opened), at(scanned('mug', 2)), at(scanned('plate'))];
    expect(say(...start, at(missing('mug', 2))).refused).toBe('too-many');
    expect(say(...start, at(found)).refused).toBe('too-many');
    const short = say(...start, at(missing('mug')), at(seal()));
    expect([short.refused, isPacked(short.packing), [...saidMissing(short.packing)]]).toEqual([
      null,
      true,
      [['mug', 1]],
    ]);
    const { packing, refused } = say(...start, at(missing('mug')), at(found), at(seal()));
    expect([refused, missingOf(packing)]).toEqual(['missing', [{ id: 'mug', units: 1 }]]);
  });

  test('a parcel is not opened again while another has something in it; one that is empty is dropped', () => {
    const again: Deed = { kind: 'opened-again', over: false };
    const first = [at(opened), at(scanned('mug', 2)), at(seal(true)), at(opened, 'p2')];
    expect(say(...first, at(scanned('plate'), 'p2'), at(again)).refused).toBe('another-is-open');
    expect(say(...first, at(again)).packing.parcels.map(({ id, sealed }) => [id, sealed])).toEqual([['p1', false]]);
  });

  test('at one station: another is refused until it takes over, and then the first is', () => {
    const ana = [by('A', 'p1', opened), by('A', 'p1', scanned('mug'))];
    expect(say(...ana, by('B', 'p1', opened)).refused).toBe('held');
    expect(say(...ana, by('B', 'p1', scanned('mug'))).refused).toBe('held');
    const over = by('B', 'p1', { kind: 'opened', over: true });
    const { packing, refused } = say(...ana, over, by('B', 'p1', scanned('mug')));
    expect([refused, packedOf(packing, 'mug')]).toEqual([null, 2]);
    expect(say(...ana, over, by('A', 'p1', scanned('mug'))).refused).toBe('held');
  });
});

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('mug', 'plate'), fc.integer({ min: 1, max: 3 }))
      .map(([line, units]) => scanned(line, units)),
  },
  fc.constantFrom('mug', 'plate').map((line): Deed => ({ kind: 'forced', line, units: 1 })),
  fc.constantFrom('mug', 'plate').map((line) => back(line)),
  fc.boolean().map((over): Deed => ({ kind: 'opened', over })),
  fc.constant<Deed>({ kind: 'new-parcel' }),
  fc.boolean().map((more) => seal(more)),
  fc.boolean().map((over): Deed => ({ kind: 'opened-again', over })),
  fc.constantFrom('mug', 'plate').map((line): Deed => ({ kind: 'put-back', line, units: 1 })),
  fc.constantFrom('mug', 'plate').map((line): Deed => ({ kind: 'missing', line, units: 1 })),
  fc.constantFrom('mug', 'plate').map((line): Deed => ({ kind: 'found', line, units: 1 })),
  fc.boolean().map((over): Deed => ({ kind: 'gave-up', over })),
  fc.constant<Deed>({ kind: 'weighed', grams: 500 }),
  fc.constantFrom(null, 'S', 'M').map((box): Deed => ({ kind: 'chose-box', box })),
);
/** Mostly said by who has the order, about the parcel that is open; now and then by anybody about any. */
const streams = fc.array(
  fc.record({
    wild: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    station: fc.constantFrom('A', 'B'),
    parcel: fc.constantFrom('p1', 'p2', 'p3'),
    deed: deeds,
  }),
  { minLength: 10, maxLength: 60, size: 'max' },
);

function played(stream: { wild: boolean; station: string; parcel: string; deed: Deed }[]): Packing {
  let packing = fold(lines, []);
  stream.forEach(({ wild, deed, ...any }, nth) => {
    const likely = {
      station: packing.holder ?? any.station,
      parcel: deed.kind === 'new-parcel' ? `n${nth}` : (openParcel(packing)?.id ?? any.parcel),
    };
    ({ packing } = take(packing, { id: `${nth}`, deed, ...(wild ? any : likely) }));
  });
  return packing;
}
const contents = ({ parcels, holder }: Packing) => ({ holder, parcels });

describe('whatever is said', () => {
  test('parcels hold no more than was picked, at most one is open, and sealed ones of a packed order add up to it', () => {
    fc.assert(
      fc.property(streams, (stream) => {
        const packing = played(stream);
        for (const { id, units } of packing.lines) {
          expect(packedOf(packing, id)).toBeLessThanOrEqual(units);
          const missing = saidMissing(packing).get(id) ?? 0;
          expect(units + missing).toBeLessThanOrEqual(lines.find((line) => line.id === id)?.units ?? 0);
        }
        for (const parcel of packing.parcels)
          for (const [line, forced] of parcel.forced) expect(forced).toBeLessThanOrEqual(parcel.units.get(line) ?? 0);
        expect(packing.parcels.filter((parcel) => !parcel.sealed).length).toBeLessThanOrEqual(1);
        if (isPacked(packing)) for (const { id, units } of packing.lines) expect(packedOf(packing, id)).toBe(units);
      }),
    );
  });

  test('taking back what was put in restores what is in every parcel', () => {
    fc.assert(
      fc.property(streams, fc.constantFrom('mug', 'plate'), fc.boolean(), (stream, line, force) => {
        const before = played(stream);
        const open = openParcel(before);
        if (!open || before.holder === null) return;
        const put: Deed = force ? { kind: 'forced', line, units: 1 } : scanned(line);
        const put1 = take(before, by(before.holder, open.id, put));
        if (put1.refused) return;
        const after = take(put1.packing, by(before.holder, open.id, back(line)));
        expect(after.refused).toBeNull();
        const bare = (packing: Packing) =>
          packing.parcels.map(({ id, units, box, sealed }) => ({ id, units, box, sealed }));
        expect(bare(after.packing)).toEqual(bare(before));
      }),
    );
  });

  test('a station’s deliveries, in any order and however often, are taken once and in its order', () => {
    const one = fc.array(deeds, { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(one, fc.array(fc.tuple(fc.nat(14), fc.nat(14)), { maxLength: 30 }), (own, parts) => {
        const said = own.map((deed, index) => ({ id: `${index}`, nth: index + 1, deed }));
        const entry = ({ id, deed }: (typeof said)[number]): Entry => ({ id, parcel: 'p1', station: 'A', deed });
        const known = new Set<string>();
        let next = 1;
        let packing = fold(lines, []);
        // Parts of it come in any order, twice, with holes; at last all of it does.
        for (const [a, b] of [...parts, [0, own.length] as const]) {
          const delivery = said.slice(Math.min(a, b), Math.max(a, b) + 1);
          const heard = inTurn(delivery.toReversed(), known, next);
          for (const each of heard.fresh) {
            known.add(each.id);
            packing = take(packing, entry(each)).packing;
          }
          next = heard.next;
        }
        expect(known.size).toBe(own.length);
        expect(contents(packing)).toEqual(contents(fold(lines, said.map(entry))));
      }),
    );
  });
});

describe('sealing', () => {
  const terms: SealTerms = {
    cameBack: null,
    toleranceGrams: 30,
    tolerancePercent: 3,
    weigh: true,
    photo: true,
    boxes: [{ id: 'S', grams: 100 }],
    goods: new Map([
      ['mug', { title: 'Mug', grams: 300 }],
      ['plate', { title: 'Plate', grams: 500 }],
    ]),
  };
  const plain = { more: false, despite: false };

  test('says what is left to do, in a packer’s order', () => {
    const packed = [at(opened), at(scanned('mug', 3))];
    expect(notYet(say(...packed).packing, terms, plain)).toEqual(['missing', 'no-box', 'not-weighed', 'no-photo']);
    const whole = [...packed, at(scanned('plate')), at({ kind: 'chose-box', box: 'S' })];
    const weighed = (grams: number) => say(...whole, at({ kind: 'weighed', grams })).packing;
    expect(notYet(weighed(1500), { ...terms, photo: false }, plain)).toEqual([]);
    expect(notYet(weighed(1200), { ...terms, photo: false }, plain)).toEqual(['weight-off']);
    expect(notYet(weighed(1200), { ...terms, photo: false }, { ...plain, despite: true })).toEqual([]);
  });

  test('only who may force packs what was not scanned, or seals what the scale doubts', () => {
    const forced: Deed = { kind: 'forced', line: 'mug', units: 1 };
    const despite: Deed = { kind: 'sealed', more: false, despite: true };
    for (const deed of [forced, despite])
      expect([mayDo(deed, { mayForce: false }), mayDo(deed, { mayForce: true })]).toEqual([false, true]);
    for (const deed of [scanned('mug'), seal()]) expect(mayDo(deed, { mayForce: false })).toBe(true);
  });
});

describe('the proof', () => {
  const chain = (stream: Deed[]): Link[] => {
    const links: Link[] = [];
    for (const deed of stream)
      links.push(
        linked(links.at(-1)?.hash ?? noHash, {
          ...{
            orderId: '7',
            seq: links.length + 1,
            id: `e${links.length}`,
            parcelId: 'p1',
            pickerId: 'ana',
            station: 'A',
          },
          ...{ nth: links.length + 1, at: '2026-11-27T09:00:00.000Z', deed },
        }),
      );
    return links;
  };
  const some = fc.array(deeds, { minLength: 2, maxLength: 12 }).map(chain);

  test('holds as it was written', () => {
    fc.assert(fc.property(some, (links) => checkChain(links, links.at(-1)!.hash).ok));
  });

  test('shows the first entry that was altered, dropped, put in twice or swapped', () => {
    fc.assert(
      fc.property(
        some,
        fc.nat(),
        fc.constantFrom('deed', 'at', 'picker', 'hash', 'drop', 'twice', 'swap'),
        (links, pick, how) => {
          const last = links.at(-1)!.hash;
          const i = pick % links.length;
          const broken = [...links];
          const link = links[i]!;
          if (how === 'deed') broken[i] = { ...link, deed: { kind: 'weighed', grams: 777 } };
          else if (how === 'at') broken[i] = { ...link, at: '2026-11-27T09:00:00.001Z' };
          else if (how === 'picker') broken[i] = { ...link, pickerId: 'ben' };
          else if (how === 'hash')
            broken[i] = { ...link, hash: `${link.hash[0] === '0' ? '1' : '0'}${link.hash.slice(1)}` };
          else if (how === 'drop') broken.splice(i, 1);
          else if (how === 'twice') broken.splice(i, 0, link);
          else {
            const j = (i + 1) % links.length;
            [broken[i], broken[j]] = [links[j]!, link];
          }
          const first = how === 'swap' ? Math.min(i, (i + 1) % links.length) : how === 'twice' ? i + 1 : i;
          expect(checkChain(broken, last)).toMatchObject({ ok: false, seq: first + 1 });
        },
      ),
    );
  });

  test('whoever alters an entry and hashes it anew breaks the next one', () => {
    const links = chain([opened, scanned('mug'), seal(true)]);
    const forged = links.map((link, i) => (i === 1 ? linked(link.before, { ...link, deed: scanned('mug', 3) }) : link));
    expect(checkChain(forged)).toEqual({ ok: false, seq: 3, what: 'not-linked' });
  });
});

test('what a station says is read strictly', () => {
  const good = { id: crypto.randomUUID(), parcel: crypto.randomUUID(), nth: 1, at: 0 };
  const read = (deed: unknown) => saidAtStation.safeParse({ sentAt: 0, deeds: [{ ...good, deed }] }).success;
  expect(read(scanned('1'))).toBe(true);
  for (const bad of [
    { kind: 'shipped' },
    scanned('1', 0),
    scanned('1', 0.5),
    scanned(''),
    { kind: 'photographed', photo: 'x' },
  ])
    expect(read(bad)).toBe(false);
});

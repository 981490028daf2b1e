import { createHash, randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { type AtStation, all, atStation, noneHeld, now, opened, seal } from '../../../../tests/at-station.ts';
import { inShop } from '../../../db.server.ts';
import { forgetOldPhotos } from '../../forget-customer.server.ts';
import { closeManifest, readManifest } from '../../hand-off/manifest.server.ts';
import { shipParcel } from '../../hand-off/ship-parcel.server.ts';
import { checkChain, linked, noHash } from './chain.ts';
import type { Deed } from './deed.ts';
import { keepPhoto } from './keep-photo.server.ts';
import { readProof } from './read-proof.server.ts';
import { forgetPhotos, insertProof } from './store.server.ts';

let { shop, wave, terms, packer, station } = {} as AtStation;
beforeEach(async () => {
  ({ shop, wave, terms, packer, station } = await atStation());
});

test('deliveries that come twice, late or with holes are taken once, and the chain holds', async () => {
  const one = await station(await packer('Ana'));
  const parcel = randomUUID();
  const said = all.map((deed, i) => ({ id: randomUUID(), parcel, nth: i + 1, at: now.getTime(), deed }));
  await one.send(said.slice(0, 2));
  await one.send(said.slice(3));
  await Promise.all([one.send(said), one.send(said.toReversed()), one.send(said.slice(0, 3))]);
  const { entries } = await one.look();
  expect(entries.map(({ id }) => id)).toEqual(said.map(({ id }) => id));
  const proof = (await readProof(shop, wave, '101'))!;
  expect(proof.checked.ok).toBe(true);
  await inShop(shop, (tx) => tx.packProof.updateMany({ where: { seq: 3 }, data: { at: new Date(0) } }));
  expect((await readProof(shop, wave, '101'))!.checked).toEqual({ ok: false, seq: 3, what: 'altered' });
  expect(checkChain([], undefined).ok).toBe(true);
});

describe('what was written of a proof elsewhere', () => {
  test('agrees with it: when it was sealed, when it left, and on the manifest', async () => {
    const one = await station(await packer('Ana'));
    const parcel = randomUUID();
    await one.say(parcel, ...all, seal());
    expect(await shipParcel(shop, parcel, null, noneHeld, now)).toEqual({ ok: true });
    const { anchors, links } = (await readProof(shop, wave, '101'))!;
    expect(anchors.map(({ where, seq, agrees }) => [where, seq, agrees])).toEqual([
      ['sealed', 6, true],
      ['shipped', 6, true],
      ['parcel', 6, true],
    ]);
    const closed = await closeManifest(shop, { locationId: '9', carrier: null }, null, 'Europe/London', now);
    const manifest = closed.ok ? await readManifest(shop, closed.id) : null;
    expect(manifest?.parcels.map(({ sealHash }) => sealHash)).toEqual([links[5]!.hash]);
  });

  test('shows a chain that was made anew, whole in itself, and one that lost its end', async () => {
    const one = await station(await packer('Ana'));
    await one.say(randomUUID(), ...all, seal());
    const { links } = (await readProof(shop, wave, '101'))!;
    let before = noHash;
    await inShop(shop, async (tx) => {
      await tx.packProof.deleteMany({});
      const forged = links.map((link) => {
        const deed: Deed = link.seq === 2 ? { kind: 'forced', line: '1011', units: 1 } : link.deed;
        const made = linked(before, { ...link, deed });
        before = made.hash;
        return made;
      });
      await insertProof(tx, shop, forged);
    });
    const rewritten = (await readProof(shop, wave, '101'))!;
    expect(rewritten.checked.ok).toBe(true);
    expect(rewritten.anchors.map(({ where, agrees }) => [where, agrees])).toEqual([
      ['sealed', false],
      ['parcel', false],
    ]);
    await inShop(shop, async (tx) => {
      await tx.packProof.deleteMany({});
      await insertProof(tx, shop, links.slice(0, 5));
    });
    const cut = (await readProof(shop, wave, '101'))!;
    expect([cut.checked.ok, cut.anchors.map(({ agrees }) => agrees)]).toEqual([true, [false, false]]);
  });
});

describe('a photo', () => {
  /** The smallest picture that is one: SOI, frame of 1 × 1, scan, EOI. */
  const plain = (extra: number[] = [], filling = 0) =>
    new Uint8Array([
      ...[0xff, 0xd8, ...extra, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0],
      ...Array<number>(filling).fill(0),
      ...[0xff, 0xd9],
    ]);
  const exif = [0xff, 0xe1, 0, 8, ...'Exif\0\0'].map((one) => (typeof one === 'string' ? one.charCodeAt(0) : one));
  const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

  test('is wanted from a value on, kept once, and named by the proof', async () => {
    await terms({ photoFrom: 3000n });
    const who = await packer('Ana');
    const one = await station(who);
    const parcel = randomUUID();
    expect((await one.say(parcel, ...all, seal())).why).toEqual(['no-photo']);
    const photo = hashOf(plain());
    expect((await one.say(parcel, { kind: 'photographed', photo })).why).toEqual(['no-photo-kept']);
    for (let times = 0; times < 2; times++)
      expect(await keepPhoto(who, parcel, photo, plain(), now)).toEqual({ ok: true });
    expect((await one.say(parcel, { kind: 'photographed', photo }, seal())).why).toEqual([]);
    expect((await readProof(shop, wave, '101'))!.photos).toEqual([photo]);
  });

  test('is refused when it is no bare JPEG, too large, not what its hash says, or for a parcel of someone else', async () => {
    const who = await packer('Ana');
    const parcel = randomUUID();
    await (await station(who)).say(parcel, opened);
    const keep = (bytes: Uint8Array<ArrayBuffer>, hash = hashOf(bytes), of = parcel, by = who) =>
      keepPhoto(by, of, hash, bytes, now);
    const refused = (why: string) => ({ ok: false, why });
    expect(await keep(new Uint8Array(Buffer.from('<svg onload="alert(1)"/>')))).toEqual(refused('not-a-jpeg'));
    expect(await keep(new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]))).toEqual(refused('not-a-jpeg'));
    expect(await keep(plain(exif))).toEqual(refused('tells-more'));
    expect(await keep(plain([], 400 * 1024))).toEqual(refused('too-large'));
    expect(await keep(plain(), hashOf(plain([], 1)))).toEqual(refused('other-hash'));
    expect(await keep(plain(), hashOf(plain()), randomUUID())).toEqual(refused('no-parcel'));
    const stranger = await (await atStation()).packer('Mallory');
    expect(await keep(plain(), hashOf(plain()), parcel, stranger)).toEqual(refused('no-parcel'));
    expect(await inShop(shop, (tx) => tx.packPhoto.count())).toBe(0);
  });

  test('goes with the customer who is erased, and by its age', async () => {
    const who = await packer('Ana');
    const parcel = randomUUID();
    await (await station(who)).say(parcel, opened);
    const keep = () => keepPhoto(who, parcel, hashOf(plain()), plain(), now);
    const kept = () => inShop(shop, (tx) => tx.packPhoto.count());
    await keep();
    await inShop(shop, (tx) => forgetPhotos(tx, ['101']));
    expect(await kept()).toBe(0);
    await keep();
    const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
    expect(await forgetOldPhotos(shop, days(180))).toBe(0);
    expect(await forgetOldPhotos(shop, days(181))).toBe(1);
    expect(await kept()).toBe(0);
  });
});

import { expect, test } from 'vitest';
import { addressOf, bodyOf } from './door.server.ts';

const said = (body: BodyInit) =>
  new Request('https://backroom.example/floor/api/pair', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    duplex: 'half',
  } as RequestInit);

const chunk = new Uint8Array(64 * 1024).fill(0x20);

test('what a phone says is read; what is no JSON is nothing', async () => {
  expect(await bodyOf(said('{"text":"Ü"}'))).toEqual({ text: 'Ü' });
  expect(await bodyOf(said('{'))).toBeNull();
});

test('what no row can hold is not taken in: a scan with it would block all that a phone says after it', async () => {
  expect(await bodyOf(said('{"tote":"T-\\u00001","deeds":[{"name":"A\\ud800B"}]}'))).toEqual({
    tote: 'T-1',
    deeds: [{ name: 'A\ufffdB' }],
  });
});

test('a body without an end and without an announced length is not waited for', async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull: (to) => {
      // Far beyond what may be read, so that a door that waits fails instead of never ending.
      if (sent > 64 * 1024 * 1024) return to.close();
      sent += chunk.length;
      to.enqueue(chunk);
    },
  });
  const answer = await bodyOf(said(endless)).catch((thrown: Response) => thrown);
  expect((answer as Response).status).toBe(413);
  expect(sent).toBeLessThan(4 * 1024 * 1024);
});

test('whoever has a whole network of addresses has the tries of one', () => {
  const from = (address: string) =>
    addressOf(new Request('https://backroom.example/floor/api/pair', { headers: { 'x-client-address': address } }));
  expect(from('2001:db8:7:1::1')).toBe(from('2001:db8:7:1:ffff::2'));
  expect(from('2001:db8:7:1::1')).not.toBe(from('2001:db8:7:2::1'));
});

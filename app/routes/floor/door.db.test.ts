import { expect, test } from 'vitest';
import { bodyOf } from './door.server.ts';

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

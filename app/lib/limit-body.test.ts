import { readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodyLimit, uploads } from './body-limit.ts';
import { limitBody } from './limit-body.server.ts';

const MEGABYTE = 1024 * 1024;
let read: string[] = [];
let port = 0;
const app = express();
app.use(limitBody);
app.post('/too-large.data', (request, response) => {
  response.send(request.originalUrl);
});
/** Stands where Remix does: reads all of the body, and does its work only when it was whole. */
app.all('*', (request, response) => {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
  });
  request.on('error', () => read.push('cut off'));
  request.on('end', () => {
    if (response.headersSent) return;
    read.push(`${request.url} ${bytes}`);
    response.send('taken');
  });
});
const server = app.listen(0);
beforeAll(() => {
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

/** Sends raw bytes piece by piece until there are no more, or an answer came. Answers what was heard. */
function say(head: string, pieces: Iterable<string | Buffer>): Promise<string> {
  read = [];
  return new Promise((done, failed) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    const next = pieces[Symbol.iterator]();
    const push = () => {
      if (heard !== '') return;
      const { value, done: over } = next.next();
      if (!over) socket.write(value, push);
    };
    socket.on('data', (data) => {
      heard += data.toString();
      if (heard.includes('\r\n\r\n')) socket.end();
    });
    socket.on('close', () => done(heard));
    socket.on('error', (error) => (heard === '' ? failed(error) : done(heard)));
    socket.write(`${head}\r\nHost: backroom\r\n\r\n`, push);
  });
}
function* chunked(bytes: number) {
  const piece = Buffer.alloc(64 * 1024, 'x');
  for (let sent = 0; sent < bytes; sent += piece.length) {
    yield `${piece.length.toString(16)}\r\n`;
    yield piece;
    yield '\r\n';
  }
  yield '0\r\n\r\n';
}
const post = (path: string, ...headers: string[]) => [`POST ${path} HTTP/1.1`, ...headers].join('\r\n');

describe('a request that is too large', () => {
  test('is refused by the length it announces, before its body is read, with what to do', async () => {
    const heard = await say(
      post('/api/returns', `Content-Length: ${3 * MEGABYTE}`, 'Content-Type: application/json'),
      [],
    );
    expect(heard).toMatch(/^HTTP\/1\.1 413 /);
    expect(heard).toContain('larger than 2 MB');
    expect(heard).toContain('Send less at a time.');
    expect(read).toEqual([]);
  });

  test('is stopped where it grows too large when it announces no length, and nobody takes a part for the whole', async () => {
    for (const path of ['/api/returns', '/proxy/returns', '/app/waves/sizes']) {
      const heard = await say(post(path, 'Transfer-Encoding: chunked'), chunked(500 * MEGABYTE));
      expect(heard).toMatch(/^HTTP\/1\.1 413 /);
      expect(read).toEqual(['cut off']);
    }
  });

  test('as one huge field of a form of many parts is too', async () => {
    const head = Buffer.from('--b\r\ncontent-disposition: form-data; name="file"\r\n\r\n');
    function* form() {
      yield `${head.length.toString(16)}\r\n`;
      yield head;
      yield '\r\n';
      yield* chunked(64 * MEGABYTE);
    }
    const type = 'Content-Type: multipart/form-data; boundary=b';
    expect(await say(post('/app/waves/parcels/import', type, 'Transfer-Encoding: chunked'), form())).toMatch(
      /^HTTP\/1\.1 413 .*split it/is,
    );
    expect(read).toEqual(['cut off']);
  });

  test('of a page of ours is led to where Remix says it in its own form', async () => {
    const heard = await say(post('/app/waves/carts.data', `Content-Length: ${3 * MEGABYTE}`), []);
    expect(heard).toContain('/too-large.data?of=%2Fapp%2Fwaves%2Fcarts.data');
    expect(read).toEqual([]);
  });
});

test('what is not too large is read whole, with and without a length, and files may be larger', async () => {
  const body = Buffer.alloc(MEGABYTE, 'x');
  expect(await say(post('/api/returns', `Content-Length: ${body.length}`), [body])).toContain('taken');
  expect(await say(post('/api/returns', 'Transfer-Encoding: chunked'), chunked(MEGABYTE))).toContain('taken');
  expect(
    await say(post('/app/waves/sizes/import.data?index', 'Transfer-Encoding: chunked'), chunked(9 * MEGABYTE)),
  ).toContain('taken');
  expect(read).toEqual([`/app/waves/sizes/import.data?index ${9 * MEGABYTE}`]);
});

test('every page that takes a file, and no other, may be sent one', () => {
  const takes = (file: string) => /DropZone|<ImportFile|useImportFile/.test(readFileSync(`app/routes/${file}`, 'utf8'));
  const paths = readdirSync('app/routes')
    .filter((file) => file.endsWith('.tsx') && takes(file))
    .map((file) => `/${file.replace(/(\._index)?\.tsx$/, '').replaceAll('.', '/')}`);
  expect(paths.sort()).toEqual([...uploads]);
  for (const path of paths) expect(bodyLimit(`${path}.data`).bytes).toBeGreaterThan(5_000_000 * 3);
  expect(bodyLimit('/app/waves/sizes').bytes).toBe(2 * MEGABYTE);
});

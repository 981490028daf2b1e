// No request may be larger than its door takes, whatever it announces: what says its length is refused before a byte of it is read, and
// what does not is counted.
import type { RequestHandler } from 'express';
import { bodyLimit } from './body-limit.ts';

/** So much more of a refused request is let run empty, so that its sender comes to read the answer. */
const DRAINED = 32 * 1024 * 1024;

/** Where Remix's own pages hear of it: they want the answer in Remix's form. */
const TOO_LARGE_PAGE = '/too-large.data';

/** Express middleware; stands right before Remix. What it cuts off in the middle fails for whoever reads it, as if the sender had hung up. */
export const limitBody: RequestHandler = (request, response, next) => {
  const { bytes: most, says } = bodyLimit(request.path);
  const announced = Number(request.get('content-length') ?? 0);
  let heard = 0;
  let refused = false;
  const refuse = () => {
    refused = true;
    if (!response.headersSent) response.status(413).set('Cache-Control', 'no-store').type('text').send(says);
  };
  const count = (chunk: Buffer) => {
    heard += chunk.length;
    if (heard <= most) return;
    if (!refused) {
      refuse();
      request.emit('error', new Error(`The request to ${request.path} grew larger than ${most} bytes`));
    }
    if (heard > most + DRAINED) request.destroy();
  };
  // A reader that gave up must not make the error one that nobody hears.
  request.on('error', () => undefined);
  if (announced > most) {
    request.on('data', count);
    if (!request.path.endsWith('.data')) return refuse();
    refused = true;
    request.url = `${TOO_LARGE_PAGE}?of=${encodeURIComponent(request.path)}`;
    // Remix goes by the address that came.
    request.originalUrl = request.url;
    return next();
  }
  if (request.headers['transfer-encoding'] !== undefined) request.on('data', count);
  next();
};

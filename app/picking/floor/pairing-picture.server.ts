// A pairing code as the admin shows it: for a camera, and for fingers.
import bwip from 'bwip-js/node';
import { env } from '../../env.server.ts';

export type PairingPicture = {
  code: string;
  /** where a phone types it, without the protocol */
  address: string;
  /** an SVG as a data: URL */
  picture: string;
};

export async function drawPairing(code: string): Promise<PairingPicture> {
  const page = new URL('/floor/pair', env.SHOPIFY_APP_URL);
  // Behind the #: no server, ours neither, gets to see it on the way.
  const svg = bwip.toSVG({ bcid: 'qrcode', text: `${page.href}#${code}`, padding: 4 });
  return {
    code,
    address: `${page.host}${page.pathname}`,
    picture: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
  };
}

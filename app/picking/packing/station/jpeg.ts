// Whether bytes are a JPEG that a browser's canvas could have written: a picture and nothing else, no place or person in it.

/** Bytes that a photo may have. */
export const largestPhoto = 400 * 1024;
/** Longer sides are made smaller on the device. */
export const longestSide = 1600;

export type PhotoFault = 'not-a-jpeg' | 'too-large' | 'tells-more';

/**
 * Reads the segments up to the picture itself (ITU T.81, annex B). Segments of applications other than JFIF, ICC colours and Adobe's
 * transform, and comments, may tell where and by whom it was taken: they are refused, not cut out.
 */
export function photoFault(bytes: Uint8Array): PhotoFault | null {
  if (bytes.length > largestPhoto) return 'too-large';
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return 'not-a-jpeg';
  if (bytes.at(-2) !== 0xff || bytes.at(-1) !== 0xd9) return 'not-a-jpeg';
  let framed = false;
  for (let at = 2; at + 4 <= bytes.length; ) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff) return 'not-a-jpeg';
    const length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
    if (length < 2 || at + 2 + length > bytes.length) return 'not-a-jpeg';
    if (marker === 0xda) return framed ? null : 'not-a-jpeg';
    if (marker === 0xfe || (marker >= 0xe0 && marker <= 0xef && !isHarmless(marker, bytes, at + 4)))
      return 'tells-more';
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) {
      const side = (from: number) => (bytes[at + from]! << 8) | bytes[at + from + 1]!;
      if (length < 8 || side(5) === 0 || side(7) === 0) return 'not-a-jpeg';
      framed = true;
    }
    at += 2 + length;
  }
  return 'not-a-jpeg';
}

function isHarmless(marker: number, bytes: Uint8Array, from: number): boolean {
  const says = (text: string) => [...text].every((letter, i) => bytes[from + i] === letter.charCodeAt(0));
  if (marker === 0xe0) return says('JFIF\0');
  if (marker === 0xe2) return says('ICC_PROFILE\0');
  return marker === 0xee && says('Adobe');
}

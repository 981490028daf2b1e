// What the standard fonts of PDF can print.

/** The standard fonts know Windows-1252: Latin-1 and these. */
const beyondLatin1 = '€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';

/** The text with "?" for characters that those fonts lack. */
export function printable(text: string): string {
  return [...text.normalize('NFC')]
    .map((char) => {
      const code = char.codePointAt(0) ?? 0;
      const known = (code >= 0x20 && code < 0x7f) || (code >= 0xa0 && code <= 0xff) || beyondLatin1.includes(char);
      return known ? char : '?';
    })
    .join('');
}

// What the address of a paper may ask for beyond its name.

/** `size`: a4 or letter, else null: what the country prints on. `prices`: on slips, which have none unless asked. */
export type Asked = { size: string | null; prices: boolean };

export function askedOf(url: string): Asked {
  const query = new URL(url).searchParams;
  return { size: query.get('size'), prices: query.get('prices') === '1' };
}

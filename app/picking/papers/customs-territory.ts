// Whether goods cross a customs border on their way, so that a declaration has to lie on the parcel.
import { clean } from './words.ts';

export type Place = { country: string | null; zip?: string | null };

/** The customs territory of the Union: Regulation (EU) No 952/2013, article 4; Monaco counts to it (article 4(2)). */
const europeanUnion = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK'.split(' ');

/** Switzerland and Liechtenstein: customs treaty of 29 March 1923. The United Kingdom and the Isle of Man: agreement of 15 October 1979. */
const unions: ReadonlyMap<string, string> = new Map([
  ...europeanUnion.map((country) => [country, 'EU'] as const),
  ['LI', 'CH'],
  ['IM', 'GB'],
]);

/**
 * Parts of member states with a border of their own. Outside the customs territory (article 4(1)): Ceuta and Melilla, Helgoland,
 * Büsingen, Livigno. Inside it, and yet declared, as they are outside the area of value added tax (Directive 2006/112/EC, article 6):
 * the Canary Islands, Åland, Mount Athos. France's overseas departments have country codes of their own.
 */
const apart: readonly [country: string, zip: RegExp][] = [
  ['ES', /^(35|38|51|52)\d{3}$/],
  ['DE', /^(27498|78266)$/],
  ['IT', /^2304[01]$/],
  ['FI', /^22\d{3}$/],
  ['GR', /^63086$/],
];

/** Northern Ireland keeps the Union's customs rules for goods (Windsor Framework, article 5), and is the United Kingdom's as well. */
const northernIreland = /^BT\d/;

function territoriesOf({ country, zip }: Place): string[] {
  const code = clean(country).toUpperCase();
  const postcode = clean(zip).toUpperCase().replace(/\s/g, '');
  if (code === 'GB' && northernIreland.test(postcode)) return ['GB', 'EU'];
  const special = apart.find(([of, zips]) => of === code && zips.test(postcode));
  return [special ? `${code} ${special[1].source}` : (unions.get(code) ?? code)];
}

/** `unknown` when one of the countries is not known: better to ask than to send a parcel back from the border. */
export function crossesCustoms(from: Place, to: Place): 'yes' | 'no' | 'unknown' {
  if (clean(from.country) === '' || clean(to.country) === '') return 'unknown';
  const there = territoriesOf(to);
  return territoriesOf(from).some((one) => there.includes(one)) ? 'no' : 'yes';
}

/** Whether goods come into the Union on their way, so that its tax on imports is due. */
export const isImportIntoUnion = (from: Place, to: Place): boolean =>
  crossesCustoms(from, to) === 'yes' && territoriesOf(to).includes('EU') && !territoriesOf(from).includes('EU');

/** Whether a firm that sends from here has an EORI number. */
export const isUnionOrKingdom = (from: Place): boolean =>
  territoriesOf(from).some((one) => one === 'EU' || one === 'GB');

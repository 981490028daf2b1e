// Public holidays by country, from date-holidays (ISC; its data CC-BY-3.0, see NOTICE). It is large: loaded when first asked.
import type Holidays from 'date-holidays';

export type Holiday = { name: string /** days of the place, both included */; firstDay: string; lastDay: string };

let loading: Promise<typeof Holidays> | null = null;
const library = () => {
  loading ??= import('date-holidays').then((module) => module.default);
  return loading;
};

/** Public holidays of these years, earliest first; none for a country that is not known. Names in English where there are any. */
export async function holidaysOf(country: string, region: string | null, years: readonly number[]): Promise<Holiday[]> {
  const Known = await library();
  const place = region ? new Known(country, region) : new Known(country);
  return years
    .flatMap((year) => place.getHolidays(year, 'en') ?? [])
    .filter((one) => one.type === 'public')
    .map((one) => {
      // `date` is the place's own calendar; `start` and `end` are instants, of which only the length is wanted.
      const firstDay = one.date.slice(0, 10);
      const days = Math.max(1, Math.round((one.end.getTime() - one.start.getTime()) / 86_400_000));
      const lastDay = new Date(Date.parse(firstDay) + (days - 1) * 86_400_000).toISOString().slice(0, 10);
      return { name: one.name, firstDay, lastDay };
    })
    .sort((a, b) => (a.firstDay < b.firstDay ? -1 : 1));
}

export type Place = { code: string; name: string };

/** Countries whose holidays are known, and the regions of one that have holidays of their own. */
export async function holidayPlaces(country: string): Promise<{ countries: Place[]; regions: Place[] }> {
  const Known = await library();
  const known = new Known();
  const list = (names: Record<string, string> | undefined) =>
    Object.entries(names ?? {})
      .map(([code, name]) => ({ code, name }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en'));
  return { countries: list(known.getCountries('en')), regions: list(known.getStates(country, 'en')) };
}

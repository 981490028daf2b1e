// What lay on the shelf each evening, from the diary's news of stock.

export type StockNews = { at: Date; from: number | null; available: number };

/**
 * Stock at the end of each of the days (YYYY-MM-DD, rising, no gap) in the shop's zone; null where nobody knows. `news` oldest
 * first. Before the first news it is what that news came from.
 */
export function stockByDay(news: readonly StockNews[], days: readonly string[], timeZone: string): (number | null)[] {
  const dayOf = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  let known = news[0]?.from ?? null;
  let next = 0;
  return days.map((day) => {
    for (; next < news.length && dayOf.format(news[next]!.at) <= day; next++) known = news[next]!.available;
    return known;
  });
}

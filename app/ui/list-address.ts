// A list page keeps its tab, search, filter and page in the address, so that back, reload and sharing work.
import { useSearchParams } from '@remix-run/react';

/** Changes some of the address's parameters; null takes one out. Any change but that of the page begins at page one again. */
export function useListAddress(): (change: Record<string, string | null>) => void {
  const [params, setParams] = useSearchParams();
  return (change) => {
    const next = new URLSearchParams(params);
    if (!('page' in change)) next.delete('page');
    for (const [name, value] of Object.entries(change)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    setParams(next);
  };
}

/** A page number from the address: 1 when it is missing or nonsense. */
export function pageOf(params: URLSearchParams): number {
  const page = Number.parseInt(params.get('page') ?? '', 10);
  return page >= 1 && page <= 10_000 ? page : 1;
}

/** How many pages `total` rows make, and where to look instead when the page asked for is gone as its rows were dealt with. */
export function pagesOf(url: URL, total: number, size: number): { last: number; instead: string | null } {
  const last = Math.max(1, Math.ceil(total / size));
  if (pageOf(url.searchParams) <= last) return { last, instead: null };
  const params = new URLSearchParams(url.searchParams);
  params.set('page', String(last));
  return { last, instead: `${url.pathname}?${params}` };
}

/** A table's pager; nothing where all rows stand on one page. */
export function pagerOf(
  page: number,
  last: number,
  go: (change: Record<string, string | null>) => void,
): { pagination?: Pager } {
  if (last <= 1) return {};
  const to = (other: number) => () => go({ page: String(other) });
  return {
    pagination: {
      ...{ hasPrevious: page > 1, onPrevious: to(page - 1) },
      ...{ hasNext: page < last, onNext: to(page + 1) },
      label: `Page ${page} of ${last}`,
    },
  };
}

type Pager = {
  hasPrevious: boolean;
  onPrevious: () => void;
  hasNext: boolean;
  onNext: () => void;
  label: string;
};

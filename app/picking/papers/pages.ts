// Rows on pages: each as high as it is, none parted, none lost.

/**
 * Deals rows to pages in their order. `first` and `others` are the heights free for rows on the first page and on those after it; a
 * row higher than a page has one for itself. Without rows there is one empty page.
 */
export function pagesOf<T extends { height: number }>(rows: readonly T[], first: number, others: number): T[][] {
  const pages: T[][] = [[]];
  let room = first;
  for (const row of rows) {
    const page = pages.at(-1)!;
    if (row.height > room && (page.length > 0 || (pages.length === 1 && first < others))) {
      pages.push([row]);
      room = others - row.height;
    } else {
      page.push(row);
      room -= row.height;
    }
  }
  return pages;
}

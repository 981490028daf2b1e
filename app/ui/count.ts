/** "1 unit", "2 units", "1,204 units": a count with its noun. */
export function countOf(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : `${one}s`}`;
}

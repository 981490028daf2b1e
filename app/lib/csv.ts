// Writing CSV (RFC 4180) that a spreadsheet opens without running any of it. All files that leave the app are written here.
//
// A spreadsheet runs what begins like a formula (= + - @, and a tab or a line end before it), and where its owner's country separates
// cells by semicolons or tabs it takes our commas for text and finds cells of its own inside ours: quotation marks help only
// where they begin a cell as it sees it. So, as OWASP advises against CSV injection, every text is quoted, and an apostrophe stands before
// whatever would begin a cell like a formula, at the beginning of a text and behind every other separator within it.

/** CSV text with CRLF line ends; texts are quoted and guarded, numbers stay numbers. */
export function csvText(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | null): string {
  if (value === null || value === '') return '';
  if (typeof value === 'number') return String(value);
  return `"${guarded(value).replaceAll('"', '""')}"`;
}

/** One apostrophe more wherever a cell might begin like a formula. */
export const guarded = (text: string): string =>
  text.replace(/(^|[;|\t\r\n])([" ]*)('*)(?=[=+\-@])/g, "$1$2'$3").replace(/^('*)(?=[\t\r\n])/, "'$1");

/** What `guarded` made, as it was. */
export const unguarded = (text: string): string =>
  text.replace(/^'('*)(?=[\t\r\n])/, '$1').replace(/(^|[;|\t\r\n])([" ]*)'('*)(?=[=+\-@])/g, '$1$2$3');

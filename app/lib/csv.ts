// Writing CSV (RFC 4180) that a spreadsheet opens without running any of it.

/**
 * CSV text with CRLF line ends. A text that a spreadsheet would take for a formula (it begins with = + - @ tab or return)
 * gets an apostrophe before it, as OWASP advises against CSV injection; numbers stay numbers.
 */
export function csvText(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Reads what is parted by commas, each once. */
export function readList(text: string): { values: string[]; problem: string | null } {
  const values = [...new Set(text.split(',').map((one) => one.trim()))].filter((one) => one !== '');
  const tooMuch = values.length > 20 || values.some((one) => one.length > 60);
  return { values, problem: tooMuch ? 'Enter up to 20, each of up to 60 characters, parted by commas' : null };
}

/** 850 g, 1.24 kg: as people of that language write it. */
export function formatGrams(grams: number, language: string): string {
  const size = Math.abs(grams);
  return size < 1000
    ? `${Math.round(size)} g`
    : `${(size / 1000).toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 3 })} kg`;
}

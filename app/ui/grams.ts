/** 850 g, 1.24 kg: as people of that language write it, on one line. */
export function formatGrams(grams: number, language: string): string {
  const size = Math.abs(grams);
  return size < 1000
    ? `${Math.round(size)}\u00a0g`
    : `${(size / 1000).toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 3 })}\u00a0kg`;
}

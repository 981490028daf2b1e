import { ApiError } from './errors.ts';

/** A mutation takes at most this many entries in one list, but for the variants of a product. */
const LIMIT = 250;
const VARIANTS = ['variants', 'variantsIds', 'positions'];
const VARIANT_LIMIT = 2048;

/** Refuses (MAX_INPUT_SIZE_EXCEEDED) arguments that hold a longer list, naming it. */
export function assertShortLists(value: unknown, path: string[] = []): void {
  if (Array.isArray(value)) {
    const most = VARIANTS.includes(path.at(-1) ?? '') ? VARIANT_LIMIT : LIMIT;
    if (value.length > most) {
      const error = new ApiError(
        `The input array size of ${value.length} is greater than the maximum allowed of ${most}.`,
        'MAX_INPUT_SIZE_EXCEEDED',
      );
      error.argument = path;
      throw error;
    }
    for (const [index, one] of value.entries()) assertShortLists(one, [...path, String(index)]);
  } else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) assertShortLists(one, [...path, key]);
}

// A shop's box as people type it. Its measures are those of packing/item.ts.

/** Shopify's package types, as its labels ask for them. */
export const boxKinds = ['BOX', 'ENVELOPE', 'SOFT_PACK'] as const;
export type BoxKind = (typeof boxKinds)[number];

export const boxKindOf = (kind: string): BoxKind => boxKinds.find((one) => one === kind) ?? 'BOX';

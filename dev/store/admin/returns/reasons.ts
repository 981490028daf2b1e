import { gid } from '../../kernel/gid.ts';

export interface ReasonDefinition {
  __typename: 'ReturnReasonDefinition';
  id: string;
  name: string;
  handle: string;
  deleted: boolean;
  /** The older fixed reason it stands for. */
  reason: string;
}

/** Shopify's own reasons, the same in every shop: number = place in the list. Category-specific ones come after the general ones. */
const NAMES: [name: string, reason?: string, handle?: string][] = [
  ['Unknown', 'UNKNOWN'],
  ['Changed my mind', 'UNWANTED'],
  ['Item not as described', 'NOT_AS_DESCRIBED'],
  ['Received the wrong item', 'WRONG_ITEM'],
  ['Other', 'OTHER', 'other-reason'],
  ['Damaged or defective', 'DEFECTIVE'],
  ['Too small', 'SIZE_TOO_SMALL'],
  ['Too big', 'SIZE_TOO_LARGE'],
  ['Style', 'STYLE'],
  ['Color', 'COLOR'],
  ['Absorbency'],
  ['Academic level'],
  ['Accuracy'],
  ['Adhesion'],
  ['Adhesive'],
  ['Adhesive strength'],
  ['Adjustability'],
  ['Age range'],
  ['Amperage'],
  ['Angle'],
];

export const reasons: ReasonDefinition[] = NAMES.map(([name, reason = 'OTHER', handle], index) => ({
  __typename: 'ReturnReasonDefinition',
  id: gid('ReturnReasonDefinition', index + 1),
  name,
  handle: handle ?? name.toLowerCase().replaceAll(' ', '-'),
  deleted: false,
  reason,
}));

const byId = new Map(reasons.map((one) => [one.id, one]));

export const reasonById = (id: string | null | undefined): ReasonDefinition | undefined =>
  id ? byId.get(id) : undefined;
/** The definition that a fixed reason stands for. */
export const reasonByCode = (code: string): ReasonDefinition | undefined => reasons.find((one) => one.reason === code);

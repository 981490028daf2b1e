import { type GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { decimal } from './money.ts';

type Coercions = Pick<GraphQLScalarType, 'serialize' | 'parseValue' | 'parseLiteral'>;

const literal: Coercions['parseLiteral'] = (node, variables) => valueFromASTUntyped(node, variables);
const asIs: Coercions = { serialize: (value) => value, parseValue: (value) => value, parseLiteral: literal };
const text: Coercions = { ...asIs, serialize: (value) => String(value) };

/** Number literals keep their text, so that 12.10 and 2^53 + 1 arrive unharmed. */
const decimalLiteral = (node: ValueNode): unknown =>
  node.kind === Kind.INT || node.kind === Kind.FLOAT || node.kind === Kind.STRING ? node.value : null;
const decimals: Coercions = {
  serialize: decimal,
  parseValue: (value) => String(value),
  parseLiteral: decimalLiteral,
};

/** Shopify writes whole seconds with Z; a Date or milliseconds are accepted from resolvers too. */
export function timestamp(value: unknown): string {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value)) return value;
  return `${new Date(value as string | number | Date).toISOString().slice(0, 19)}Z`;
}

/** How each custom scalar of the Admin schema reads and writes. */
export const scalars: Record<string, Coercions> = {
  ARN: text,
  BigInt: { ...text, parseLiteral: decimalLiteral },
  Color: text,
  Date: text,
  DateTime: { ...asIs, serialize: timestamp },
  Decimal: decimals,
  FormattedString: text,
  HTML: text,
  JSON: asIs,
  // Unlike Decimal, Money keeps its padding: "31.90".
  Money: { ...decimals, serialize: String },
  StorefrontID: text,
  URL: text,
  UnsignedInt64: { ...text, parseLiteral: decimalLiteral },
  UtcOffset: text,
};

import { type FieldNode, valueFromASTUntyped } from 'graphql';
import { badRequest } from './errors.ts';
import type { World } from './world.ts';

declare module './world.ts' {
  interface Tables {
    IdempotencyKey: { id: string; field: string; input: string; at: number; answer: unknown };
  }
}

const DAY = 24 * 60 * 60 * 1000;

/** Mutations that refuse to run without `@idempotent(key:)` from 2026-04 on. */
const REQUIRED = new Set([
  'refundCreate',
  'inventorySetQuantities',
  'inventoryAdjustQuantities',
  'inventoryMoveQuantities',
  'inventorySetOnHandQuantities',
  'inventoryActivate',
  'inventoryShipmentAddItems',
  'inventoryShipmentCreate',
  'inventoryShipmentCreateInTransit',
  'inventoryShipmentReceive',
  'inventoryTransferCreate',
  'inventoryTransferCreateAsReadyToShip',
  'inventoryTransferDuplicate',
  'inventoryTransferSetItems',
  'locationActivate',
  'locationDeactivate',
]);

/** The key given to a root mutation field; undefined when it has none. Errors: missing where required, blank. */
export function idempotencyKey(
  node: FieldNode,
  variables: Record<string, unknown>,
  version: string,
): string | undefined {
  const directive = node.directives?.find((one) => one.name.value === 'idempotent');
  const argument = directive?.arguments?.find((one) => one.name.value === 'key');
  if (!argument) {
    if (REQUIRED.has(node.name.value) && (version >= '2026-04' || version === 'unstable'))
      throw badRequest('The @idempotent directive is required for this mutation but was not provided.');
    return undefined;
  }
  const key = String(valueFromASTUntyped(argument.value, variables) ?? '');
  if (key.trim() === '') throw badRequest('The idempotency key cannot be blank.');
  return key;
}

/**
 * Runs a mutation once per app and key: the same key with the same input within 24 hours answers as before, with another input it is refused
 * (a user error with code IDEMPOTENCY_KEY_PARAMETER_MISMATCH). A refused attempt is not kept.
 */
export function once(
  world: World,
  app: string,
  key: string,
  field: string,
  args: unknown,
  work: () => Record<string, unknown> | null,
): unknown {
  const id = `${app} ${key}`;
  const input = JSON.stringify(args);
  const before = world.get('IdempotencyKey', id);
  if (before && world.now() - before.at < DAY) {
    if (before.field === field && before.input === input) return before.answer;
    return {
      userErrors: [
        {
          field: null,
          message: 'The idempotency key was already used with different parameters.',
          code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
        },
      ],
    };
  }
  const answer = work();
  const refused = Array.isArray(answer?.userErrors) && answer.userErrors.length > 0;
  if (!refused) {
    if (before) world.remove('IdempotencyKey', before);
    world.insert('IdempotencyKey', { id, field, input, at: world.now(), answer });
  }
  return answer;
}

// The receipt of a number: what it rests on and how it came about, sealed by a hash. It never changes; a new number gets a new
// receipt. Anyone can recompute it, in the browser too, and two receipts tell why the number is another one now.
import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';
import { canonicalJson } from '../../lib/canonical-json.ts';
import { type Decision, type DecisionInputs, type DemandOver, decide } from './decide.ts';

/** Rises whenever the same inputs may lead to another number. */
export const RULES = 3;

export type Receipt<Demand> = {
  rules: number;
  inputs: DecisionInputs<Demand>;
  decision: Decision;
  /** SHA-256, in hex, of the canonical JSON of all above */
  hash: string;
};

export function writeReceipt<Demand>(inputs: DecisionInputs<Demand>, demandOver: DemandOver<Demand>): Receipt<Demand> {
  const sealed = { rules: RULES, inputs, decision: decide(inputs, demandOver) };
  return { ...sealed, hash: hashOf(sealed) };
}

function hashOf(sealed: Omit<Receipt<unknown>, 'hash'>): string {
  return bytesToHex(sha256(utf8ToBytes(sealedText(sealed))));
}

/** What the hash is taken of: a receipt's canonical JSON without it. For a decision that was made from these inputs. */
export function sealedText({
  inputs,
  decision,
  rules = RULES,
}: Pick<Receipt<unknown>, 'inputs' | 'decision'> & { rules?: number }): string {
  return canonicalJson({ rules, inputs, decision });
}

/** The decision once more, from the receipt's own inputs. */
export function recompute<Demand>(receipt: Receipt<Demand>, demandOver: DemandOver<Demand>): Decision {
  return decide(receipt.inputs, demandOver);
}

/**
 * What a check of a receipt finds: `kept` as it was written and leads to its number; `altered` since; written under `other-rules`,
 * so that its number stands but cannot be recomputed here; or `wrong`, the number does not follow from the inputs.
 */
export function checkReceipt<Demand>(
  receipt: Receipt<Demand>,
  demandOver: DemandOver<Demand>,
): 'kept' | 'altered' | 'other-rules' | 'wrong' {
  if (hashOf(receipt) !== receipt.hash) return 'altered';
  if (receipt.rules !== RULES) return 'other-rules';
  return canonicalJson(recompute(receipt, demandOver)) === canonicalJson(receipt.decision) ? 'kept' : 'wrong';
}

// The proof of an order's packing, entry by entry.
import { BlockStack, Button, InlineStack, Text, Thumbnail } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import type { Deed } from '../picking/packing/station/deed.ts';
import { formatGrams } from './grams.ts';

export type ProofWords = {
  titleOf: (line: string) => string;
  boxOf: (id: string) => string;
};

const units = (count: number) => `${count} ×`;

/** What an entry says, in a sentence. */
export function sayDeed(deed: Deed, { titleOf, boxOf }: ProofWords): string {
  switch (deed.kind) {
    case 'opened':
      return deed.over ? 'Took the order over' : 'Began to pack';
    case 'new-parcel':
      return 'Began the next parcel';
    case 'scanned':
      return `Scanned ${units(deed.units)} ${titleOf(deed.line)}`;
    case 'forced':
      return `Packed without a scan: ${units(deed.units)} ${titleOf(deed.line)}`;
    case 'took-back':
      return `Took out ${units(deed.units)} ${titleOf(deed.line)}`;
    case 'wrong':
      return deed.what === 'item' ? 'Scanned something else' : 'Scanned more than were picked';
    case 'missing':
      return `Not found: ${units(deed.units)} ${titleOf(deed.line)}`;
    case 'found':
      return `Found after all: ${units(deed.units)} ${titleOf(deed.line)}`;
    case 'chose-box':
      return deed.box === null ? 'Packed without a box of the shop' : `Took box ${boxOf(deed.box)}`;
    case 'did-not-fit':
      return `Did not fit into ${boxOf(deed.box)}`;
    case 'did-fit':
      return `Fits into ${boxOf(deed.box)}`;
    case 'weighed':
      return `Weighed ${formatGrams(deed.grams, 'en')}`;
    case 'photographed':
      return 'Took a photo';
    case 'sealed':
      return `Sealed${deed.despite ? ', although the weight was off' : ''}${deed.more ? '; more follows in another parcel' : ''}`;
    case 'opened-again':
      return 'Opened the parcel again';
    case 'put-back':
      return `Took out and put back ${units(deed.units)} ${titleOf(deed.line)}: no longer wanted`;
    case 'gave-up':
      return 'Gave the parcel up: its goods went back';
    case 'taken-out':
      return `Took ${units(deed.units)} ${titleOf(deed.line)} out of the parcel that lay ready, and put it back: no longer wanted`;
  }
}

/** A photo of the proof. It comes when it is asked for: only App Bridge's fetch carries the session token. */
export function ProofPhoto({ url, alt }: { url: string; alt: string }) {
  const [picture, setPicture] = useState<string | null>(null);
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const [large, setLarge] = useState(false);
  useEffect(() => () => void (picture && URL.revokeObjectURL(picture)), [picture]);
  const show = async () => {
    setState('busy');
    try {
      const answer = await fetch(url);
      if (!answer.ok) throw new Error(`${answer.status}`);
      setPicture(URL.createObjectURL(await answer.blob()));
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  if (picture === null)
    return (
      <InlineStack gap="200" blockAlign="center">
        <Button size="slim" loading={state === 'busy'} onClick={show}>
          Show photo
        </Button>
        {state === 'failed' ? (
          <Text as="span" tone="critical">
            It could not be fetched. Try again.
          </Text>
        ) : null}
      </InlineStack>
    );
  return (
    <BlockStack gap="200" inlineAlign="start">
      {large ? <img src={picture} alt={alt} width="100%" /> : <Thumbnail source={picture} alt={alt} size="large" />}
      <Button variant="plain" onClick={() => setLarge(!large)}>
        {large ? 'Smaller' : 'Larger'}
      </Button>
    </BlockStack>
  );
}

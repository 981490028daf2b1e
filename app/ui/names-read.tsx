// What was understood of a list of bin names, way of writing by way of writing, and what was not.
import { Badge, BlockStack, Button, InlineStack, List, Select, Text } from '@shopify/polaris';
import { type BinPart, binParts, placeWords, type ReadNames } from '../picking/place/bin-name.ts';
import { countOf } from './count.ts';

const SHOWN = 30;

export function NamesRead({
  read,
  onChoose,
}: {
  read: ReadNames;
  /** says of a way of writing what its parts mean */
  onChoose: (pattern: string, parts: (BinPart | null)[]) => void;
}) {
  const example = new Map(read.understood.map((one) => [one.name, one.place]));
  return (
    <BlockStack gap="400">
      <InlineStack gap="200">
        <Badge tone="success">{`${read.understood.length} understood`}</Badge>
        {read.refused.length > 0 ? <Badge tone="warning">{`${read.refused.length} not understood`}</Badge> : null}
      </InlineStack>
      {read.schemes.map((scheme) => {
        const place = example.get(scheme.example);
        return (
          <BlockStack key={scheme.pattern} gap="200">
            <Text as="p" breakWord>
              {countOf(scheme.names, 'name')} like <strong>{scheme.example}</strong>
              {place ? `: ${placeWords(place)}` : ', left out'}
            </Text>
            <InlineStack gap="200" blockAlign="end" wrap>
              {scheme.cells.map((cell, at) => (
                <Select
                  key={`${scheme.pattern} ${at}`}
                  label={`“${cell}” is`}
                  options={[
                    ...binParts.map((part) => ({ value: part as string, label: part as string })),
                    { value: '', label: 'nothing' },
                  ]}
                  value={scheme.parts[at] ?? ''}
                  onChange={(value) =>
                    onChoose(
                      scheme.pattern,
                      scheme.parts.map((part, other) =>
                        other === at ? (binParts.find((one) => one === value) ?? null) : part,
                      ),
                    )
                  }
                />
              ))}
              {place ? (
                <Button
                  onClick={() =>
                    onChoose(
                      scheme.pattern,
                      scheme.parts.map(() => null),
                    )
                  }
                >
                  {scheme.names === 1 ? 'Leave it out' : `Leave these ${scheme.names} out`}
                </Button>
              ) : null}
            </InlineStack>
          </BlockStack>
        );
      })}
      {read.refused.length > 0 ? (
        <BlockStack gap="100">
          <Text as="h3" variant="headingSm">
            Not understood
          </Text>
          <List>
            {read.refused.slice(0, SHOWN).map((one) => (
              <List.Item key={one.name}>
                <strong>{one.name}</strong>: {one.problem}
              </List.Item>
            ))}
            {read.refused.length > SHOWN ? <List.Item>and {read.refused.length - SHOWN} more</List.Item> : null}
          </List>
        </BlockStack>
      ) : null}
    </BlockStack>
  );
}

import { BlockStack, Card, List, Text } from '@shopify/polaris';
import { RULE_WORDS } from './proof-words.ts';

/** What makes the comparison of the proof a fair one. */
export function HowItIsPlayed() {
  return (
    <Card>
      <BlockStack gap="200">
        <Text as="h2" variant="headingMd">
          How it is played
        </Text>
        <List>
          <List.Item>
            All rules face the same demand: what was sold, and on days that sold out or could not sell, what is
            estimated to have been asked for.
          </List.Item>
          <List.Item>
            Each rule sees its own shelf and its own sales up to the evening before, never what came later. Our levels
            are set anew every four weeks; the app itself does it every night.
          </List.Item>
          <List.Item>
            Orders are placed on review days, in whole packs and at least the minimum, and arrive after the lead times
            learned for the supplier. Terms, costs and prices are those of today.
          </List.Item>
          <List.Item>
            “{RULE_WORDS.matched.name}” multiplies the starter rule’s two levels, for each variant by what makes it hold
            what ours hold, so that service can be compared at the same stock.
          </List.Item>
          <List.Item>What is asked for and not there is lost; nobody waits.</List.Item>
          <List.Item>
            Gained or lost is the margin of the units sold more, less the cost of keeping more in stock. No lots are
            drawn: the inputs can be downloaded and give the same numbers again.
          </List.Item>
        </List>
      </BlockStack>
    </Card>
  );
}

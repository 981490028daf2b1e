// The orders of a wave: what became of each, its parcels, and its carrier and number where they are typed here.
import { BlockStack, Button, Card, FormLayout, InlineStack, Link, Text, TextField } from '@shopify/polaris';
import type { ComponentProps } from 'react';
import type { WaveState } from '../picking/wave.ts';
import type { Draft } from './draft.ts';
import { StateBadge } from './state-badge.tsx';

type Badge = ComponentProps<typeof StateBadge>['state'];

export type OrderOfWave = {
  id: string;
  name: string;
  /** why it stayed behind, and why it will */
  leftOut: string | null;
  changed: string | null;
  /** what became of its way to Shopify */
  shipment: Badge | null;
  problem: string | null;
  /** it went in no parcel, and Shopify refused it */
  refused: boolean;
  carrier: string;
  tracking: string;
  parcels: { id: string; number: number; state: Badge }[];
};

/** `labels`: what is typed, as `carrier_ID` and `tracking_ID` of each order. */
export function WaveOrders({
  state,
  orders,
  labels,
  sending,
  onSendAgain,
  onPutBack,
}: {
  state: WaveState;
  orders: readonly OrderOfWave[];
  labels: Draft<Record<string, string>>;
  sending: boolean;
  onSendAgain: (order: OrderOfWave) => void;
  onPutBack: (order: OrderOfWave) => void;
}) {
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">
          Orders
        </Text>
        {orders.map((order) => (
          <BlockStack key={order.id} gap="100">
            <InlineStack align="space-between" gap="200">
              <Link url={`/app/orders/${order.id}`}>{order.name}</Link>
              {/* Parcels say for themselves that they left. */}
              {order.shipment && !(order.shipment === 'confirmed' && order.parcels.length > 0) ? (
                <StateBadge state={order.shipment} />
              ) : null}
            </InlineStack>
            {order.leftOut || order.changed ? (
              <Text as="p" tone="subdued">
                {order.leftOut ? 'Left out' : 'Will be left out'}
              </Text>
            ) : null}
            {order.problem ? (
              <Text as="p" tone="critical">
                {order.problem}
              </Text>
            ) : null}
            {state === 'shipped' && order.tracking ? (
              <Text as="p" tone="subdued">
                {[order.carrier, order.tracking].filter(Boolean).join(' ')}
              </Text>
            ) : null}
            {order.parcels.map((parcel) => (
              <InlineStack key={parcel.id} align="space-between" gap="200">
                <Link url={`/app/waves/parcels/${parcel.id}`}>Parcel {parcel.number}</Link>
                <StateBadge state={parcel.state} />
              </InlineStack>
            ))}
            {order.refused || (state === 'picked' && !order.changed && order.parcels.length === 0) ? (
              <FormLayout>
                <FormLayout.Group condensed>
                  {(['carrier', 'tracking'] as const).map((name) => (
                    <TextField
                      key={name}
                      label={name === 'carrier' ? 'Carrier' : 'Tracking number'}
                      autoComplete="off"
                      maxLength={100}
                      value={labels.values[`${name}_${order.id}`] ?? ''}
                      onChange={(text) => labels.set(`${name}_${order.id}`, text)}
                    />
                  ))}
                </FormLayout.Group>
              </FormLayout>
            ) : null}
            {order.refused ? (
              <InlineStack gap="200">
                <Button
                  loading={sending}
                  accessibilityLabel={`Send ${order.name} again`}
                  onClick={() => onSendAgain(order)}
                >
                  Send again
                </Button>
                <Button
                  tone="critical"
                  accessibilityLabel={`Put the goods of ${order.name} back`}
                  onClick={() => onPutBack(order)}
                >
                  Put its goods back
                </Button>
              </InlineStack>
            ) : null}
          </BlockStack>
        ))}
        {orders.some((order) => order.shipment === 'failed' || order.shipment === 'unknown') ? (
          <Button url="/app/settings/outbox">See what failed</Button>
        ) : null}
      </BlockStack>
    </Card>
  );
}

// What is asked before something of a wave is done that cannot be undone.
import { BlockStack, List, Modal, Text } from '@shopify/polaris';
import type { WaveState } from '../picking/wave.ts';

export function CancelWave({
  wave,
  open,
  onClose,
  onCancel,
}: {
  wave: { number: number; state: WaveState };
  open: boolean;
  onClose: () => void;
  onCancel: () => void;
}) {
  return (
    <Modal
      open={open}
      onClose={onClose}
      title={`Cancel wave ${wave.number}?`}
      primaryAction={{
        content: 'Cancel wave',
        destructive: true,
        onAction: () => {
          onClose();
          onCancel();
        },
      }}
      secondaryActions={[{ content: 'Keep it', onAction: onClose }]}
    >
      <Modal.Section>
        <Text as="p">
          {wave.state === 'picked' ? 'Goods that were picked go back to their bins. ' : ''}
          Its orders are free for another wave, and Shopify opens them again. This cannot be undone.
        </Text>
      </Modal.Section>
    </Modal>
  );
}

type Taken = { id: string; orderId: string; title: string; sku: string | null; bin: string | null; picked: number };

/** Asks for the goods of an order, null: of none, to be brought to their bins. */
export function PutGoodsBack({
  order,
  allocations,
  onClose,
  onBack,
}: {
  order: { id: string; name: string } | null;
  allocations: readonly Taken[];
  onClose: () => void;
  onBack: (order: string) => void;
}) {
  return (
    <Modal
      open={order !== null}
      onClose={onClose}
      title={`Put the goods of ${order?.name ?? ''} back?`}
      primaryAction={{
        content: 'Its goods are back',
        destructive: true,
        onAction: () => {
          if (order) onBack(order.id);
          onClose();
        },
      }}
      secondaryActions={[{ content: 'Keep them', onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="200">
          <Text as="p">
            Bring them to their bins, which count them again. What Shopify still wants of the order can be picked anew.
            This cannot be undone.
          </Text>
          <List>
            {allocations
              .filter((one) => one.orderId === order?.id && one.picked > 0)
              .map((one) => (
                <List.Item key={one.id}>
                  {`${one.picked} × ${one.title}${one.sku ? ` (${one.sku})` : ''} to ${one.bin ?? 'its shelf: no bin is known'}`}
                </List.Item>
              ))}
          </List>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}

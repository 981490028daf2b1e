import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineStack,
  Layout,
  Link,
  List,
  Modal,
  Page,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';
import { readShop } from '../mirror/read-shop.server.ts';
import { approveReturn, declineReturn } from '../returns/answer-request.server.ts';
import { readReturnPage } from '../returns/read-returns.server.ts';
import { authenticate } from '../shopify.server.ts';
import { useLookAgain } from '../ui/look-again.ts';
import { ReturnBadge } from '../ui/return-badge.tsx';
import { readable } from '../ui/state-badge.tsx';
import { formatWhen } from '../ui/when.ts';

const noSuchReturn = () =>
  new Response('There is no such return. It may belong to an order that was deleted in Shopify.', { status: 404 });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [facts, found] = await Promise.all([readShop(session.shop), readReturnPage(session.shop, params.id ?? '')]);
  if (!found) throw noSuchReturn();
  const { mirrored, request: asked, command } = found;
  const answering = command?.operation === 'returnApproveRequest' || command?.operation === 'returnDeclineRequest';
  return {
    id: mirrored.id,
    name: mirrored.name,
    status: mirrored.status,
    orderId: mirrored.orderId,
    orderName: mirrored.orderName,
    declineReason: mirrored.declineReason,
    createdAt: formatWhen(mirrored.createdAt, facts.timeZone),
    door: asked?.door ?? null,
    lines: mirrored.lines.map((line) => ({
      id: line.id,
      title: line.title,
      quantity: line.quantity,
      reason: readable(line.reason),
      note: line.reasonNote,
      trace: asked?.lines.find((one) => one.fulfillmentLineItemId === line.fulfillmentLineItemId)?.trace ?? [],
    })),
    answer:
      command && answering && mirrored.status === 'REQUESTED'
        ? { state: command.state, problem: command.problem }
        : null,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const id = params.id ?? '';
  const form = await request.formData();
  const typed = (name: string) => String(form.get(name) ?? '');
  switch (typed('intent')) {
    case 'approve':
      return approveReturn(session.shop, id);
    case 'decline':
      return declineReturn(session.shop, id, { reason: typed('reason'), note: typed('note') });
    default:
      return { ok: false as const, problem: 'Backroom knows no such action. Reload the page and try again.' };
  }
}

const REASONS = [
  { label: 'Choose a reason', value: '' },
  { label: 'The return period has ended', value: 'RETURN_PERIOD_ENDED' },
  { label: 'Final sale', value: 'FINAL_SALE' },
  { label: 'Another reason', value: 'OTHER' },
];

export default function Return() {
  const data = useLoaderData<typeof loader>();
  const answered = useActionData<typeof action>();
  const submit = useSubmit();
  const busy = useNavigation().state !== 'idle';
  const [declining, setDeclining] = useState(false);
  const [reason, setReason] = useState('');
  const [note, setNote] = useState('');
  const underWay = data.answer !== null && data.answer.state !== 'failed';
  useLookAgain(underWay);
  const open = data.status === 'REQUESTED' && !underWay;
  const wrong = answered && !answered.ok ? answered : null;
  const field = wrong && 'field' in wrong ? wrong.field : undefined;
  return (
    <Page
      title={data.name}
      titleMetadata={<ReturnBadge status={data.status} />}
      subtitle={`Asked for ${data.createdAt}`}
      backAction={{ content: 'Returns', url: '/app/returns' }}
      {...(open
        ? {
            primaryAction: {
              content: 'Approve',
              loading: busy && !declining,
              onAction: () => submit({ intent: 'approve' }, { method: 'post' }),
            },
            secondaryActions: [{ content: 'Decline', destructive: true, onAction: () => setDeclining(true) }],
          }
        : {})}
    >
      <Modal
        open={declining && open}
        onClose={() => setDeclining(false)}
        title={`Decline ${data.name}?`}
        primaryAction={{
          content: 'Decline',
          destructive: true,
          loading: busy,
          onAction: () => submit({ intent: 'decline', reason, note }, { method: 'post' }),
        }}
        secondaryActions={[{ content: 'Keep it', onAction: () => setDeclining(false) }]}
      >
        <Modal.Section>
          <FormLayout>
            <Select
              label="Reason"
              options={REASONS}
              value={reason}
              onChange={setReason}
              error={field === 'reason' ? (wrong?.problem ?? false) : false}
            />
            <TextField
              label="Note to the customer"
              multiline={3}
              maxLength={500}
              showCharacterCount
              autoComplete="off"
              value={note}
              onChange={setNote}
              error={field === 'note' ? (wrong?.problem ?? false) : false}
            />
          </FormLayout>
        </Modal.Section>
      </Modal>
      <Layout>
        <Layout.Section>
          <BlockStack gap="400">
            {wrong && !field ? <Banner tone="critical" title={wrong.problem} /> : null}
            {underWay ? <Banner tone="info" title="Your answer is on its way to Shopify" /> : null}
            {data.answer?.state === 'failed' && !wrong ? (
              <Banner
                tone="critical"
                title="Shopify did not take the last answer"
                action={{ content: 'See the outbox', url: '/app/settings/outbox' }}
              >
                <p>{data.answer.problem}</p>
              </Banner>
            ) : null}
            {data.lines.map((line) => (
              <Card key={line.id}>
                <BlockStack gap="200">
                  <InlineStack align="space-between" gap="200" wrap={false}>
                    <Text as="h2" variant="headingMd" breakWord>
                      {line.title}
                    </Text>
                    <Text as="span" numeric>
                      {line.quantity} {line.quantity === 1 ? 'unit' : 'units'}
                    </Text>
                  </InlineStack>
                  <Text as="p">{line.reason}</Text>
                  {line.note ? (
                    <Text as="p" tone="subdued" breakWord>
                      “{line.note}”
                    </Text>
                  ) : null}
                  {line.trace.length > 0 ? (
                    <BlockStack gap="100">
                      <Text as="p" fontWeight="semibold">
                        What the policy said
                      </Text>
                      <List>
                        {line.trace.map((step) => (
                          <List.Item key={step.rule}>
                            {step.passed ? 'Passed' : 'Refused'}: {step.says}
                          </List.Item>
                        ))}
                      </List>
                    </BlockStack>
                  ) : null}
                </BlockStack>
              </Card>
            ))}
          </BlockStack>
        </Layout.Section>
        <Layout.Section variant="oneThird">
          <Card>
            <BlockStack gap="200">
              <InlineStack align="space-between" gap="200">
                <Text as="span" tone="subdued">
                  Order
                </Text>
                <Link url={`/app/orders/${data.orderId}`}>{data.orderName}</Link>
              </InlineStack>
              <InlineStack align="space-between" gap="200">
                <Text as="span" tone="subdued">
                  Asked through
                </Text>
                <Text as="span">
                  {data.door === 'portal'
                    ? 'The returns page'
                    : data.door === 'account'
                      ? 'The customer account'
                      : 'Shopify'}
                </Text>
              </InlineStack>
              {data.declineReason ? (
                <InlineStack align="space-between" gap="200">
                  <Text as="span" tone="subdued">
                    Declined because
                  </Text>
                  <Text as="span">{REASONS.find((one) => one.value === data.declineReason)?.label}</Text>
                </InlineStack>
              ) : null}
              <Button url={`shopify://admin/orders/${data.orderId}`} target="_top">
                Open the order in Shopify
              </Button>
            </BlockStack>
          </Card>
        </Layout.Section>
      </Layout>
    </Page>
  );
}

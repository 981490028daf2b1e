import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { Link, useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import {
  Banner,
  BlockStack,
  Button,
  Card,
  FormLayout,
  InlineStack,
  List,
  Page,
  Select,
  Text,
  TextField,
} from '@shopify/polaris';
import { useState } from 'react';
import { readShop } from '../mirror/read-shop.server.ts';
import { placeWords } from '../picking/place/bin-name.ts';
import { describeBin, dropBin } from '../picking/place/change-bin.server.ts';
import { readBin } from '../picking/place/read-bins.server.ts';
import { authenticate } from '../shopify.server.ts';
import { itemAddress, moveWords } from '../ui/bin-words.ts';
import { countOf } from '../ui/count.ts';
import { formatWhen } from '../ui/when.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const locationId = searchParams.get('location') ?? '';
  const name = searchParams.get('bin') ?? '';
  const [page, { timeZone }] = await Promise.all([readBin(session.shop, locationId, name), readShop(session.shop)]);
  if (!page) throw new Response(`There is no bin ${name} at this location. It may have been removed.`, { status: 404 });
  return {
    ...{ locationId, name, bin: page.bin, lies: page.lies },
    says: page.bin.place ? placeWords(page.bin.place) : null,
    history: page.history.map((move) => ({
      ...{ id: move.id, title: move.title, by: move.by, says: moveWords(move) },
      at: formatWhen(move.at, timeZone),
    })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const typed = (name: string) => String(form.get(name) ?? '');
  if (typed('intent') === 'remove') {
    const removed = await dropBin(session.shop, typed('location'), typed('bin'));
    return removed.ok ? redirect(`/app/waves/bins?tab=bins&location=${typed('location')}`) : removed;
  }
  return describeBin(session.shop, typed('location'), typed('bin'), {
    kind: typed('kind'),
    capacity: typed('capacity'),
  });
}

export default function BinPage() {
  const { bin, lies, history, says, locationId } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const busy = useNavigation().state === 'submitting';
  const [kind, setKind] = useState<string>(bin.kind);
  const [capacity, setCapacity] = useState(bin.capacity === null ? '' : String(bin.capacity));
  const send = (intent: string) =>
    submit({ intent, location: locationId, bin: bin.name, kind, capacity }, { method: 'post' });
  return (
    <Page
      title={bin.name}
      subtitle={says ?? 'Its name is not understood: it is walked last'}
      backAction={{ content: 'Bins', url: `/app/waves/bins?tab=bins&location=${locationId}` }}
    >
      <BlockStack gap="400">
        {answer && !answer.ok && !answer.problem.includes('capacity') ? (
          <Banner tone="critical" title={answer.problem} />
        ) : null}
        {answer?.ok ? <Banner tone="success" title="Saved" /> : null}
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              What lies there
            </Text>
            {lies.length === 0 ? <Text as="p">Nothing, as far as the ledger knows.</Text> : null}
            <List>
              {lies.map((row) => (
                <List.Item key={`${row.inventoryItemId} ${row.lot}`}>
                  <Link to={itemAddress(locationId, row.inventoryItemId)}>{row.title}</Link>
                  {[
                    row.sku,
                    row.lot && `lot ${row.lot}`,
                    row.expiresOn && `expires ${row.expiresOn}`,
                    row.quantity === null ? 'not counted' : countOf(row.quantity, 'unit'),
                  ]
                    .filter(Boolean)
                    .map((text) => ` · ${text}`)}
                </List.Item>
              ))}
            </List>
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="300">
            <FormLayout>
              <FormLayout.Group condensed>
                <Select
                  label="Kind"
                  options={[
                    { value: 'pick', label: 'Pick face' },
                    { value: 'reserve', label: 'Reserve' },
                  ]}
                  value={kind}
                  onChange={setKind}
                />
                <TextField
                  label="Units that fit"
                  autoComplete="off"
                  inputMode="numeric"
                  placeholder="Not said"
                  value={capacity}
                  onChange={setCapacity}
                  error={answer && !answer.ok && answer.problem.includes('capacity') ? answer.problem : false}
                />
              </FormLayout.Group>
            </FormLayout>
            <InlineStack gap="200">
              <Button variant="primary" loading={busy} onClick={() => send('describe')}>
                Save
              </Button>
              <Button tone="critical" disabled={lies.length > 0} onClick={() => send('remove')}>
                Remove this bin
              </Button>
            </InlineStack>
          </BlockStack>
        </Card>
        <Card>
          <BlockStack gap="300">
            <Text as="h2" variant="headingMd">
              History
            </Text>
            {history.length === 0 ? <Text as="p">Nothing happened here yet.</Text> : null}
            <List>
              {history.map((move) => (
                <List.Item key={move.id}>
                  {move.at}: {move.says} · {move.title} · {move.by}
                </List.Item>
              ))}
            </List>
          </BlockStack>
        </Card>
      </BlockStack>
    </Page>
  );
}

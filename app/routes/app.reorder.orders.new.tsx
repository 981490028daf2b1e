import { randomUUID } from 'node:crypto';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Card, EmptyState, FormLayout, Page, Select } from '@shopify/polaris';
import { useState } from 'react';
import { readLocations } from '../mirror/read-locations.server.ts';
import { startOrder } from '../replenishment/purchasing/draft-orders.server.ts';
import { readSuppliers } from '../replenishment/purchasing/read-suppliers.server.ts';
import { authenticate } from '../shopify.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const [suppliers, locations] = await Promise.all([
    readSuppliers(session.shop, '', false),
    readLocations(session.shop),
  ]);
  return {
    suppliers: suppliers.map((supplier) => ({ label: supplier.name, value: supplier.id })),
    locations: locations.map((location) => ({ label: location.name, value: location.id })),
    chosen: new URL(request.url).searchParams.get('supplier') ?? '',
    draftId: randomUUID(),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  const supplierId = /^[0-9a-f-]{36}$/.test(text('supplier')) ? text('supplier') : randomUUID();
  const started = await startOrder(session.shop, supplierId, text('location'), text('draftId'), new Date());
  return started.ok ? redirect(`/app/reorder/orders/${started.id}`) : started;
}

export default function NewOrder() {
  const data = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const [draftId] = useState(data.draftId);
  const [supplier, setSupplier] = useState(data.chosen || (data.suppliers[0]?.value ?? ''));
  const [location, setLocation] = useState(data.locations[0]?.value ?? '');
  return (
    <Page
      narrowWidth
      title="New purchase order"
      backAction={{ content: 'Purchase orders', url: '/app/reorder/orders' }}
      primaryAction={{
        content: 'Create draft',
        disabled: data.suppliers.length === 0,
        loading: navigation.state === 'submitting',
        onAction: () => submit({ supplier, location, draftId }, { method: 'post' }),
      }}
    >
      <Card>
        {data.suppliers.length === 0 ? (
          <EmptyState
            heading="Whom do you buy from?"
            image=""
            action={{ content: 'Add a supplier', url: '/app/reorder/suppliers/new' }}
            secondaryAction={{ content: 'Import a file', url: '/app/reorder/suppliers/import' }}
          >
            <p>An order goes to one supplier. Add the first one, or import a file of what suppliers sell.</p>
          </EmptyState>
        ) : (
          <FormLayout>
            <Select
              label="Supplier"
              options={data.suppliers}
              value={supplier}
              onChange={setSupplier}
              error={answer?.problems.supplier ?? false}
            />
            <Select
              label="Deliver to"
              options={data.locations}
              value={location}
              onChange={setLocation}
              helpText="What arrives is booked into Shopify’s stock here. Lines are added next."
              error={answer?.problems.location ?? false}
            />
          </FormLayout>
        )}
      </Card>
    </Page>
  );
}

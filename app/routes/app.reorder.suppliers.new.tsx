import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigation, useSubmit } from '@remix-run/react';
import { Page } from '@shopify/polaris';
import { readShop } from '../mirror/read-shop.server.ts';
import { saveSupplier } from '../replenishment/purchasing/change-supplier.server.ts';
import { authenticate } from '../shopify.server.ts';
import { useDraft } from '../ui/draft.ts';
import { SUPPLIER_FIELDS, SupplierFields, type SupplierValues } from '../ui/supplier-fields.tsx';

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  return { currency: (await readShop(session.shop)).currency };
}

export async function action({ request }: ActionFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const form = await request.formData();
  const typed = Object.fromEntries(SUPPLIER_FIELDS.map((name) => [name, String(form.get(name) ?? '')]));
  const saved = await saveSupplier(session.shop, null, typed, new Date());
  return saved.ok ? redirect(`/app/reorder/suppliers/${saved.id}`) : saved;
}

const empty = Object.fromEntries(SUPPLIER_FIELDS.map((name) => [name, ''])) as SupplierValues;

export default function NewSupplier() {
  const { currency } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const submit = useSubmit();
  const navigation = useNavigation();
  const draft = useDraft<SupplierValues>(empty);
  return (
    <Page
      narrowWidth
      title="Add supplier"
      backAction={{ content: 'Suppliers', url: '/app/reorder/suppliers' }}
      primaryAction={{
        content: 'Add supplier',
        loading: navigation.state === 'submitting',
        onAction: () => submit(draft.values, { method: 'post' }),
      }}
    >
      <SupplierFields
        values={draft.values}
        problems={answer?.problems ?? {}}
        shopCurrency={currency}
        onChange={draft.set}
      />
    </Page>
  );
}

import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { AppProvider, Button, Card, FormLayout, Page, Text, TextField } from '@shopify/polaris';
import polarisStyles from '@shopify/polaris/build/esm/styles.css?url';
import english from '@shopify/polaris/locales/en.json' with { type: 'json' };
import { useState } from 'react';
import { login } from '../shopify.server.ts';

export const links = () => [{ rel: 'stylesheet', href: polarisStyles }];

/** Where someone lands who opens Backroom outside the Shopify admin: with ?shop it leads on to the installation. */
export async function loader({ request }: LoaderFunctionArgs) {
  return { problem: problemOf(await login(request)) };
}

export async function action({ request }: ActionFunctionArgs) {
  return { problem: problemOf(await login(request)) };
}

function problemOf(answer: { shop?: string }): string | null {
  if (answer.shop === 'MISSING_SHOP') return 'Enter your shop domain, for example my-shop.myshopify.com';
  if (answer.shop === 'INVALID_SHOP') return 'This is not a shop domain. It looks like my-shop.myshopify.com';
  return null;
}

export default function Login() {
  const loaded = useLoaderData<typeof loader>();
  const acted = useActionData<typeof action>();
  const [shop, setShop] = useState('');
  const problem = (acted ?? loaded).problem;
  return (
    <AppProvider i18n={english}>
      <Page narrowWidth>
        <Card>
          <Form method="post">
            <FormLayout>
              <Text variant="headingMd" as="h1">
                Open Backroom
              </Text>
              <TextField
                type="text"
                name="shop"
                label="Shop domain"
                helpText="my-shop.myshopify.com"
                value={shop}
                onChange={setShop}
                autoComplete="on"
                {...(problem ? { error: problem } : {})}
              />
              <Button submit variant="primary">
                Open
              </Button>
            </FormLayout>
          </Form>
        </Card>
      </Page>
    </AppProvider>
  );
}

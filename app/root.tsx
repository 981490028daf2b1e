import type { LoaderFunctionArgs } from '@remix-run/node';
import { Links, Meta, Outlet, Scripts, type ShouldRevalidateFunction, useRouteLoaderData } from '@remix-run/react';
import { type ReactNode, useContext } from 'react';
import { env } from './env.server.ts';
import { Nonce } from './ui/nonce.ts';

export function loader({ request }: LoaderFunctionArgs) {
  const { pathname } = new URL(request.url);
  const embedded = pathname.startsWith('/app') || pathname.startsWith('/auth');
  return {
    apiKey: env.SHOPIFY_API_KEY,
    appBridge: embedded ? (env.APP_BRIDGE_URL ?? 'https://cdn.shopify.com/shopifycloud/app-bridge.js') : null,
  };
}

/** On the floor a page must open without a connection; what this loader says does not change there. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ nextUrl }) => !nextUrl.pathname.startsWith('/floor');

/** App Bridge must be the first script of every embedded document: it measures the page and signs each request. */
export function Layout({ children }: { children: ReactNode }) {
  const data = useRouteLoaderData<typeof loader>('root');
  const nonce = useContext(Nonce);
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        {data?.appBridge ? (
          <>
            <meta name="shopify-api-key" content={data.apiKey} />
            <script src={data.appBridge} data-api-key={data.apiKey} />
          </>
        ) : null}
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        <Scripts {...(nonce ? { nonce } : {})} />
      </body>
    </html>
  );
}

export default function Root() {
  return <Outlet />;
}

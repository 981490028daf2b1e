import type { HeadersFunction, LoaderFunctionArgs } from '@remix-run/node';
import { Link, Outlet, useRouteError } from '@remix-run/react';
import { NavMenu } from '@shopify/app-bridge-react';
import polarisStyles from '@shopify/polaris/build/esm/styles.css?url';
import { AppProvider } from '@shopify/shopify-app-remix/react';
import { boundary } from '@shopify/shopify-app-remix/server';
import { authenticate } from '../shopify.server.ts';
import { PageProblem } from '../ui/page-problem.tsx';
import { WhileLoading } from '../ui/while-loading.tsx';

/** Shopify's admin shows a page's own title; this one is for who is told of the frame. */
export const meta = () => [{ title: 'Backroom' }];

export const links = () => [{ rel: 'stylesheet', href: polarisStyles }];

export async function loader({ request }: LoaderFunctionArgs) {
  await authenticate.admin(request);
  return null;
}

/** The frame of every admin page. The root's <head> carries App Bridge, so the provider must not add it again. */
export default function App() {
  return (
    <AppProvider isEmbeddedApp={false} apiKey="">
      <NavMenu>
        <Link to="/app" rel="home">
          Home
        </Link>
        <Link to="/app/orders">Orders</Link>
        <Link to="/app/reorder">Reorder</Link>
        <Link to="/app/waves">Waves</Link>
        <Link to="/app/returns">Returns</Link>
        <Link to="/app/metrics">Metrics</Link>
        <Link to="/app/settings">Settings</Link>
      </NavMenu>
      <main>
        <WhileLoading>
          <Outlet />
        </WhileLoading>
      </main>
    </AppProvider>
  );
}

/** The library's boundary must see its own redirects and token retries; what is left is shown to the person. */
export function ErrorBoundary() {
  const error = useRouteError();
  if (isPlainProblem(error)) {
    return (
      <AppProvider isEmbeddedApp={false} apiKey="">
        <main>
          <PageProblem error={error} />
        </main>
      </AppProvider>
    );
  }
  return boundary.error(error);
}

function isPlainProblem(error: unknown): boolean {
  if (error instanceof Error) return true;
  return (
    typeof error === 'object' && error !== null && 'status' in error && (error.status === 404 || error.status === 403)
  );
}

export const headers: HeadersFunction = (args) => boundary.headers(args);

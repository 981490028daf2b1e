import { type LoaderFunctionArgs, redirect } from '@remix-run/node';
import { authenticate } from '../shopify.server.ts';

/** Where the settings of the shop were kept before other levels had any. */
export async function loader({ request }: LoaderFunctionArgs) {
  await authenticate.admin(request);
  return redirect(`/app/reorder/settings${new URL(request.url).search}`);
}

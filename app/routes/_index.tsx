import { type LoaderFunctionArgs, redirect } from '@remix-run/node';

/** Shopify opens the app at its root; everything of ours lies below /app. What Shopify passes along must come along. */
export function loader({ request }: LoaderFunctionArgs) {
  const { search } = new URL(request.url);
  return redirect(`/app${search}`);
}

// What a page of ours hears when it sent more than its door takes (app/lib/limit-body.server.ts leads here).
import type { ActionFunctionArgs } from '@remix-run/node';
import { bodyLimit } from '../lib/body-limit.ts';

export async function action({ request }: ActionFunctionArgs) {
  throw new Response(bodyLimit(new URL(request.url).searchParams.get('of') ?? '').says, { status: 413 });
}

export async function loader() {
  throw new Response('There is nothing at this address.', { status: 404 });
}

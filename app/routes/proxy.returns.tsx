// The returns portal on the shop's own domain, through Shopify's app proxy: plain pages that need no script.
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { openPortal, type PortalAnswer, type PortalVisit, takePortalStep } from '../returns/portal-steps.server.ts';
import { authenticate } from '../shopify.server.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { visit, liquid } = await enter(request);
  return shown(liquid, await openPortal(visit, new URL(request.url).searchParams.get('status'), new Date()));
}

export async function action({ request }: ActionFunctionArgs) {
  const { visit, liquid } = await enter(request);
  const form = await request.formData().catch(() => new FormData());
  return shown(liquid, await takePortalStep(visit, form, new Date()));
}

const RESERVED = ['shop', 'logged_in_customer_id', 'path_prefix', 'timestamp', 'signature'];

/** Shopify's signature, and each of its parameters once: a repeated one could smuggle in a value of the visitor's. */
async function enter(request: Request) {
  const { searchParams } = new URL(request.url);
  if (RESERVED.some((name) => searchParams.getAll(name).length > 1)) throw new Response(null, { status: 400 });
  const { liquid } = await authenticate.public.appProxy(request);
  const visit: PortalVisit = {
    shop: searchParams.get('shop') ?? '',
    path: `${searchParams.get('path_prefix') ?? '/apps/backroom'}/returns`,
    address: request.headers.get('x-forwarded-for')?.split(',')[0]?.trim() || 'unknown',
  };
  return { visit, liquid };
}

type Liquid = Awaited<ReturnType<typeof authenticate.public.appProxy>>['liquid'];

function shown(liquid: Liquid, { status, page }: PortalAnswer): Response {
  return liquid(page.body, {
    layout: true,
    status,
    headers: {
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex',
    },
  });
}

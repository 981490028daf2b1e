// Everything Shopify tells comes in here, whatever the topic.
import type { ActionFunctionArgs } from '@remix-run/node';
import { receiveWebhook } from '../mirror/receive-webhook.server.ts';

export const action = ({ request }: ActionFunctionArgs) => receiveWebhook(request);

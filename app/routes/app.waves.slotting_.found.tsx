// What slotting reckons, asked for by its page once that stands.
import type { LoaderFunctionArgs } from '@remix-run/node';
import { readSlotting } from '../picking/place/read-slotting.server.ts';
import { authenticate } from '../shopify.server.ts';
import { slottingInputs } from '../ui/slotting-inputs.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const { size, speed, minutes } = slottingInputs(searchParams);
  const wish = { walkSize: size, speed, minutesAMove: minutes };
  return { found: await readSlotting(session.shop, searchParams.get('location') ?? '', wish, new Date()) };
}

// What slotting reckons, asked for by its page once that stands, and told as far as it is.
import type { LoaderFunctionArgs } from '@remix-run/node';
import { lineAnswer } from '../lib/line-answer.server.ts';
import { log } from '../lib/log.server.ts';
import { readSlotting } from '../picking/place/read-slotting.server.ts';
import { authenticate } from '../shopify.server.ts';
import { slottingInputs } from '../ui/slotting-inputs.ts';
import type { SlottingLine } from '../ui/use-slotting.ts';

export async function loader({ request }: LoaderFunctionArgs) {
  const { session } = await authenticate.admin(request);
  const { searchParams } = new URL(request.url);
  const { size, speed, minutes } = slottingInputs(searchParams);
  const wish = { walkSize: size, speed, minutesAMove: minutes };
  const { shop } = session;
  const location = searchParams.get('location') ?? '';
  return lineAnswer<SlottingLine>(
    request,
    async (signal, tell) => {
      const sofar = (share: number, found: SlottingLine['found']) => tell({ share, found, over: false });
      const found = await readSlotting(shop, location, wish, new Date(), signal, sofar);
      return { share: 1, found, over: true };
    },
    (error) => log.error({ shop, location, problem: String(error) }, 'Slotting was not reckoned to the end'),
  );
}

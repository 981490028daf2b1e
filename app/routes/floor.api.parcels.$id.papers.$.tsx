// Papers of a parcel for the pack station: papers/slip.pdf, label.pdf, label.zpl, customs.pdf; papers alone says which it needs, and
// what its customs declaration lacks.
import type { LoaderFunctionArgs } from '@remix-run/node';
import { fileAnswer } from '../lib/file-answer.server.ts';
import { askedOf } from '../picking/papers/asked.ts';
import { listParcelPapers, printParcel } from '../picking/papers/print.server.ts';
import { asPhone, json } from './floor/door.server.ts';

export async function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date();
  const { shop } = await asPhone(request, now);
  const [id, name] = [params.id ?? '', params['*'] ?? ''];
  if (name === '') {
    const list = await listParcelPapers(shop, id, now);
    return list ? json(list) : json({ why: 'no-parcel' }, 404);
  }
  const printed = await printParcel(shop, id, name, askedOf(request.url), now);
  if (printed.ok) return fileAnswer(printed.paper);
  return json({ why: 'no-paper', problem: printed.problem }, printed.missing ? 404 : 409);
}

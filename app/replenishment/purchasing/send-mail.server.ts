// Posts purchase orders to suppliers by SMTP: the row is the work, and no order is posted twice without a person's word.
import nodemailer from 'nodemailer';
import { inShop } from '../../db.server.ts';
import { env } from '../../env.server.ts';
import { afterPosting, type PostOutcome, STOPPED } from './mail.ts';
import { orderCsv } from './order-file.ts';
import { orderPdf } from './order-pdf.server.ts';
import { orderName } from './purchase-order.ts';
import { readPaper } from './read-orders.server.ts';
import { claimMail, giveUpMails, loadOrder, moveMail, type SupplierMail } from './store.server.ts';

/** A claim ends after this; by then sending, which gives up after 60 s, is long over. */
const CLAIM = 180_000;

export type Letter = {
  messageId: string;
  to: string;
  subject: string;
  text: string;
  attachments: { filename: string; content: Buffer | string; contentType: string }[];
};
/** Hands a letter to the mail server; throws with the server's words when it does not take it. */
export type Post = (letter: Letter) => Promise<void>;

/** Posts what is due, until nothing is or `signal` aborts. Answers how many letters it tried to post. */
export async function sendMails(
  shop: string,
  options: { signal?: AbortSignal; post?: Post; now?: () => Date } = {},
): Promise<number> {
  const now = options.now ?? (() => new Date());
  const post = options.post ?? (env.SMTP_URL ? bySmtp(env.SMTP_URL, env.SMTP_FROM) : null);
  await inShop(shop, (tx) => giveUpMails(tx, now(), STOPPED));
  if (!post) return 0;
  let tried = 0;
  while (!options.signal?.aborted) {
    const began = now();
    const mail = await inShop(shop, (tx) => claimMail(tx, shop, began, new Date(began.getTime() + CLAIM)));
    if (!mail) break;
    tried += 1;
    const outcome = await tryToPost(shop, mail, post);
    const next = afterPosting(outcome, mail.attempts, now());
    await inShop(shop, (tx) => moveMail(tx, shop, { id: mail.id, from: ['sending'], attempts: mail.attempts }, next));
  }
  return tried;
}

async function tryToPost(shop: string, mail: SupplierMail, post: Post): Promise<PostOutcome> {
  const letter = await writeLetter(shop, mail);
  if (!letter) return { how: 'refused', problem: 'The order is no longer there.', lasting: true };
  try {
    await post(letter);
    return { how: 'taken' };
  } catch (error) {
    const { responseCode, command, message } = error as Error & { responseCode?: number; command?: string };
    // The server answered, or the letter itself was not yet on its way: it was surely not taken.
    const surely = responseCode !== undefined || (command !== undefined && command !== 'DATA');
    if (!surely) return { how: 'unheard', problem: message };
    return { how: 'refused', problem: message, lasting: responseCode !== undefined && responseCode >= 500 };
  }
}

async function writeLetter(shop: string, mail: SupplierMail): Promise<Letter | null> {
  const order = await inShop(shop, (tx) => loadOrder(tx, shop, mail.purchaseOrderId));
  const paper = order && (await readPaper(shop, order));
  if (!order || !paper) return null;
  const name = orderName(order.number);
  return {
    // Made of the row: the same letter posted again can be recognised by it.
    messageId: `<${mail.id}@${new URL(env.SHOPIFY_APP_URL).hostname}>`,
    to: mail.recipient,
    subject: `Purchase order ${name} from ${paper.shopName}`,
    text: [
      `Dear ${paper.supplierName},`,
      '',
      `please find our purchase order ${name} attached: ${order.lines.length} ${order.lines.length === 1 ? 'line' : 'lines'}, as PDF and as CSV.`,
      ...(paper.dueOn ? [`Please deliver by ${paper.dueOn}.`] : []),
      ...(paper.note ? ['', paper.note] : []),
      '',
      'Kind regards',
      paper.shopName,
      '',
    ].join('\n'),
    attachments: [
      { filename: `${name}.pdf`, content: await orderPdf(paper), contentType: 'application/pdf' },
      { filename: `${name}.csv`, content: orderCsv(order), contentType: 'text/csv; charset=utf-8' },
    ],
  };
}

function bySmtp(url: string, from: string): Post {
  return async (letter) => {
    const transport = nodemailer.createTransport({
      url,
      connectionTimeout: 15_000,
      greetingTimeout: 15_000,
      socketTimeout: 60_000,
    });
    try {
      await transport.sendMail({ from, ...letter });
    } finally {
      transport.close();
    }
  };
}

/** @jsxImportSource preact */
import '@shopify/ui-extensions/preact';
import type { Api } from '@shopify/ui-extensions/customer-account.order.action.render';
import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LookAnswer } from '../../../app/returns/account-api.ts';
import {
  longestNote,
  type Reason,
  type RequestProblems,
  readRequest,
  type TypedLine,
} from '../../../app/returns/request.ts';
import type { LineDecision } from '../../../app/returns/returnable.ts';
import { file, look } from './door.ts';

/** The form behind "Return items". */
export default async () => {
  const { shopify } = globalThis as unknown as { shopify: Api };
  render(<ReturnRequest shopify={shopify} />, document.body);
};

type Typed = Record<string, TypedLine>;
type Offer = Extract<LineDecision, { returnable: true }>;

function ReturnRequest({ shopify }: { shopify: Api }) {
  const say = (key: string, values: Record<string, string | number> = {}) => shopify.i18n.translate(key, values);
  const token = () => shopify.sessionToken.get();
  const [answer, setAnswer] = useState<LookAnswer | null>(null);
  const [typed, setTyped] = useState<Typed>({});
  const [problems, setProblems] = useState<RequestProblems>({ lines: {} });
  const [done, setDone] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  // One id for this form, so that a second press files nothing more.
  const [requestId] = useState(() => crypto.randomUUID());

  useEffect(() => {
    look(token, shopify.orderId, say('unreachable')).then(setAnswer);
  }, []);

  const close = (
    <s-button slot="secondary-actions" onClick={() => shopify.close()}>
      {say('close')}
    </s-button>
  );
  if (!answer?.ok || done !== null)
    return (
      <s-customer-account-action heading={say('heading')}>
        {done !== null ? (
          <s-banner tone="success">{done}</s-banner>
        ) : answer && !answer.ok ? (
          <s-banner tone="critical">{answer.problem}</s-banner>
        ) : (
          <s-spinner accessibilityLabel={say('loading')} />
        )}
        {close}
      </s-customer-account-action>
    );

  const offers = answer.lines.filter((line): line is Offer => line.returnable);
  const refused = answer.lines.filter((line) => !line.returnable);
  const ask = async () => {
    const lines = Object.values(typed);
    const read = readRequest(lines, answer.lines, answer.reasons);
    if (!read.ok) return setProblems(read.problems);
    setProblems({ lines: {} });
    setBusy(true);
    const filed = await file(token, { orderId: shopify.orderId, requestId, lines }, say('unreachable'));
    setBusy(false);
    if (filed.ok) setDone(say(`status.${filed.status}`));
    else setProblems(filed.problems ?? { form: filed.problem, lines: {} });
  };

  return (
    <s-customer-account-action heading={say('heading')}>
      {problems.form ? <s-banner tone="critical">{problems.form}</s-banner> : null}
      <s-stack gap="base">
        {answer.requests.length > 0 ? (
          <s-section heading={say('before')}>
            {answer.requests.map((request) => (
              <s-paragraph key={request.id}>
                {request.lines.map((line) => `${line.quantity} × ${line.title}`).join(', ')}:{' '}
                {say(`status.${request.status}`)}
              </s-paragraph>
            ))}
          </s-section>
        ) : null}
        {offers.length === 0 ? <s-paragraph>{say('nothing')}</s-paragraph> : null}
        {offers.map((offer) => (
          <Line
            key={offer.fulfillmentLineItemId}
            offer={offer}
            reasons={answer.reasons}
            typed={typed[offer.fulfillmentLineItemId]}
            problem={problems.lines[offer.fulfillmentLineItemId]}
            say={say}
            date={shopify.i18n.formatDate(new Date(offer.until), { dateStyle: 'medium' })}
            onChange={(line) => setTyped((before) => ({ ...before, [line.fulfillmentLineItemId]: line }))}
          />
        ))}
        {refused.length > 0 ? (
          <s-section heading={say('refused')}>
            {refused.map((line) => (
              <s-paragraph key={line.orderLineId}>
                {line.title}: {line.returnable ? '' : line.says}
              </s-paragraph>
            ))}
          </s-section>
        ) : null}
      </s-stack>
      {offers.length > 0 ? (
        <s-button slot="primary-action" variant="primary" loading={busy} onClick={ask}>
          {say('ask')}
        </s-button>
      ) : null}
      {close}
    </s-customer-account-action>
  );
}

function Line({
  offer,
  reasons,
  typed,
  problem,
  say,
  date,
  onChange,
}: {
  offer: Offer;
  reasons: Reason[];
  typed: TypedLine | undefined;
  problem: string | undefined;
  say: (key: string, values?: Record<string, string | number>) => string;
  date: string;
  onChange: (line: TypedLine) => void;
}) {
  const { fulfillmentLineItemId, quantity, title } = offer;
  const line = typed ?? { fulfillmentLineItemId, quantity: '0', reasonId: '', note: '' };
  const chosen = line.quantity !== '0' && line.quantity !== '';
  return (
    <s-section heading={title}>
      <s-stack gap="base">
        {problem ? <s-banner tone="critical">{problem}</s-banner> : null}
        <s-number-field
          label={say('quantity', { most: quantity })}
          min={0}
          max={quantity}
          step={1}
          value={line.quantity}
          onChange={(event) => onChange({ ...line, quantity: typedInto(event) })}
        />
        {chosen ? (
          <>
            <s-select
              label={say('reason')}
              placeholder={say('chooseReason')}
              value={line.reasonId}
              onChange={(event) => onChange({ ...line, reasonId: typedInto(event) })}
            >
              {reasons.map((reason) => (
                <s-option key={reason.id} value={reason.id}>
                  {reason.name}
                </s-option>
              ))}
            </s-select>
            <s-text-area
              label={say('note')}
              maxLength={longestNote}
              value={line.note}
              onChange={(event) => onChange({ ...line, note: typedInto(event) })}
            />
          </>
        ) : null}
        <s-paragraph color="subdued">{say('until', { date })}</s-paragraph>
      </s-stack>
    </s-section>
  );
}

/** The value of the field that changed; the published event types name no element. */
function typedInto(event: Event): string {
  return (event.currentTarget as { value?: string } | null)?.value ?? '';
}

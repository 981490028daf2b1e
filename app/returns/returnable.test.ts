import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstPolicy, readPolicy } from './policy.ts';
import { choosePage, escapeText, findPage, reviewPage } from './portal-page.ts';
import { readRequest } from './request.ts';
import { decideReturnable, type LineFacts } from './returnable.ts';

const now = new Date('2026-11-22T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const mug: LineFacts = {
  orderLineId: '1',
  title: 'Mug',
  variantTitle: 'Blue',
  productTags: ['kitchen'],
  shipped: 3,
  parcels: [{ fulfillmentLineItemId: '11', quantity: 2, shippedAt: daysAgo(10) }],
};

describe('the policy', () => {
  test('lets come back what shipped in time, with every rule it asked', () => {
    expect(decideReturnable([mug], firstPolicy, now)).toEqual([
      {
        orderLineId: '1',
        title: 'Mug, Blue',
        returnable: true,
        fulfillmentLineItemId: '11',
        quantity: 2,
        until: '2026-12-12T12:00:00.000Z',
        trace: [
          { rule: 'shipped', passed: true, says: '3 shipped' },
          { rule: 'not-returned-before', passed: true, says: '2 not returned yet' },
          { rule: 'final-sale', passed: true, says: 'Not a final sale' },
          { rule: 'window', passed: true, says: 'Shipped 10 days ago, within 30 days' },
        ],
      },
    ]);
  });

  test.each([
    [{ ...mug, shipped: 0, parcels: [] }, 'shipped', 'Not shipped yet'],
    [{ ...mug, parcels: [] }, 'not-returned-before', 'Already returned, or a return is under way'],
    [{ ...mug, productTags: ['Final-Sale'] }, 'final-sale', 'Final sale: it cannot be returned'],
    [
      { ...mug, parcels: [{ ...mug.parcels[0]!, shippedAt: daysAgo(31) }] },
      'window',
      'The 30 days to return it are over: it was shipped 31 days ago',
    ],
  ] as const)('says why not (%#)', (line, reason, says) => {
    expect(
      decideReturnable([{ ...line, productTags: [...line.productTags], parcels: [...line.parcels] }], firstPolicy, now),
    ).toMatchObject([{ returnable: false, reason, says }]);
  });

  test('a longer window never makes less returnable', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), fc.nat(400), (age, windowDays, more) => {
        const line = { ...mug, parcels: [{ ...mug.parcels[0]!, shippedAt: daysAgo(age) }] };
        const [short] = decideReturnable([line], { ...firstPolicy, windowDays }, now);
        const [long] = decideReturnable([line], { ...firstPolicy, windowDays: windowDays + more }, now);
        if (short?.returnable) expect(long?.returnable).toBe(true);
      }),
    );
  });

  test('is read from what was typed, and bad input is named', () => {
    expect(readPolicy({ windowDays: ' 14 ', finalSaleTags: 'final-sale, , gift,gift', needsApproval: false })).toEqual({
      ok: true,
      policy: { windowDays: 14, finalSaleTags: ['final-sale', 'gift'], needsApproval: false },
    });
    expect(readPolicy({ windowDays: '-3', finalSaleTags: '', needsApproval: true })).toEqual({
      ok: false,
      problems: { windowDays: 'Enter a whole number of days from 0 to 3650' },
    });
  });
});

describe('a request', () => {
  const decisions = decideReturnable([mug, { ...mug, orderLineId: '2', parcels: [] }], firstPolicy, now);
  const reasons = [{ id: '5', name: 'Too small' }];
  const typed = { fulfillmentLineItemId: '11', quantity: '1', reasonId: '5', note: ' tight ' };

  test('takes what is on offer', () => {
    expect(readRequest([typed, { ...typed, fulfillmentLineItemId: '99', quantity: '0' }], decisions, reasons)).toEqual({
      ok: true,
      lines: [
        {
          fulfillmentLineItemId: '11',
          orderLineId: '1',
          title: 'Mug, Blue',
          quantity: 1,
          reasonId: '5',
          reason: 'Too small',
          note: 'tight',
        },
      ],
    });
  });

  test.each([
    [{ ...typed, quantity: '3' }, 'Choose a quantity from 1 to 2'],
    [{ ...typed, quantity: '-1' }, 'Choose a quantity from 1 to 2'],
    [{ ...typed, quantity: '1e9' }, 'Choose a quantity from 1 to 2'],
    [{ ...typed, reasonId: '6' }, 'Choose a reason'],
    [{ ...typed, note: 'x'.repeat(301) }, 'Shorten the note to 300 characters'],
  ])('a tampered or careless line is refused beside it (%#)', (line, says) => {
    expect(readRequest([line], decisions, reasons)).toEqual({ ok: false, problems: { lines: { '11': says } } });
  });

  test('a line of another order, or the same line twice, refuses the whole', () => {
    for (const lines of [[{ ...typed, fulfillmentLineItemId: '12' }], [typed, typed]])
      expect(readRequest(lines, decisions, reasons)).toMatchObject({
        ok: false,
        problems: { form: expect.stringContaining('choose again') },
      });
    expect(readRequest([], decisions, reasons)).toMatchObject({ ok: false });
  });

  test('never asks for more than is on offer', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            fulfillmentLineItemId: fc.constantFrom('11', '12', ''),
            quantity: fc.oneof(fc.string(), fc.integer().map(String)),
            reasonId: fc.constantFrom('5', '6', ''),
            note: fc.string(),
          }),
        ),
        (lines) => {
          const read = readRequest(lines, decisions, reasons);
          if (!read.ok) return;
          expect(read.lines.map((line) => line.fulfillmentLineItemId)).toEqual(['11']);
          expect(read.lines[0]?.quantity).toBeLessThanOrEqual(2);
          expect(read.lines[0]?.quantity).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('the portal pages', () => {
  test('text from outside becomes neither markup nor Liquid', () => {
    expect(escapeText('<b>{{ shop.secret }}{% x %}"\'&')).toBe(
      '&lt;b&gt;&#123;&#123; shop.secret &#125;&#125;&#123;% x %&#125;&quot;&#39;&amp;',
    );
    const evil = `"><script>alert(1)</script>{{ customer.email }}`;
    const decisions = decideReturnable([{ ...mug, title: evil, variantTitle: null }], firstPolicy, now);
    const pages = [
      findPage('/apps/x', { orderName: evil, email: evil }, evil),
      choosePage('/apps/x', evil, evil, decisions, [{ id: evil, name: evil }]),
      reviewPage('/apps/x', evil, evil, [
        {
          fulfillmentLineItemId: '1',
          orderLineId: '1',
          title: evil,
          quantity: 1,
          reasonId: '1',
          reason: evil,
          note: evil,
        },
      ]),
    ];
    for (const { body } of pages) {
      expect(body).not.toContain('<script');
      expect(body).not.toContain('{{');
      expect(body).not.toContain('{%');
    }
  });

  test('what was typed is still there beside the problem', () => {
    const decisions = decideReturnable([mug], firstPolicy, now);
    const typed = [{ fulfillmentLineItemId: '11', quantity: '2', reasonId: '', note: 'broken' }];
    const { body } = choosePage('/r', '#1', 't', decisions, [{ id: '5', name: 'Small' }], typed, {
      lines: { '11': 'Choose a reason' },
    });
    expect(body).toContain('<option value="2" selected>2</option>');
    expect(body).toContain('>broken</textarea>');
    expect(body).toContain('Choose a reason</p>');
  });
});

// What people of the floor do, and how they come to it: pickers in the admin, phones by a code and a PIN, scanners.
import type { Frame, Page } from 'playwright-core';
import { openInAdmin } from './in-admin.ts';

export const PIN = '7305';

export const button = (where: Page | Frame, name: string | RegExp) =>
  where.getByRole('button', { name, exact: typeof name === 'string' });

/**
 * As a scanner does it: the text at the speed of a machine, then Enter. No key waits for the page to have taken the one before,
 * which on a busy machine would make a person's typing of it.
 */
export async function scan(page: Page, text: string): Promise<void> {
  const keys = await page.context().newCDPSession(page);
  const press = (key: string, text: string, more = {}) => [
    keys.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text, ...more }),
    keys.send('Input.dispatchKeyEvent', { type: 'keyUp', key, ...more }),
  ];
  await Promise.all([
    ...[...text].flatMap((key) => press(key, key)),
    ...press('Enter', '\r', { code: 'Enter', windowsVirtualKeyCode: 13 }),
  ]);
  await keys.detach();
}

export async function addPicker(desk: Page, name: string): Promise<void> {
  const frame = await openInAdmin(desk, '/app/waves/pickers');
  await button(frame, 'Add picker').first().click();
  await frame.getByLabel('Name').fill(name);
  await frame.getByLabel('PIN').fill(PIN);
  await frame.getByRole('dialog').getByRole('button', { name: 'Add picker' }).click();
  await frame.getByRole('heading', { name }).waitFor();
}

/** The code under the picture that pairs a phone with this picker; its dialog stays open. */
export async function pairingCode(desk: Page, name: string): Promise<string> {
  const frame = await openInAdmin(desk, '/app/waves/pickers');
  const card = frame.locator('.Polaris-Card, .Polaris-ShadowBevel', { hasText: name }).first();
  await card.getByRole('button', { name: 'Pair a phone' }).click();
  const code = frame.getByText(/^\d+-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await code.waitFor();
  return (await code.textContent()) ?? '';
}

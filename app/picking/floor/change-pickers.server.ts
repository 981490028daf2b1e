// Pickers and their phones, as the admin keeps them.
import { randomUUID } from 'node:crypto';
import { inShop } from '../../db.server.ts';
import { isEasyPin, isPin } from './code.ts';
import { type Language, readLanguage } from './language.ts';
import { hashPin } from './pin.server.ts';
import { insertPicker, loadPickers, revokeDevices, savePicker } from './store.server.ts';

export type Changed = { ok: true } | { ok: false; problems: Partial<Record<'name' | 'pin' | 'form', string>> };

const noSuchPicker: Changed = { ok: false, problems: { form: 'This picker does not exist. Reload the page.' } };

export const longestName = 60;

export const readPickers = (shop: string) => inShop(shop, loadPickers);

export async function addPicker(
  shop: string,
  typed: { name: string; pin: string; language: string },
  now: Date,
): Promise<Changed> {
  const problems = { ...nameProblem(typed.name), ...pinProblem(typed.pin) };
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const pinHash = await hashPin(typed.pin);
  const picker = { id: randomUUID(), name: typed.name.trim(), language: languageOf(typed.language), pinHash };
  await inShop(shop, (tx) => insertPicker(tx, shop, { ...picker, createdAt: now }));
  return { ok: true };
}

/** Renames a picker, or sets the language of phones. What a paired phone shows follows at its next look. */
export async function changePicker(
  shop: string,
  id: string,
  typed: { name: string; language: string },
): Promise<Changed> {
  const problems = nameProblem(typed.name);
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const change = { name: typed.name.trim(), language: languageOf(typed.language) };
  return (await inShop(shop, (tx) => savePicker(tx, id, change))) ? { ok: true } : noSuchPicker;
}

/** Sets a new PIN. Phones that are paired stay so. */
export async function setPin(shop: string, id: string, pin: string): Promise<Changed> {
  const problems = pinProblem(pin);
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  const pinHash = await hashPin(pin);
  return (await inShop(shop, (tx) => savePicker(tx, id, { pinHash }))) ? { ok: true } : noSuchPicker;
}

/** One who left walks no more: all phones are turned out. What was picked keeps the name. */
export async function setActive(shop: string, id: string, active: boolean, now: Date): Promise<Changed> {
  return inShop(shop, async (tx) => {
    if (!(await savePicker(tx, id, { active }))) return noSuchPicker;
    if (!active) await revokeDevices(tx, { pickerId: id }, now);
    return { ok: true };
  });
}

/** Lets a picker pack what was not scanned, and seal what the scale doubts; or no longer. */
export async function letForce(shop: string, id: string, mayForce: boolean): Promise<Changed> {
  return (await inShop(shop, (tx) => savePicker(tx, id, { mayForce }))) ? { ok: true } : noSuchPicker;
}

/** Turns one phone out: its next request is refused. It cannot be taken back; the phone may be paired anew. */
export async function revokeDevice(shop: string, id: string, now: Date): Promise<Changed> {
  await inShop(shop, (tx) => revokeDevices(tx, { id }, now));
  return { ok: true };
}

const languageOf = (text: string): Language => readLanguage(text) ?? 'en';

function nameProblem(name: string): { name?: string } {
  const length = name.trim().length;
  if (length === 0) return { name: 'Enter a name: it stands beside what was picked.' };
  return length > longestName ? { name: `Enter at most ${longestName} characters.` } : {};
}

function pinProblem(pin: string): { pin?: string } {
  if (!isPin(pin)) return { pin: 'Enter a PIN of 4 to 8 digits.' };
  return isEasyPin(pin) ? { pin: 'This PIN is the first that anybody would try. Choose another.' } : {};
}

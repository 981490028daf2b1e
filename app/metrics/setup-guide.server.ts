// Whether the setup guide is still wanted on the home page.
import { inShop } from '../db.server.ts';

export async function isGuideHidden(shop: string): Promise<boolean> {
  return inShop(shop, async (tx) => (await tx.setupGuide.count()) > 0);
}

export async function hideGuide(shop: string, now: Date): Promise<void> {
  await inShop(shop, (tx) =>
    tx.setupGuide.upsert({ where: { shop }, create: { shop, hiddenAt: now }, update: { hiddenAt: now } }),
  );
}

export async function showGuide(shop: string): Promise<void> {
  await inShop(shop, (tx) => tx.setupGuide.deleteMany({}));
}

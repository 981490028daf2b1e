import { carryBack, collect, shipWave } from './desk.ts';
import type { House } from './house.ts';
import { walkToTheEnd } from './phones.ts';
import { answer, follow, followSent, sendAgain } from './shopify.ts';
import { packToTheEnd } from './stations.ts';
import { type Parts, tellMirror } from './store.ts';
import { sortToTheEnd } from './wall.ts';

/** Everything is delivered, walked, sorted, packed, shipped and put back, as people do who want to go home. */
export async function closeUp(house: House, applied: Map<string, Parts>, check: () => Promise<void>): Promise<void> {
  for (let round = 0; round < 6; round++) {
    const before = JSON.stringify([...house.goods]);
    house.time += 1000;
    for (const told of house.mail.splice(0)) if (await tellMirror(house.shop, told)) house.mirror.set(told.id, told);
    await follow(house);
    await followSent(house);
    for (const waveId of house.waves) {
      await walkToTheEnd(house, waveId);
      await sortToTheEnd(house, waveId);
      await packToTheEnd(house, waveId);
      await shipWave(house, waveId);
      await carryBack(house);
      await check();
    }
    await sendAgain(house, 'lifts');
    while (await answer(house, applied, 0, 'takes it')) await followSent(house);
    for (let at = 0; at < 4; at++) await collect(house, at);
    while (await answer(house, applied, 0, 'takes it')) await followSent(house);
    await check();
    if (round > 0 && house.mail.length === 0 && JSON.stringify([...house.goods]) === before) return;
  }
}

// The whole house for a journey: dev store, web and worker on a database of their own.
import { afterAll } from 'vitest';
import { type House, type HouseOptions, startHouse as start } from '../scripts/house.ts';
import { newDatabase } from './database.ts';

export { until } from '../scripts/process.ts';
export type { House };

/** Call it in beforeAll; the house stops by itself after the file's tests. */
export async function startHouse(options: Omit<HouseOptions, 'database'> = {}): Promise<House> {
  const house = await start({ ...options, database: await newDatabase() });
  houses.push(house);
  return house;
}

const houses: House[] = [];
afterAll(() => Promise.all(houses.map((house) => house.stop())));

// Where units are, as someone with eyes would count them. Units only move: none is made, none is lost.

/** Units by place: shelf/item/bin, cart/wave/group/item, wall/wave/order/item, parcel/id/line, whole/wave/line, lost/wave/line/item. */
export type Goods = Map<string, number>;

/** Carries units from one place to another; false when they are not there, and then nothing moves. */
export function carry(goods: Goods, from: string, to: string, units: number): boolean {
  const there = goods.get(from) ?? 0;
  if (units < 0 || there < units) return false;
  if (there === units) goods.delete(from);
  else goods.set(from, there - units);
  if (units > 0) goods.set(to, (goods.get(to) ?? 0) + units);
  return true;
}

/** Units at all places whose name begins so, and ends so. */
export function unitsAt(goods: Goods, beginning: string, end = ''): number {
  let sum = 0;
  for (const [place, units] of goods) if (place.startsWith(beginning) && place.endsWith(end)) sum += units;
  return sum;
}

/** Carries up to so many units from whatever places begin and end so; answers how many it were. */
export function gather(goods: Goods, beginning: string, end: string, to: string, most: number): number {
  let left = most;
  for (const [place, units] of [...goods]) {
    if (left === 0 || place === to || !place.startsWith(beginning) || !place.endsWith(end)) continue;
    const some = Math.min(left, units);
    carry(goods, place, to, some);
    left -= some;
  }
  return most - left;
}

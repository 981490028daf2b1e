import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Hash of the content of all files that match the globs (relative to the working directory), names included. */
export function hashOf(globs: string[], extra = ''): string {
  const hash = createHash('sha256').update(extra);
  const files = globs.flatMap((glob) => globSync(glob)).filter((file) => statSync(file).isFile());
  for (const file of [...new Set(files)].sort()) hash.update(`\0${file}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 32);
}

/** Runs `work` unless the file `stamp` says that it ran for the same inputs and all it made is still there. Answers whether it ran. */
export async function unlessDone(
  { stamp, inputs, makes }: { stamp: string; inputs: string; makes: string[] },
  work: () => Promise<void>,
): Promise<boolean> {
  const done = existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs;
  if (done && makes.every((made) => existsSync(made))) return false;
  await work();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, inputs);
  return true;
}

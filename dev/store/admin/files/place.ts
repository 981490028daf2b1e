import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { World } from '../../kernel/world.ts';

/** Folder of the shop's files; a temporary one unless the dev store was given a folder to keep. */
function folder(world: World): string {
  world.folder ??= mkdtempSync(join(tmpdir(), 'backroom-store-'));
  mkdirSync(world.folder, { recursive: true });
  return world.folder;
}

/** Where a file of this key lies: keys are made of letters, digits, dots, dashes and slashes, and never leave the folder. */
function pathOf(world: World, key: string): string {
  return join(folder(world), key.replaceAll('/', '~').replace(/[^\w.~-]/g, '_'));
}

export function writeFile(world: World, key: string, content: Buffer): void {
  writeFileSync(pathOf(world, key), content);
}

/** A stream into a new file. */
export function writeTo(world: World, key: string): ReturnType<typeof createWriteStream> {
  return createWriteStream(pathOf(world, key));
}

/** The file as a stream; undefined when there is none. */
export function readFrom(world: World, key: string): Readable | undefined {
  const path = pathOf(world, key);
  return existsSync(path) ? createReadStream(path, { highWaterMark: 1 << 20 }) : undefined;
}

/** Bytes of a file; undefined when there is none. */
export function sizeOf(world: World, key: string): number | undefined {
  const path = pathOf(world, key);
  return existsSync(path) ? statSync(path).size : undefined;
}

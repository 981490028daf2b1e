import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setImmediate as breathe, setTimeout as wait } from 'node:timers/promises';
import { tellApp } from '../../delivery/deliveries.ts';
import type { Ctx } from '../../kernel/context.ts';
import { ApiError } from '../../kernel/errors.ts';
import { execute } from '../../kernel/execute.ts';
import type { World } from '../../kernel/world.ts';
import { readFrom, writeTo } from '../files/place.ts';
import type { BulkDocument } from './document.ts';
import { type BulkOperation, isOver } from './operation.ts';
import { type Children, compileBulk, type Reader } from './plan.ts';

/** How long an operation stays CREATED unless it is looked at, in milliseconds. */
const LATENCY = 100;
/** How long it is RUNNING at least: as on Shopify, the first look after the start finds it at work. */
const LEAST = 250;
/** Longest time that the work holds up other requests, in milliseconds. */
const SLICE = 15;
/** Lines gathered before they go to the disk, in characters. */
const CHUNK = 256 * 1024;

function resultKey(operation: BulkOperation): string {
  return `bulk-${operation.id.split('/').at(-1)}.jsonl`;
}

/** Lines on their way into the result file, with the counts that the operation shows. */
class Result {
  private readonly world: World;
  private readonly operation: BulkOperation;
  private readonly stream: ReturnType<typeof writeTo>;
  private chunk: string[] = [];
  private waiting = 0;
  private objects = 0;
  private roots = 0;
  private size = 0;

  constructor(world: World, operation: BulkOperation) {
    this.world = world;
    this.operation = operation;
    this.stream = writeTo(world, resultKey(operation));
  }

  line(record: unknown, root: boolean): void {
    const text = JSON.stringify(record);
    this.chunk.push(text);
    this.waiting += text.length;
    this.objects++;
    if (root) this.roots++;
  }

  /** Hands what has gathered to the disk; waits when the disk is behind, so memory stays small. */
  async flush(least = CHUNK): Promise<void> {
    if (this.waiting <= least) return;
    const bytes = Buffer.from(`${this.chunk.join('\n')}\n`);
    this.chunk = [];
    this.waiting = 0;
    this.size += bytes.length;
    if (!this.stream.write(bytes)) await once(this.stream, 'drain');
  }

  showProgress(): void {
    const { world, operation } = this;
    const counts = { objectCount: String(this.objects), rootObjectCount: String(this.roots) };
    if (world.get('BulkOperation', operation.id) === operation) world.patch('BulkOperation', operation, counts);
  }

  /** Lets other requests have their turn, and stops when the operation is not wanted any more. */
  async pause(): Promise<void> {
    await this.flush();
    this.showProgress();
    await breathe();
    const { world, operation } = this;
    if (world.get('BulkOperation', operation.id) !== operation || operation.status !== 'RUNNING') throw new Stopped();
  }

  /** Where the file can be fetched; null when nothing was found. */
  url(): string | null {
    return this.objects ? `${this.world.origin}/_bulk/${resultKey(this.operation)}` : null;
  }

  /** Ends the file and answers its size in bytes. */
  async close(): Promise<string> {
    await this.flush(0);
    this.stream.end();
    await once(this.stream, 'finish');
    this.showProgress();
    return String(this.size);
  }
}

/** Ends the work of an operation that was cancelled or whose shop was reset. */
class Stopped extends Error {}

/** Takes an operation that is CREATED or CANCELING to its next state; `seenIn` is the state it was last looked at in. */
interface Course {
  moveOn: () => void;
  seenIn: BulkOperation['status'] | undefined;
}

const courses = new WeakMap<BulkOperation, Course>();

/**
 * To be called before an operation is shown. CREATED and CANCELING last until they are looked at a second time, or for a moment: so a fast
 * client sees every state. An operation of an earlier process has failed.
 */
export function look(operation: BulkOperation, { world }: Ctx): void {
  if (isOver(operation)) return;
  const course = courses.get(operation);
  if (!course) {
    const completedAt = world.timestamp();
    world.patch('BulkOperation', operation, { status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR', completedAt });
    return;
  }
  if (course.seenIn === operation.status) course.moveOn();
  course.seenIn = operation.status;
}

/** Runs an operation in the background from CREATED to its end, and tells the app. */
export function start(operation: BulkOperation, { world }: Ctx, work: (result: Result) => Promise<void>): void {
  const gone = () => world.get('BulkOperation', operation.id) !== operation;
  let result: Result | undefined;
  courses.set(operation, { moveOn, seenIn: undefined });
  setTimeout(() => world.transaction(moveOn), LATENCY);

  function moveOn(): void {
    if (gone()) return;
    if (operation.status === 'CANCELING') {
      end({ status: 'CANCELED', url: result?.url() ?? null });
    } else if (operation.status === 'CREATED') {
      world.patch('BulkOperation', operation, { status: 'RUNNING' });
      run().catch((error) => console.error(`dev store: bulk operation ${operation.id}:`, error));
    }
  }

  async function run(): Promise<void> {
    const least = wait(LEAST);
    result = new Result(world, operation);
    const outcome = await attempt(result);
    await least;
    const fileSize = await result.close();
    const url = result.url();
    if (operation.status === 'CANCELING') moveOn();
    if (operation.status !== 'RUNNING') return;
    const completedAt = world.timestamp();
    if (outcome.status === 'COMPLETED') end({ ...outcome, fileSize, url, completedAt });
    else end({ ...outcome, partialDataUrl: url, completedAt });
  }

  async function attempt(into: Result): Promise<Partial<BulkOperation>> {
    try {
      await work(into);
      return { status: 'COMPLETED' };
    } catch (error) {
      if (error instanceof Stopped) return {};
      console.error(`dev store: bulk operation ${operation.id} failed: ${(error as Error).message}`);
      const denied = error instanceof ApiError && error.extensions.code === 'ACCESS_DENIED';
      return { status: 'FAILED', errorCode: denied ? 'ACCESS_DENIED' : 'INTERNAL_SERVER_ERROR' };
    }
  }

  function end(changes: Partial<BulkOperation>): void {
    if (gone()) return;
    world.patch('BulkOperation', operation, changes);
    tellApp(world, operation.app, 'bulk_operations/finish', operation.id);
  }
}

/** Reads every root record and what hangs below it: a line each, children after their parent with its id. */
export function queryWork(document: BulkDocument, context: Ctx): (result: Result) => Promise<void> {
  return async (result) => {
    const read = compileBulk(document, context);
    const roots: Children[] = [];
    read({}, roots);
    let turn = performance.now();
    for (const { reader, nodes } of roots) {
      for (const node of nodes) {
        emit(reader, node, undefined, result);
        if (performance.now() - turn > SLICE) {
          await result.pause();
          turn = performance.now();
        }
      }
    }
  };
}

function emit(reader: Reader, node: unknown, parent: string | undefined, result: Result): void {
  const children: Children[] = [];
  const record = reader(node, children);
  if (parent !== undefined) record.__parentId = parent;
  result.line(record, parent === undefined);
  const { id } = node as { id: string };
  for (const { reader: below, nodes } of children) for (const child of nodes) emit(below, child, id, result);
}

/** Runs the mutation once for each line of the uploaded file; each answer is a line with the number of its input. */
export function mutationWork(key: string, mutation: string, context: Ctx): (result: Result) => Promise<void> {
  const { api, world, token, version } = context;
  const answerTo = (line: string): Record<string, unknown> => {
    let variables: Record<string, unknown>;
    try {
      variables = JSON.parse(line);
    } catch {
      return { errors: [{ message: 'The line is not valid JSON.' }] };
    }
    const { data, errors } = execute(api, world, { version, token }, { query: mutation, variables });
    return { ...(data === undefined ? {} : { data }), ...(errors ? { errors } : {}) };
  };
  return async (result) => {
    const upload = readFrom(world, key);
    if (!upload) throw new Error(`the uploaded file ${key} is gone`);
    let number = 0;
    let turn = performance.now();
    for await (const line of createInterface({ input: upload, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() === '') continue;
      result.line({ ...answerTo(line), __lineNumber: number++ }, true);
      if (performance.now() - turn > SLICE) {
        await result.pause();
        turn = performance.now();
      }
    }
  };
}

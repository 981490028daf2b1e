import { expect, test } from 'vitest';
import { lineAnswer } from './line-answer.server.ts';

const request = (signal?: AbortSignal) => new Request('http://house/lines', signal ? { signal } : {});

const unheard = (error: unknown) => {
  throw error;
};

test('each word is a line, the last one what the work comes to', async () => {
  const answer = lineAnswer<number>(
    request(),
    async (_, tell) => {
      tell(1);
      tell(2);
      return 3;
    },
    unheard,
  );
  expect(await answer.text()).toBe('1\n2\n3\n');
});

test('work is told when whoever asked leaves, by the connection or by reading no further', async () => {
  const work = (heard: () => void) => (signal: AbortSignal) =>
    new Promise<number>((_, reject) => {
      signal.addEventListener('abort', () => {
        heard();
        reject(signal.reason);
      });
    });
  const gone = new AbortController();
  const byConnection = Promise.withResolvers<void>();
  const answer = lineAnswer<number>(request(gone.signal), work(byConnection.resolve), unheard);
  gone.abort();
  await byConnection.promise;
  await expect(answer.text()).rejects.toThrow();
  const byReader = Promise.withResolvers<void>();
  await lineAnswer<number>(request(), work(byReader.resolve), unheard).body!.cancel();
  await byReader.promise;
});

test('work that fails breaks the answer off, and why is heard', async () => {
  const heard: unknown[] = [];
  const work = async (_: AbortSignal, tell: (line: number) => void) => {
    tell(1);
    throw new Error('no floor');
  };
  await expect(lineAnswer(request(), work, (error) => heard.push(String(error))).text()).rejects.toThrow('no floor');
  expect(heard).toEqual(['Error: no floor']);
});

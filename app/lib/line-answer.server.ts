// An answer that comes piece by piece while it is worked out: one JSON value a line. Whoever leaves stops the work.

/**
 * The answer's last line is what `work` resolves to; `tell` writes lines before it. Work that throws breaks the answer off, and `failed`
 * hears why, unless it was stopped.
 */
export function lineAnswer<Line>(
  request: Request,
  work: (signal: AbortSignal, tell: (line: Line) => void) => Promise<Line>,
  failed: (error: unknown) => void,
): Response {
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  if (request.signal.aborted) leave();
  request.signal.addEventListener('abort', leave);
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const tell = (line: Line) => {
        if (!leaving.signal.aborted) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
      };
      try {
        tell(await work(leaving.signal, tell));
        controller.close();
      } catch (error) {
        if (!leaving.signal.aborted) failed(error);
        controller.error(error);
      } finally {
        request.signal.removeEventListener('abort', leave);
      }
    },
    cancel: leave,
  });
  return new Response(body, { headers: { 'Content-Type': 'application/x-ndjson', 'Cache-Control': 'no-store' } });
}

// A file as an answer to a browser: named, never kept on the way.

export type SentFile = { fileName: string; type: string; body: Uint8Array };

/** PDFs open where they are asked for, anything else is saved. `fileName` is plain ASCII. */
export function fileAnswer({ fileName, type, body }: SentFile): Response {
  const how = type === 'application/pdf' ? 'inline' : 'attachment';
  return new Response(new Uint8Array(body), {
    headers: {
      'Content-Type': type,
      'Content-Disposition': `${how}; filename="${fileName}"`,
      'Cache-Control': 'no-store',
    },
  });
}

// A mail server that delivers to nobody: letters stand in memory and, where a folder is given, as .eml files to be opened.
import { mkdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';

export type SunkLetter = { to: string[]; text: string };

export type MailSink = {
  /** for SMTP_URL */
  url: string;
  letters: SunkLetter[];
  close(): Promise<void>;
};

/** Listens on a free port of this machine. */
export async function startMailSink(folder?: string): Promise<MailSink> {
  if (folder) mkdirSync(folder, { recursive: true });
  const letters: SunkLetter[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        letters.push({ to: session.envelope.rcptTo.map((one) => one.address), text });
        if (folder) {
          const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
          writeFileSync(join(folder, `${stamp}-${letters.length}.eml`), text);
        }
        done();
      });
    },
  });
  // A client that hangs up is no matter of ours.
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

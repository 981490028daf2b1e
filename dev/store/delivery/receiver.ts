import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A webhook as it arrived. */
export interface Received {
  path: string;
  headers: Record<string, string>;
  raw: Buffer;
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever the payload holds
  body: any;
}

/** A small app for tests: it keeps what is posted to it and answers with the status that `answer` gives. */
export class Receiver {
  received: Received[] = [];
  answer: (received: Received) => number | Promise<number> = () => 200;
  url = '';
  private readonly server: Server;

  constructor() {
    this.server = createServer(async (incoming, outgoing) => {
      const parts: Buffer[] = [];
      for await (const part of incoming) parts.push(part as Buffer);
      const raw = Buffer.concat(parts);
      const one = {
        path: incoming.url ?? '',
        headers: incoming.headers as Record<string, string>,
        raw,
        body: JSON.parse(raw.toString('utf8')),
      };
      this.received.push(one);
      outgoing.writeHead(await this.answer(one)).end();
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  ofTopic(topic: string): Received[] {
    return this.received.filter((one) => one.headers['x-shopify-topic'] === topic);
  }
}

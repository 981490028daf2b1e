import type { Supervisor } from './supervise.ts';

/** Stops in the right order whatever has been started so far: those who write first, PostgreSQL last. */
export class Ending {
  /** Settles at the first Ctrl-C or kill. A second one, a second later, kills what is stuck. */
  readonly requested: Promise<void>;
  begun = false;
  #works: (() => Promise<void>)[] = [];
  #supervisor: Supervisor | undefined;

  constructor() {
    let first = 0;
    this.requested = new Promise((resolve) => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
        process.on(signal, () => {
          // npm and the terminal may both pass on the same Ctrl-C.
          if (first && performance.now() - first > 1_000) this.#supervisor?.kill();
          if (!first) console.log('\n  Stopping.');
          first ||= performance.now();
          this.begun = true;
          resolve();
        });
    });
  }

  supervises(supervisor: Supervisor): void {
    this.#supervisor = supervisor;
  }

  /** `work` runs at the end, after what was added later. */
  add(work: () => Promise<void>): void {
    this.#works.unshift(work);
  }

  async stopAll(): Promise<void> {
    this.begun = true;
    const from = performance.now();
    await this.#supervisor?.stop((name) => name !== 'dev store');
    await this.#supervisor?.stop();
    for (const work of this.#works) await work();
    if (this.#works.length > 0) console.log(`  All stopped (${((performance.now() - from) / 1000).toFixed(1)} s).`);
  }
}

import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('every command of a fresh clone installs what it needs first', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  for (const [name, script] of Object.entries(scripts)) {
    const command = /^exec node scripts\/bootstrap\.mjs ([a-z-]+)$/.exec(script)?.[1];
    expect(command, name).toBe(name.replace(':', '-'));
    const file = { bench: 'bench/main.ts', store: 'dev/store/main.ts' }[command ?? ''] ?? `scripts/${command}.ts`;
    expect(existsSync(file), file).toBe(true);
  }
});

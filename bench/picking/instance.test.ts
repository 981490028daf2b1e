import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { generated } from './generate.ts';
import { readInstances } from './instance.ts';

it('says which lines are no instances, and reads the others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'instances-'));
  const file = join(folder, 'waves.jsonl.gz');
  const wave = generated(1, { orders: 3, capacity: 20, demand: 'uniform', size: [1, 4] });
  const other = { ...wave, name: 'other' };
  const rows = [
    JSON.stringify(wave),
    '{"set":',
    JSON.stringify({ ...wave, name: 'no cart', capacity: 'many' }),
    JSON.stringify({ ...wave, name: undefined }),
    '',
    JSON.stringify(other),
    JSON.stringify(wave),
    JSON.stringify({ ...wave, name: 7 }),
  ];
  try {
    writeFileSync(file, gzipSync(rows.join('\n')));
    const { instances, faults } = readInstances(file);
    expect(instances).toEqual([wave, other, wave, { ...wave, name: '7' }]);
    expect(faults.map(({ line }) => line)).toEqual([2, 3, 4, 7]);
    expect(faults[0]!.says).toContain('is not JSON');
    expect(faults[1]!.says).toContain('capacity');
    expect(faults[2]!.says).toContain('name');
    expect(faults[3]!.says).toContain('line 1');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

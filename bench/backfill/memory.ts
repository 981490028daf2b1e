import { readFileSync } from 'node:fs';

/**
 * The most memory that the process has held so far, in MB: VmHWM of what runs under the given leash (scripts/leash.sh).
 * Linux only; null elsewhere and when the process is gone.
 */
export function peakMemory(leash: number | undefined): number | null {
  try {
    const children = readFileSync(`/proc/${leash}/task/${leash}/children`, 'utf8').trim().split(' ');
    const peaks = children.map((pid) => {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      return status.startsWith('Name:\tsh') ? 0 : Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
    });
    return Math.max(...peaks);
  } catch {
    return null;
  }
}

import { readFileSync } from 'node:fs';
import * as v from 'valibot';

/** Sizes of a process that is held in memory, bytes. */
export interface ResidentSet {
  readonly now: number;
  readonly peak: number;
}

const Status = v.pipe(
  v.string(),
  v.transform((text) => ({ now: bytes(text, 'VmRSS'), peak: bytes(text, 'VmHWM') })),
);

/**
 * What a process holds, and held at most. By Linux's own record: `maxRSS` begins with the peak of the process that
 * started this one. Elsewhere only this process can be asked.
 */
export function residentSet(pid: number | 'self' = 'self'): ResidentSet {
  if (process.platform === 'linux') return v.parse(Status, readFileSync(`/proc/${pid}/status`, 'utf8'));
  if (pid !== 'self') return { now: Number.NaN, peak: Number.NaN };
  return { now: process.memoryUsage.rss(), peak: process.resourceUsage().maxRSS * 1024 };
}

function bytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
}

export function megabytes(bytes: number): number {
  return Math.round(bytes / 1e6);
}

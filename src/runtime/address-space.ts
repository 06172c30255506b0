import { readFileSync } from 'node:fs';

/**
 * Bytes of addresses that this process may still take where `ulimit -v` bounds them. Infinity without a limit, and on
 * systems that do not tell.
 */
export function addressSpaceLeft(): number {
  try {
    const limit = /^Max address space\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
    const taken = /^VmSize:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return limit === undefined || taken === undefined ? Number.POSITIVE_INFINITY : Number(limit) - Number(taken) * 1024;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

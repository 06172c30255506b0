import type { SentenceParams } from '../../../protocol/errors';
import type { SentenceCode } from '../../../protocol/sentences';

/**
 * What decoding throws when bytes contradict the format or each other. It carries the reason for the log; the file and
 * the place, which only callers know, make the sentence for a person.
 */
export class Damage extends Error {
  override readonly name = 'Damage';
}

/** @throws Damage unless the condition holds. */
export function insist(condition: boolean, reason: string): asserts condition {
  if (!condition) throw new Damage(reason);
}

/** Runs a library's decoder. What it throws, of any kind, is about its input. @throws Damage. */
export function decodeBy<T>(library: string, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    throw new Damage(`${library}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

/** What is amiss with a column though its bytes are sound. Callers add its name and the file's. */
export class ColumnFault extends Error {
  override readonly name = 'ColumnFault';

  constructor(
    readonly code: SentenceCode,
    readonly params: SentenceParams,
  ) {
    super(code);
  }
}

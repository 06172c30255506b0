import type { Params, Result } from '../protocol/rpc';
import type { TrainerMethods } from '../protocol/trainer';

/** What tools may ask a trainer that change nothing: none of these writes a file. */
const reading = [
  'column',
  'compareRuns',
  'current',
  'decode',
  'describe',
  'encodeGiven',
  'examples',
  'failures',
  'inspect',
  'inspectData',
  'measureRun',
  'previewTable',
  'reconstructions',
  'support',
  'traversals',
] as const satisfies readonly (keyof TrainerMethods)[];

export type ReadingMethods = Pick<TrainerMethods, (typeof reading)[number]>;

/** A trainer that can be asked, and not told. */
export interface Reader {
  call<K extends keyof ReadingMethods>(
    method: K,
    params: Params<ReadingMethods, K>,
    signal: AbortSignal,
  ): Promise<Result<ReadingMethods, K>>;
}

/** A trainer of which no more can be had than what reads. */
export function readerOf(ask: Reader['call']): Reader {
  return {
    call(method, params, signal) {
      if (!reading.includes(method)) throw new Error(`${method} does not only read`);
      return ask(method, params, signal);
    },
  };
}

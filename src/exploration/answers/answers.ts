import type { ExplorationMethods } from '../../protocol/trainer';

/** Methods of the protocol as they are answered here: later, and until `signal` says that nobody waits any more. */
export type Answers<Names extends keyof ExplorationMethods> = {
  readonly [Name in Names]: (
    params: Parameters<ExplorationMethods[Name]>[0],
    signal?: AbortSignal,
  ) => Promise<ReturnType<ExplorationMethods[Name]>>;
};

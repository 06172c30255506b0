import { Connection } from '../protocol/rpc';
import type { TrainerEvents, TrainerMethods } from '../protocol/trainer';
import { describeExit, type StopTimes, type TrainerExit, type TrainerLink } from './trainer-link';
import { TrainerProcess } from './trainer-process';

interface HostSide {
  readonly calls: TrainerMethods;
  readonly serves: Record<never, never>;
  readonly emits: Record<never, never>;
  readonly hears: TrainerEvents;
}

/** Where the host writes what is not for a person's eyes. `vscode.LogOutputChannel` is one. */
export interface Log {
  debug(message: string): void;
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

/**
 * Starts a trainer.
 * @param script The trainer's bundle.
 * @param library The path of the TensorFlow library to compute with; empty for the bundled one, absent for the one
 * that the environment names.
 * @param outlives Whether it may be asked to stay when this process ends.
 */
export function startTrainer(script: string, log: Log, library?: string, outlives = false): TrainerClient {
  const environment = library === undefined ? {} : { LATENT_LENS_LIBRARY: library };
  return new TrainerClient(new TrainerProcess(script, (text) => log.debug(text.trimEnd()), environment, outlives), log);
}

/** Typed calls to one trainer process, and its events. When the process ends, every pending call is rejected. */
export class TrainerClient extends Connection<HostSide> {
  private stopping = false;

  constructor(
    private readonly link: TrainerLink,
    log: Log,
  ) {
    super(link, {});
    const pid = link.pid ?? 0;
    log.debug(`Trainer ${pid} is here`);
    this.on('log', ({ level, message }) => log[level](message));
    void this.stopped.then((exit) => {
      const ended = `Trainer ${pid} ended: ${describeExit(exit)}`;
      if (this.stopping) log.debug(ended);
      else log.error(`${ended}\n${link.stderrTail}`.trimEnd());
    });
  }

  /** Undefined once the process has ended. */
  get pid(): number | undefined {
    return this.link.pid;
  }

  get stopped(): Promise<TrainerExit> {
    return this.link.stopped;
  }

  /** Ends the process, in good order if it can. */
  stop(times?: StopTimes): Promise<TrainerExit> {
    this.stopping = true;
    // The answer may be lost as the process ends, which is what was asked for.
    return this.link.stop(() => void this.call('shutdown', {}).catch(() => {}), times);
  }

  /** Lets go of the process, which was asked to outlive this one. */
  leave(): void {
    this.stopping = true;
    this.link.leave();
  }
}

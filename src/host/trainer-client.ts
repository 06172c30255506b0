import { Connection } from '../protocol/rpc';
import type { TrainerEvents, TrainerMethods } from '../protocol/trainer';
import { describeExit, type StopTimes, type TrainerExit, TrainerProcess } from './trainer-process';

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

/** Typed calls to one trainer process, and its events. When the process ends, every pending call is rejected. */
export class TrainerClient extends Connection<HostSide> {
  private readonly process: TrainerProcess;
  private stopping = false;

  /**
   * @param script The trainer's bundle.
   * @param library The path of the TensorFlow library to compute with; empty for the bundled one, absent for the one
   * that the environment names.
   */
  constructor(script: string, log: Log, library?: string) {
    const environment = library === undefined ? {} : { LATENT_LENS_LIBRARY: library };
    const process = new TrainerProcess(script, (text) => log.debug(text.trimEnd()), environment);
    super(process, {});
    this.process = process;
    const pid = process.pid ?? 0;
    log.debug(`Trainer ${pid} started`);
    this.on('log', ({ level, message }) => log[level](message));
    void this.stopped.then((exit) => {
      const ended = `Trainer ${pid} ended: ${describeExit(exit)}`;
      if (this.stopping) log.debug(ended);
      else log.error(`${ended}\n${process.stderrTail}`.trimEnd());
    });
  }

  /** Undefined once the process has ended. */
  get pid(): number | undefined {
    return this.process.pid;
  }

  get stopped(): Promise<TrainerExit> {
    return this.process.stopped;
  }

  /** Ends the process, in good order if it can. */
  stop(times?: StopTimes): Promise<TrainerExit> {
    this.stopping = true;
    // The answer may be lost as the process ends, which is what was asked for.
    return this.process.stop(() => void this.call('shutdown', {}).catch(() => {}), times);
  }
}

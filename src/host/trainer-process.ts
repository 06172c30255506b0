import { type ChildProcess, fork } from 'node:child_process';
import { hugePages } from './huge-pages';
import {
  defaultTimes,
  describeExit,
  endInOrder,
  type StopTimes,
  type TrainerExit,
  type TrainerLink,
} from './trainer-link';

const keptErrorOutput = 8192;

/**
 * The trainer's operating system process, and the transport to it. It ends by itself when the host goes away, unless it
 * was asked to stay.
 */
export class TrainerProcess implements TrainerLink {
  /** Settles once the process has ended and its output has been read; never rejects. */
  readonly stopped: Promise<TrainerExit>;
  private readonly child: ChildProcess;
  private errorOutput = '';
  private exit: TrainerExit | undefined;

  /**
   * @param script The trainer's bundle.
   * @param environment Variables beside those of this process.
   * @param outlives Whether it may be asked to stay when this process ends.
   */
  constructor(
    script: string,
    onOutput: (text: string) => void = () => {},
    environment: NodeJS.ProcessEnv = {},
    outlives = false,
  ) {
    this.child = fork(script, {
      serialization: 'advanced',
      execArgv: [],
      // In a desktop editor `process.execPath` is Electron. The second variable silences TensorFlow's own chatter.
      env: {
        ...process.env,
        ...hugePages(process.env),
        ...environment,
        ELECTRON_RUN_AS_NODE: '1',
        TF_CPP_MIN_LOG_LEVEL: '2',
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // In a group of its own: what ends a window's processes all at once leaves it alone.
      detached: outlives,
    });
    this.child.stdout?.setEncoding('utf8').on('data', onOutput);
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errorOutput = (this.errorOutput + text).slice(-keptErrorOutput);
      onOutput(text);
    });
    this.stopped = this.watchExit();
    void this.stopped.then((exit) => {
      this.exit = exit;
    });
  }

  get pid(): number | undefined {
    return this.exit ? undefined : this.child.pid;
  }

  /** The end of what the process wrote to stderr, for the log. */
  get stderrTail(): string {
    return this.errorOutput;
  }

  send(message: unknown): void {
    // A failed send means that the process is going away; `onClose` tells everyone who waits.
    if (this.child.connected) this.child.send(message as object, () => {});
  }

  onMessage(listener: (message: unknown) => void): void {
    this.child.on('message', listener);
  }

  onClose(listener: (reason: string) => void): void {
    void this.stopped.then((exit) => listener(describeExit(exit)));
  }

  stop(shutdown: () => void, times: StopTimes = defaultTimes): Promise<TrainerExit> {
    return endInOrder(this.stopped, shutdown, (signal) => this.child.kill(signal), times);
  }

  leave(): void {
    if (this.child.connected) this.child.disconnect();
    this.child.unref();
  }

  private watchExit(): Promise<TrainerExit> {
    return new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.errorOutput += String(error);
        if (this.child.pid === undefined) resolve({ code: null, signal: null });
      });
      this.child.once('exit', (code, signal) => {
        // stderr may still hold lines, but a grandchild could keep it open for ever.
        const timer = setTimeout(() => resolve({ code, signal }), 500);
        this.child.once('close', () => {
          clearTimeout(timer);
          resolve({ code, signal });
        });
      });
    });
  }
}

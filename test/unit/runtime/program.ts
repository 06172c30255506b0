import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import esbuild from 'esbuild';
import type { BackendChoice } from '../../../src/protocol/config';
import type { BackendInfo } from '../../../src/protocol/run';
import type { SentenceCode } from '../../../src/protocol/sentences';
import { projectRoot } from '../../harness/paths';

/** tfjs-node as npm and set-up leave it. */
export const tfjsNode = realpathSync(join(projectRoot, 'node_modules', '@tensorflow', 'tfjs-node'));

/** Takes the place of all checks of a library, which take many seconds. */
const fewChecks: esbuild.Plugin = {
  name: 'few-checks',
  setup({ onLoad }) {
    onLoad({ filter: /src[\\/]trial[\\/]trial\.ts$/ }, () => ({
      contents: `
        import { runEach } from './check';
        import { reductionChecks } from './reductions';
        export const tryNative = () => runEach(reductionChecks());`,
      loader: 'ts',
      resolveDir: join(projectRoot, 'src', 'trial'),
    }));
  },
};

interface Failure {
  readonly code?: SentenceCode;
  readonly message?: string;
  readonly log: readonly string[];
}

/** What a program says of the backend that it chose, and the sum of 1 and 2; or why it chose none. */
export interface Choice extends Failure {
  readonly info: BackendInfo;
  readonly sum: number;
}

/** What a program says of a library that it made ready; or why it could not. */
export interface Preparation extends Failure {
  readonly binding: string;
  readonly version: string;
  readonly leftOut: readonly string[];
}

/** A program that chooses a backend: a bundle as it ships, in a process of its own as the trainer is one. */
export class Program {
  private readonly bundle: string;

  private constructor(private readonly folder: string) {
    this.bundle = join(folder, 'dist', 'program.js');
  }

  /** Builds it below a folder, which is also where it keeps what it caches. */
  static async build(folder: string): Promise<Program> {
    const program = new Program(folder);
    const { bundleTfjs, shareTfjs } = await import(pathToFileURL(join(projectRoot, 'scripts', 'bundle-tfjs.mjs')).href);
    const shared: esbuild.BuildOptions & { readonly plugins: esbuild.Plugin[] } = {
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      plugins: [bundleTfjs(), shareTfjs()],
    };
    await esbuild.build({
      ...shared,
      stdin: {
        contents: `
          import * as tf from '@tensorflow/tfjs';
          import { chooseBackend } from './src/runtime/backend';
          import { prepareLibrary } from './src/runtime/library/prepare';
          const [action, path, afresh] = process.argv.slice(2);
          const log = [];
          const task = { log: (message) => log.push(message), afresh: afresh === 'afresh' };
          const run = async () => {
            if (action === 'prepare') return prepareLibrary(path, task);
            const info = await chooseBackend(action, task);
            return { info, sum: tf.add(1, 2).dataSync()[0] };
          };
          run().then(
            (result) => console.log(JSON.stringify({ ...result, log })),
            ({ code, message }) => console.log(JSON.stringify({ code, message, log })),
          );`,
        resolveDir: projectRoot,
      },
      outfile: program.bundle,
    });
    await esbuild.build({
      ...shared,
      stdin: {
        contents: "import { answerTrial } from './src/trial/answer'; answerTrial(process.argv[3]);",
        resolveDir: projectRoot,
      },
      outfile: program.fewChecks,
      plugins: [...shared.plugins, fewChecks],
    });
    await program.tryBy('few checks');
    const wasm = 'tfjs-backend-wasm-simd.wasm';
    await mkdir(join(folder, 'dist', 'wasm'));
    await cp(
      join(projectRoot, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist', wasm),
      join(folder, 'dist', 'wasm', wasm),
    );
    return program;
  }

  /** The program beside it that tries libraries: the trainer, or one that is as it in all but that it makes few checks. */
  async tryBy(what: 'all checks' | 'few checks'): Promise<void> {
    await cp(what === 'few checks' ? this.fewChecks : join(projectRoot, 'dist', 'trainer.js'), this.trainer);
  }

  private get fewChecks(): string {
    return join(this.folder, 'dist', 'few-checks.js');
  }

  /** Where the program is that tries libraries. */
  get trainer(): string {
    return join(this.folder, 'dist', 'trainer.js');
  }

  /** Where the sources of bindings are looked for first, as packages have them. */
  get bindingSources(): string {
    return join(this.folder, 'binding');
  }

  run(choice: BackendChoice, environment: NodeJS.ProcessEnv = {}): Promise<Choice> {
    return this.ask<Choice>([choice], environment);
  }

  prepare(path: string, environment: NodeJS.ProcessEnv = {}, ...afresh: readonly 'afresh'[]): Promise<Preparation> {
    return this.ask<Preparation>(['prepare', path, ...afresh], environment);
  }

  private async ask<T>(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<T> {
    const env = {
      ...process.env,
      NODE_PATH: '',
      LATENT_LENS_BINDING: '',
      LATENT_LENS_LIBRARY: '',
      XDG_CACHE_HOME: join(this.folder, 'cache'),
      ...environment,
    };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [this.bundle, ...args], { env });
    if (stderr !== '') throw new Error(`on the console: ${stderr}`);
    return JSON.parse(stdout);
  }
}

import { execFile } from 'node:child_process';
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
export const tfjsNode = join(projectRoot, 'node_modules', '@tensorflow', 'tfjs-node');

/** What a program says of the backend that it chose, and the sum of 1 and 2; or why it chose none. */
export interface Choice {
  readonly info: BackendInfo;
  readonly sum: number;
  readonly code?: SentenceCode;
  readonly log: readonly string[];
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
    const { bundleTfjs } = await import(pathToFileURL(join(projectRoot, 'scripts', 'bundle-tfjs.mjs')).href);
    await esbuild.build({
      stdin: {
        contents: `
          import * as tf from '@tensorflow/tfjs';
          import { chooseBackend } from './src/runtime/backend';
          const log = [];
          chooseBackend(process.argv[2], { log: (message) => log.push(message) }).then(
            (info) => console.log(JSON.stringify({ info, sum: tf.add(1, 2).dataSync()[0], log })),
            (error) => console.log(JSON.stringify({ code: error.code, log })),
          );`,
        resolveDir: projectRoot,
      },
      outfile: program.bundle,
      bundle: true,
      // As it ships: the probe is carried as text, which has to stay whole.
      minify: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      plugins: [bundleTfjs()],
    });
    const wasm = 'tfjs-backend-wasm-simd.wasm';
    await mkdir(join(folder, 'dist', 'wasm'));
    await cp(
      join(projectRoot, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist', wasm),
      join(folder, 'dist', 'wasm', wasm),
    );
    return program;
  }

  /** Puts what builds bindings beside the bundle, as packages have it. */
  async addBindingSources(): Promise<void> {
    const target = join(this.folder, 'binding');
    await cp(join(tfjsNode, 'binding'), target, { recursive: true });
    await cp(join(projectRoot, 'node_modules', 'node-api-headers', 'include'), target, { recursive: true });
  }

  async run(choice: BackendChoice, environment: NodeJS.ProcessEnv = {}): Promise<Choice> {
    const env = {
      ...process.env,
      NODE_PATH: '',
      LATENT_LENS_BINDING: '',
      LATENT_LENS_LIBRARY: '',
      XDG_CACHE_HOME: join(this.folder, 'cache'),
      ...environment,
    };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [this.bundle, choice], { env });
    if (stderr !== '') throw new Error(`on the console: ${stderr}`);
    return JSON.parse(stdout);
  }
}

import { dirname } from 'node:path';
import type { RunConfig } from '../../../src/protocol/config';
import { resolveConfig } from '../../../src/protocol/presets';
import { type Course, trainBeside } from '../support/course';
import type { Digits } from '../support/digits';
import { useLibrary } from '../support/library';
import { PythonError } from '../support/python';
import { PyTorchCourse } from '../support/pytorch-course';
import { plainRequest } from './reference';
import { valueIn } from './runs';
import type { Study } from './study';

const paper = "PyTorch's VAE example";
const setting = 'VAE 784-400-20';
/** What it prints after its ten epochs. */
const printed = 105.59;

/** PyTorch's example of a VAE, and how far both are after equal seconds of training on this machine. */
export function pytorch({ train, test, ...digits }: Digits): Study {
  return async ({ runs, isLong, log, found }) => {
    if (test === null) return [`${paper} needs MNIST.`];
    const epochs = isLong ? 10 : 2;
    const request = plainRequest(dirname(train), { kind: 'vae', latent: 20 });
    await runs.train('pytorch-vae', request, epochs);
    const values = await runs.measure('pytorch-vae', epochs, { only: ['elbo'], data: test });
    if (values) {
      const { value, error } = valueIn(values, 'elbo');
      found({
        paper,
        setting,
        measure: '-ELBO',
        published: epochs === 10 ? printed : null,
        ours: -value,
        error,
        seeds: 1,
        epochs,
      });
    }
    const config = resolveConfig({ ...request, training: { ...request.training, epochs } }, { kind: 'images' });
    try {
      const [own, peer] = await beside({ train, test, ...digits }, config, log);
      const { seconds, elbos } = atEqualSeconds(own, peer);
      found({
        paper: 'PyTorch, on this machine',
        setting,
        measure: `-ELBO after ${seconds.toFixed(1)} s of training`,
        published: elbos[1] && -elbos[1],
        ours: elbos[0] && -elbos[0],
        error: null,
        seeds: 1,
        epochs: null,
        remark: `${own.seconds.length} epochs: ${total(own).toFixed(1)} s here, ${total(peer).toFixed(1)} s there`,
      });
      return [
        'PyTorch trains on data in memory, operation by operation, with a fused Adam; epochs take turns. Our seconds contain the encoding of all examples.',
      ];
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      return [`Without PyTorch: ${error.message}. LATENT_LENS_PYTHON names a Python that has it.`];
    }
  };
}

/** Both, epoch by epoch in turns. */
async function beside(digits: Digits, config: RunConfig, log: (line: string) => void): Promise<[Course, Course]> {
  await useLibrary(new Set());
  const peer = await PyTorchCourse.start(digits, config, { mode: 'eager', layout: 'contiguous' }, 'memory');
  try {
    const own = await trainBeside(digits, config, async (epoch, seconds) => {
      await peer.epoch();
      log(`${setting}: epoch ${epoch}, ${seconds.toFixed(1)} s beside ${peer.seconds.at(-1)?.toFixed(1)} s`);
    });
    return [own, peer];
  } finally {
    await peer.stop();
  }
}

function total({ seconds }: Pick<Course, 'seconds'>): number {
  return seconds.reduce((sum, each) => sum + each, 0);
}

/** The seconds that the faster one took for all epochs, and the ELBO of each after its last epoch that ended within them. */
export function atEqualSeconds(...courses: readonly Course[]): {
  readonly seconds: number;
  readonly elbos: readonly (number | null)[];
} {
  const seconds = Math.min(...courses.map(total));
  const elbos = courses.map((course) => {
    let [passed, elbo]: [number, number | null] = [0, null];
    for (const [epoch, each] of course.seconds.entries()) {
      passed += each;
      if (passed <= seconds + 1e-9) elbo = course.elbos[epoch];
    }
    return elbo;
  });
  return { seconds, elbos };
}

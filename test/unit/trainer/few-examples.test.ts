import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTrainer, type TrainerClient } from '../../../src/host/trainer-client';
import type { RunRequest } from '../../../src/protocol/config';
import type { UserError } from '../../../src/protocol/errors';
import type { RunSummary } from '../../../src/protocol/run';
import type { ExplorationMethods } from '../../../src/protocol/trainer';
import { projectRoot } from '../../harness/paths';

const silent = () => undefined;
const quiet = { debug: silent, info: silent, warn: silent, error: silent };
const projection = { kind: 'pca' } as const;
const both = Uint32Array.of(0b11);
const [first, second] = [Uint32Array.of(0b01), Uint32Array.of(0b10)];
const points = [{ example: 0 }, { example: 1 }];
const of = { a: first, b: second, from: [{ example: 0 }], factors: [0, 1], seed: 1, projection };

type Names = keyof ExplorationMethods;
/** What a panel asks, and the sentence that says why there is no answer; null: there is one. */
const questions: readonly (readonly [Names, object, string | null])[] = [
  ['priorFit', { projection, seed: 1 }, null],
  ['dimensionEffects', {}, null],
  ['sigmaHistograms', { epoch: null }, null],
  ['posteriorBodies', { of: both, most: 10, projection }, null],
  ['path', { kind: 'graph', points, pieces: 8, projection }, null],
  ['path', { kind: 'geodesic', points, pieces: 8, projection }, null],
  ['path', { kind: 'straight', points: [{ example: 0 }, { example: 0 }], pieces: 8, projection }, 'path.samePlace'],
  ['traversals', { dimensions: [0], steps: 5, reach: 2, projection }, null],
  ['manifold', { plane: [0, 1], side: 5, projection }, null],
  ['direction', { kind: 'means', ...of }, null],
  ['direction', { kind: 'probe', ...of }, 'direction.tooFew'],
  ['support', { z: new Float32Array(3), from: null }, null],
  ['byEpoch', { indices: [0, 1], draws: 4, seed: 1 }, null],
  ['column', { name: 'trust', projection }, null],
  ['column', { name: 'continuity', projection }, null],
  ['column', { name: 'log_aggregate' }, null],
  ['around', { of: first, count: 5, place: 'each' }, null],
  ['trails', { of: both, epochs: [0, 1], projection }, null],
  ['inspect', { index: 1, projection }, null],
  ['failures', { top: 5 }, null],
  ['codeLists', {}, 'code.notDiscrete'],
];

describe('A run of two examples, the fewest', function () {
  this.timeout(120_000);
  let folder: string;
  let trainer: TrainerClient;
  let run: RunSummary;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-few-'));
    trainer = startTrainer(join(projectRoot, 'dist', 'trainer.js'), quiet);
    const ended = new Promise<void>((resolve) => {
      trainer.on('status', ({ status }) => status !== 'running' && resolve());
    });
    const data = { source: 'builtin:digits', limit: 2 };
    const request: RunRequest = { data, model: { kind: 'vae', hidden: [16], latent: 3 }, training: { epochs: 1 } };
    run = await trainer.call('train', { request, directory: join(folder, 'run') });
    await ended;
  });
  after(async () => {
    await trainer.stop();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [name, params, refused] of questions) {
    const what = Object.values(params).filter((value) => typeof value === 'string');
    it(`${refused === null ? 'answers' : 'says why not'}: ${[name, ...what].join(' ')}`, async () => {
      const asked = trainer.call(name, params as never);
      if (refused === null) assert.ok(await asked);
      else await assert.rejects(asked, (error: UserError) => error.code === refused);
    });
  }

  it('is too little to be compared by its codes', async () => {
    const others = [{ directory: run.directory, epoch: 0 }];
    await assert.rejects(
      trainer.call('compare', { others, epoch: null }),
      (error: UserError) => error.code === 'compare.tooFewExamples',
    );
  });
});

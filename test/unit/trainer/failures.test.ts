import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openDataset } from '../../../src/dataset';
import { encodeNpy, readNpy } from '../../../src/dataset/formats/npy/npy';
import { stratifiedFolds } from '../../../src/exploration/failures/folds';
import { labelIssues } from '../../../src/exploration/failures/label-issues';
import { fitProbe } from '../../../src/exploration/failures/logistic-probe';
import { rowsOf } from '../../../src/exploration/placement';
import type { Codes } from '../../../src/exploration/projection';
import { startTrainer, type TrainerClient } from '../../../src/host/trainer-client';
import { exactNeighbours } from '../../../src/layout/neighbours';
import type { DataConfig } from '../../../src/protocol/config';
import type { FailureKind, FailureList } from '../../../src/protocol/failures';
import { startBackend } from '../../../src/trainer/native-library';
import { need } from '../../harness/need';
import { projectRoot } from '../../harness/paths';
import { latentLens } from '../cli/command-line';
import { averagePrecision, type Planted, plantFaults } from '../exploration/failures/planted';

const classes = 10;
const silent = () => undefined;
const quiet = { debug: silent, info: silent, warn: silent, error: silent };
const mnist = resolve('../shared/data/mnist');

const sets: Readonly<Record<string, DataConfig>> = {
  'built-in digits': { source: 'builtin:digits', limit: 3000 },
  MNIST: {
    source: join(mnist, 'train-images-idx3-ubyte.gz'),
    labels: join(mnist, 'train-labels-idx1-ubyte.gz'),
    limit: 5000,
  },
};

for (const [name, data] of Object.entries(sets)) {
  describe(`Failures planted in ${name}`, function () {
    this.timeout(300_000);
    let folder: string;
    let trainer: TrainerClient;
    let planted: Planted;
    let codes: Codes;
    let cleaning: Awaited<ReturnType<typeof confidentLearning>>;

    before(async function () {
      need(this, name !== 'MNIST' || existsSync(mnist), 'shared data');
      folder = await mkdtemp(join(tmpdir(), 'latent-lens-failures-'));
      const { values, columns, summary } = await openDataset(data);
      const label = columns.find((column) => column.name === summary.label)!;
      planted = plantFaults(Uint8Array.from(values), Uint8Array.from(label.values), classes, 7);
      const count = planted.labels.length;
      const { images, labels, run } = paths();
      await writeFile(images, encodeNpy(planted.values, [count, ...summary.shape.slice(0, 2)]));
      await writeFile(labels, encodeNpy(planted.labels, [count]));
      const model = ['--latent', '12', '--epochs', '12', '--seed', '1'];
      const { code, stderr } = await latentLens('train', '--data', images, '--labels', labels, ...model, '--out', run);
      assert.equal(code, 0, stderr);
      const last = (await readdir(join(run, 'latents'))).sort().at(-1)!;
      const means = Float32Array.from((await readNpy(join(run, 'latents', last))).data as Float32Array);
      codes = { latent: means.length / count, means };
      await startBackend('auto', silent);
      cleaning = await confidentLearning(codes, Int32Array.from(planted.labels));
      trainer = startTrainer(join(projectRoot, 'dist', 'trainer.js'), quiet);
      await trainer.call('open', { directory: run, backend: 'auto' });
    });
    after(async () => {
      await trainer?.stop();
      if (folder) await rm(folder, { recursive: true, force: true });
    });

    const paths = () => ({ images: join(folder, 'x.npy'), labels: join(folder, 'y.npy'), run: join(folder, 'run') });

    async function listOf(kind: FailureKind): Promise<FailureList> {
      const { lists } = await trainer.call('failures', { kinds: [kind], top: planted.labels.length });
      assert.deepEqual(
        lists.map((list) => list.kind),
        [kind],
      );
      return lists[0];
    }

    /** By the better of both scores. */
    const byConfidentLearning = (truth: ReadonlySet<number>) =>
      Math.max(averagePrecision(cleaning.byConfidence, truth), averagePrecision(cleaning.byMargin, truth));

    /** What is not in the list comes after all that is. */
    const precisionOf = ({ failures }: FailureList, truth: ReadonlySet<number>) => {
      const scores = new Float64Array(planted.labels.length).fill(-1);
      for (const [rank, { index }] of failures.entries()) scores[index] = failures.length - rank;
      return averagePrecision(scores, truth);
    };

    it('by other labels are found at least as well as by confident learning on the same codes', async () => {
      const given = Int32Array.from(planted.labels);
      const neighbours = await exactNeighbours({ values: codes.means, dims: codes.latent }, 15);
      const rest = async () => undefined;
      const { confidences } = await labelIssues(codes, neighbours, given, classes, rest);
      const ours = averagePrecision(
        confidences.map((p) => -p),
        planted.flipped,
      );
      const theirs = byConfidentLearning(planted.flipped);
      assert.ok(ours >= theirs, `${ours}, confident learning ${theirs}`);
      assert.ok(ours > 0.85, `${ours}`);
    });

    it('by other labels are listed with the label that they have and the one that they had', async () => {
      const { failures, likely, unjudged } = await listOf('label');
      const right = failures.filter(({ index }) => planted.flipped.has(index)).length;
      assert.equal(likely, failures.length);
      assert.equal(unjudged, 0);
      assert.ok(right / failures.length > 0.65, `${right} of ${failures.length} are flipped`);
      assert.ok(right / planted.flipped.size > 0.6, `${right} of ${planted.flipped.size} are listed`);
      for (const { index, given } of failures) assert.equal(given, String(planted.labels[index]));
    });

    it('that are copies are exactly those that are listed', async () => {
      const { failures } = await listOf('duplicate');
      assert.deepEqual(new Set(failures.map(({ index }) => index)), planted.copies);
      const width = planted.values.length / planted.labels.length;
      const pixels = (index: number) => planted.values.subarray(index * width, (index + 1) * width);
      for (const { index, other } of failures) assert.deepEqual(pixels(index), pixels(other!));
    });

    it('that are noise are found by what reconstructs them, and have less support than most', async () => {
      // Such pictures are all alike to an encoder: their codes lie in one heap, and confident learning sees nothing.
      const theirs = byConfidentLearning(planted.noise);
      const worst = await listOf('reconstruction');
      assert.ok(precisionOf(worst, planted.noise) > Math.max(0.95, theirs), `${precisionOf(worst, planted.noise)}`);
      for (const { index, isLikely } of worst.failures) if (planted.noise.has(index)) assert.ok(isLikely);
      const support = precisionOf(await listOf('support'), planted.noise);
      assert.ok(support > 4 * theirs, `${support}, confident learning ${theirs}`);
    });
  });
}

/** Confident learning by a logistic regression alone: the likelier a label is wrong, the higher its value. */
async function confidentLearning({ means, latent }: Codes, labels: Int32Array) {
  const folds = stratifiedFolds(labels, 5);
  const byConfidence = new Float64Array(labels.length);
  const byMargin = new Float64Array(labels.length);
  for (let fold = 0; fold < 5; fold++) {
    const all = Int32Array.from(labels.keys());
    const [inside, outside] = [all.filter((i) => folds[i] === fold), all.filter((i) => folds[i] !== fold)];
    const rest = async () => undefined;
    const known = outside.map((i) => labels[i]);
    const probe = await fitProbe(rowsOf({ means, latent }, outside), known, classes, rest);
    const found = probe.probabilities(rowsOf({ means, latent }, inside));
    for (const [at, i] of inside.entries()) {
      const of = [...found.subarray(at * classes, (at + 1) * classes)];
      const others = of.filter((_, j) => j !== labels[i]);
      byConfidence[i] = -of[labels[i]];
      byMargin[i] = Math.max(...others) - of[labels[i]];
    }
  }
  return { byConfidence, byMargin };
}

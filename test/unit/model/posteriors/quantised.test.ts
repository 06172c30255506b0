import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { noiseOf } from '../../../../src/compute';
import { type Autoencoder, createAutoencoder } from '../../../../src/model/autoencoder';
import { createObjective } from '../../../../src/model/objectives';
import type { QuantisedPosterior } from '../../../../src/model/posteriors/quantised';
import type { ModelConfig } from '../../../../src/protocol/config';
import { plainObjective } from '../../../../src/protocol/presets';
import { allBackends, modelConfig, numbers, useBackend } from '../fixtures';

const [features, latent, groups, codes, batch] = [6, 4, 2, 5, 7];
const width = latent / groups;
const variance = 0.3;

/** Without hidden layers, so that all gradients can be written down. */
const config: ModelConfig = modelConfig({
  hidden: [],
  latent,
  likelihood: 'gaussian',
  variance,
  posterior: { name: 'quantised', codes, groups, commitment: 0.4, decay: 0.8 },
});

type Rows = number[][];

const rowsOf = (tensor: tf.Tensor): Rows => {
  const [count, columns] = tensor.shape;
  const values = [...tensor.dataSync()];
  return Array.from({ length: count }, (_, i) => values.slice(i * columns, (i + 1) * columns));
};
const nearestOf = (vector: readonly number[], book: Rows) => {
  const distances = book.map((code) => code.reduce((sum, value, i) => sum + (value - vector[i]) ** 2, 0));
  return distances.indexOf(Math.min(...distances));
};
const parts = (code: readonly number[]) =>
  Array.from({ length: groups }, (_, g) => code.slice(g * width, (g + 1) * width));
const times = (row: readonly number[], matrix: Rows) =>
  matrix[0].map((_, j) => row.reduce((sum, value, i) => sum + value * matrix[i][j], 0));

function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-4): void {
  assert.equal(actual.length, expected.length);
  for (let i = 0; i < actual.length; i++) {
    const allowed = tolerance * Math.max(1, Math.abs(expected[i]));
    assert.ok(Math.abs(actual[i] - expected[i]) <= allowed, `${actual[i]} against ${expected[i]} at ${i}`);
  }
}

for (const backend of allBackends) {
  describe(`VQ-VAE on ${backend}`, () => {
    let model: Autoencoder;
    before(function () {
      return useBackend(this, backend);
    });
    beforeEach(() => {
      model = createAutoencoder(config, [features], 'table', 3);
      for (const [i, variable] of [...model.variables.values()].entries()) {
        variable.assign(tf.tensor(numbers(variable.size, i + 1), variable.shape));
      }
    });
    afterEach(() => model.dispose());

    const variable = (name: string): tf.Variable => {
      const found = model.variables.get(name);
      assert.ok(found, name);
      return found;
    };
    const examples = (seed = 9): tf.Tensor2D => tf.tensor2d(numbers(batch * features, seed), [batch, features]);
    const draw = (seed = 1) => noiseOf(batch, [seed, 2]);

    it('has the loss and the straight-through gradients of the paper, in float64', () => {
      const x = examples();
      const objective = createObjective(model, plainObjective, batch);
      const trained = [...(model.players.get('model') ?? new Map<string, tf.Variable>())];
      assert.deepEqual(
        trained.map(([name]) => name),
        ['encoder/code/kernel', 'encoder/code/bias', 'decoder/output/kernel', 'decoder/output/bias'],
      );
      let terms: Record<string, number> = {};
      const { value, grads } = tf.variableGrads(
        () => {
          const computed = objective.compute([{ x, noise: draw() }], { beta: 1 });
          terms = Object.fromEntries(Object.entries(computed.terms).map(([name, term]) => [name, term.dataSync()[0]]));
          return computed.loss;
        },
        trained.map(([, own]) => own),
      );

      const book = rowsOf(variable('codebook/vectors'));
      const [w, b] = [rowsOf(variable('encoder/code/kernel')), [...variable('encoder/code/bias').dataSync()]];
      const [v, c] = [rowsOf(variable('decoder/output/kernel')), [...variable('decoder/output/bias').dataSync()]];
      const gradient = {
        w: w.map((row) => row.map(() => 0)),
        b: b.map(() => 0),
        v: v.map((row) => row.map(() => 0)),
        c: c.map(() => 0),
      };
      let [error, commitment] = [0, 0];
      const chosen = new Array<number>(codes).fill(0);
      for (const row of rowsOf(x)) {
        const z = times(row, w).map((value, j) => value + b[j]);
        const e = parts(z).flatMap((part) => {
          const code = nearestOf(part, book);
          chosen[code]++;
          return book[code];
        });
        const mean = times(e, v).map((value, j) => value + c[j]);
        const slope = mean.map((value, j) => (value - row[j]) / variance / batch);
        error +=
          mean.reduce(
            (sum, value, j) => sum + ((value - row[j]) ** 2 / variance + Math.log(2 * Math.PI * variance)) / 2,
            0,
          ) / batch;
        commitment += z.reduce((sum, value, j) => sum + (value - e[j]) ** 2, 0) / batch;
        // By e as the decoder has it, handed on to z; and that of the commitment, by z alone.
        const byZ = z.map(
          (value, i) => slope.reduce((sum, own, j) => sum + own * v[i][j], 0) + (2 * 0.4 * (value - e[i])) / batch,
        );
        slope.forEach((own, j) => {
          gradient.c[j] += own;
          e.forEach((value, i) => {
            gradient.v[i][j] += value * own;
          });
        });
        byZ.forEach((own, j) => {
          gradient.b[j] += own;
          row.forEach((value, i) => {
            gradient.w[i][j] += value * own;
          });
        });
      }
      const total = chosen.reduce((sum, count) => sum + count, 0);
      const entropy = chosen.reduce((sum, n) => (n > 0 ? sum - (n / total) * Math.log(n / total) : sum), 0);
      close(
        [terms.reconstruction, terms.kl, terms.commitment, terms.perplexity, value.dataSync()[0]],
        [
          error,
          groups * Math.log(codes),
          commitment,
          Math.exp(entropy),
          error + groups * Math.log(codes) + 0.4 * commitment,
        ],
      );
      assert.ok(Math.exp(entropy) > 1.5);
      const expected = [gradient.w.flat(), gradient.b, gradient.v.flat(), gradient.c];
      for (const [i, [, own]] of trained.entries()) close(grads[own.name].dataSync(), expected[i]);
    });

    it('moves its codebook by the running means of the appendix, batch after batch', () => {
      const { codebook } = model.discrete ?? {};
      assert.ok(codebook);
      const book = rowsOf(variable('codebook/vectors'));
      const counts = new Array<number>(codes).fill(3);
      const sums = book.map((code) => code.map((value) => 3 * value));
      variable('codebook/usage').assign(tf.tensor1d(counts));
      for (let step = 0; step < 6; step++) {
        const encoded = tf.tensor2d(numbers(batch * latent, 20 + step), [batch, latent]);
        const posterior = model.discrete?.posterior(encoded) as QuantisedPosterior;
        const halves = [0, 3, batch].map((row) => row * groups);
        // In two parts, as two cores compute them.
        const split = [0, 1].map((i) => ({
          vectors: posterior.vectors.slice(halves[i], halves[i + 1] - halves[i]),
          choices: posterior.choices.slice(halves[i], halves[i + 1] - halves[i]),
        }));
        const noises = [noiseOf(3, [step, 1]), noiseOf(batch - 3, [step, 2])];
        for (const { variable, value } of codebook.learn(split, noises)) variable.assign(value);

        const all = rowsOf(encoded).flatMap(parts);
        const choices = all.map((vector) => nearestOf(vector, book));
        for (let code = 0; code < codes; code++) {
          const own = all.filter((_, i) => choices[i] === code);
          counts[code] = 0.8 * counts[code] + 0.2 * own.length;
          for (let i = 0; i < width; i++) {
            sums[code][i] = 0.8 * sums[code][i] + 0.2 * own.reduce((sum, vector) => sum + vector[i], 0);
            book[code][i] = sums[code][i] / counts[code];
          }
        }
        close(variable('codebook/usage').dataSync(), counts);
        close(variable('codebook/vectors').dataSync(), book.flat());
      }
      // None of them was dead meanwhile.
      assert.ok(counts.every((count) => count > (0.05 * batch * groups) / codes));
    });

    it('puts a dead code where some vector of the batch is, by the noise, and leaves the others', () => {
      const learn = (seed: number, rows = batch) => {
        const vectors = numbers(codes * width, 5);
        vectors.fill(100, 0, width);
        variable('codebook/vectors').assign(tf.tensor2d(vectors, [codes, width]));
        variable('codebook/usage').assign(tf.tensor1d([0.001, 3, 3, 3, 3]));
        const encoded = tf.tensor2d(numbers(rows * latent, 31), [rows, latent]);
        const posterior = model.discrete?.posterior(encoded) as QuantisedPosterior;
        const updates = model.discrete?.codebook?.learn([posterior], [noiseOf(rows, [seed, 2])]) ?? [];
        const [usage, book] = ['codebook/usage', 'codebook/vectors'].map((name) => {
          const update = updates.find((own) => own.variable === variable(name));
          assert.ok(update);
          return [...update.value.dataSync()];
        });
        return { usage, book, encoded: rowsOf(encoded).flatMap(parts) };
      };
      const { usage, book, encoded } = learn(1);
      assert.ok(encoded.some((vector) => vector.every((value, i) => value === book[i])));
      close(usage.slice(0, 1), [(batch * groups) / codes]);
      assert.ok(book.slice(width).every((value) => Math.abs(value) <= 1));
      assert.deepEqual(learn(1).book, book);
      const places = new Set([1, 2, 3, 4, 5].map((seed) => learn(seed).book.slice(0, width).join()));
      assert.ok(places.size > 1);
    });

    it('fills a new codebook from the first batch, each of its vectors as seldom as can be', () => {
      const fresh = createAutoencoder(config, [features], 'table', 3);
      // Far from all of them, but for one that is nearest to each: it becomes their mean, and the others are put at some.
      const far = Array.from({ length: codes * width }, (_, i) => (i < width ? 50 : 100));
      fresh.variables.get('codebook/vectors')?.assign(tf.tensor2d(far, [codes, width]));
      for (const rows of [batch, 2]) {
        const encoded = tf.tensor2d(numbers(rows * latent, 31), [rows, latent]);
        const posterior = fresh.discrete?.posterior(encoded) as QuantisedPosterior;
        const updates = fresh.discrete?.codebook?.learn([posterior], [noiseOf(rows, [4, 2])]) ?? [];
        const vectors = rowsOf(encoded).flatMap(parts).map(String);
        const filled = updates.flatMap(({ value }) => (value.rank === 2 ? rowsOf(value).map(String) : []));
        assert.equal(filled.length, codes);
        assert.ok(filled.slice(1).every((vector) => vectors.includes(vector)));
        assert.equal(new Set(filled).size, 1 + Math.min(codes - 1, rows * groups));
        const mean = [...tf.mean(posterior.vectors, 0).dataSync()];
        close(filled[0].split(',').map(Number), mean);
      }
      fresh.dispose();
    });

    it('decodes any z by the nearest code, and judges without changing the codebook', () => {
      const x = examples();
      const { mean } = model.encode(x);
      close(model.nearestCode(mean).dataSync(), mean.dataSync(), 1e-6);
      const book = rowsOf(variable('codebook/vectors'));
      const z = numbers(batch * latent, 50);
      const nearest = rowsOf(model.nearestCode(tf.tensor2d(z, [batch, latent]))).flatMap(parts);
      nearest.forEach((vector, i) => {
        assert.deepEqual(vector, book[nearestOf(z.slice(i * width, (i + 1) * width), book)]);
      });
      const objective = createObjective(model, plainObjective, batch);
      const judged = objective.evaluated?.compute([{ x, noise: draw() }], { beta: 1 });
      const trained = objective.compute([{ x, noise: draw() }], { beta: 1 });
      assert.ok(judged && judged.updates === undefined && trained.updates?.length === 2);
      close(judged.loss.dataSync(), trained.loss.dataSync(), 1e-6);
    });
  });
}

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { type Autoencoder, createAutoencoder } from '../../../src/model/autoencoder';

/**
 * A linear model of two layers, for which all is known: z2 from N(0, 1), z1 = a z2 + c + noise of variances s, and x = W z1 + b + noise of
 * variance v. The columns of W are orthogonal, so that what an example says of z1 has independent dimensions:
 *
 *   p(x) = N(W c + b, v I + W (diag(s) + a a') W')
 */
const columns = [
  [1.2, 0.6, 0, 0.3],
  [-0.5, 1, 0.8, 0],
];
const [a, c, s, b, v] = [[0.9, -1.4], [0.2, -0.3], [0.5, 0.25], [0.1, -0.2, 0.3, 0], 0.3];

export const points = [
  [0.5, -1, 0.3, 0.8],
  [-1, 1.5, 2, -0.4],
];

const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, i) => sum + value * y[i], 0);

/** log p(x), by the covariance as it is, and Gaussian elimination. */
export function logDensity(x: readonly number[]): number {
  const rest = x.map((value, i) => value - b[i] - columns.reduce((sum, column, j) => sum + column[i] * c[j], 0));
  const rows = x.map((_, i) => {
    const covariance = x.map((_, k) => {
      const within = columns.reduce((sum, column, j) => sum + column[i] * s[j] * column[k], i === k ? v : 0);
      const [own, other] = [i, k].map((place) => columns.reduce((sum, column, j) => sum + column[place] * a[j], 0));
      return within + own * other;
    });
    return [...covariance, rest[i]];
  });
  let logDeterminant = 0;
  for (const [i, row] of rows.entries()) {
    logDeterminant += Math.log(row[i]);
    for (const other of rows.slice(i + 1)) {
      const factor = other[i] / row[i];
      row.forEach((value, k) => {
        other[k] -= factor * value;
      });
    }
  }
  const solved = new Array<number>(x.length).fill(0);
  for (let i = x.length - 1; i >= 0; i--) {
    const known = solved.reduce((sum, value, k) => sum + value * rows[i][k], 0);
    solved[i] = (rows[i][x.length] - known) / rows[i][i];
  }
  return -0.5 * (x.length * Math.log(2 * Math.PI) + logDeterminant + dot(rest, solved));
}

/** The model with the true posterior, but for its log-variances, to which `excess` is added. */
export function linearLadder(excess: number): Autoencoder {
  assert.ok(Math.abs(dot(columns[0], columns[1])) < 1e-12);
  const model = createAutoencoder(
    {
      kind: 'vae',
      architecture: 'dense',
      hidden: [],
      latent: 3,
      activation: 'relu',
      likelihood: 'gaussian',
      variance: v,
      posterior: { name: 'ladder', top: 1, width: 2 },
    },
    [4],
    'vectors',
    1,
  );
  const set = (name: string, values: readonly number[]) => {
    const variable = model.variables.get(name);
    assert.equal(variable?.size, values.length, name);
    tf.tidy(() => variable?.assign(tf.tensor([...values], variable.shape)));
  };
  const noises = columns.map((column) => v / dot(column, column));
  // What an example says of z1: its projections.
  const projections = columns.map((column) => column.map((value) => value / dot(column, column)));
  set(
    'encoder/mean/kernel',
    b.flatMap((_, i) => projections.map((projection) => projection[i])),
  );
  set(
    'encoder/mean/bias',
    projections.map((projection) => -dot(projection, b)),
  );
  set('encoder/log_var/kernel', new Array<number>(8).fill(0));
  set(
    'encoder/log_var/bias',
    noises.map((noise) => Math.log(noise) + excess),
  );
  // Of z2: these together, by how much of them it explains.
  const explained = a.map((own, j) => own / (s[j] + noises[j]));
  const precision = 1 + dot(a, explained);
  const along = b.map((_, i) => projections.reduce((sum, own, j) => sum + own[i] * explained[j], 0) / precision);
  // A number is what it is above 0 less what it is below.
  set(
    'encoder/top/hidden/kernel',
    along.flatMap((value) => [value, -value]),
  );
  set('encoder/top/hidden/bias', [0, 0]);
  set('encoder/top/mean/kernel', [1, -1]);
  set('encoder/top/mean/bias', [-dot(along, b) - dot(explained, c) / precision]);
  set('encoder/top/log_var/kernel', [0, 0]);
  set('encoder/top/log_var/bias', [-Math.log(precision) + excess]);
  set('decoder/top/hidden/kernel', [1, -1]);
  set('decoder/top/hidden/bias', [0, 0]);
  set('decoder/top/mean/kernel', [...a, ...a.map((value) => -value)]);
  set('decoder/top/mean/bias', c);
  set('decoder/top/log_var/kernel', [0, 0, 0, 0]);
  set('decoder/top/log_var/bias', s.map(Math.log));
  set('decoder/output/kernel', columns.flat());
  set('decoder/output/bias', b);
  return model;
}

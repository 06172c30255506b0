import assert from 'node:assert/strict';
import { procrustes } from '../../../src/exploration/procrustes';
import type { Codes } from '../../../src/exploration/projection';
import { fillNormal, random } from '../../../src/random';

const codes = (latent: number, ...means: number[]): Codes => ({ latent, means: Float32Array.from(means) });

/** Five codes of three dimensions each, and what SciPy makes of them. */
const a = codes(3, 1, 2, 0, 3, -1, 1, 0, 4, 2, -2, 1, -3, 5, 0, 1);
const b = codes(3, 0, 1, 1, 2, 2, -1, 1, -3, 4, -4, 1, 0, 0, 2, 6);

const close = (found: ArrayLike<number>, wanted: readonly number[], tolerance = 1e-7) => {
  assert.equal(found.length, wanted.length);
  for (const [i, value] of wanted.entries()) assert.ok(Math.abs(found[i] - value) < tolerance, `${i}: ${found[i]}`);
};

describe('Procrustes', () => {
  it('finds the map of SciPy, its factor and its disparity', () => {
    const { rotation, scale, correlation, from, to } = procrustes(a, b);
    close(
      rotation.to1DArray(),
      [0.26925491, 0.58832911, 0.76247665, -0.33179959, -0.68657604, 0.64693305, 0.90410775, -0.42717935, 0.01034339],
    );
    close([scale, 1 - correlation ** 2], [0.903837782, 0.332846432]);
    close(from, [1.4, 1.2, 0.2]);
    close(to, [-0.2, 0.6, 2]);
  });

  it('brings a space onto one of fewer dimensions, and back by the transpose', () => {
    const flat = codes(2, 0, 1, 2, 2, 1, -3, -4, 1, 0, 2);
    const { rotation, correlation } = procrustes(a, flat);
    close(rotation.to1DArray(), [0.64407529, 0.49953331, 0.03812089, -0.77736188, 0.76401166, -0.38232837]);
    close([correlation], [0.870556819]);
    close(procrustes(flat, a).rotation.transpose().to1DArray(), rotation.to1DArray());
  });

  it('undoes a turn, a reflection and a shift of any size of space', () => {
    const latent = 16;
    const means = fillNormal(new Float32Array(latent * 300), random(1));
    // A Householder reflection, I - 2 v v^T / v^T v.
    const v = fillNormal(new Float32Array(latent), random(2));
    const size = v.reduce((sum, value) => sum + value ** 2, 0);
    const reflected = means.map((value, at) => {
      const begin = at - (at % latent);
      const along = v.reduce((sum, part, j) => sum + part * means[begin + j], 0);
      return value - (2 * along * v[at % latent]) / size + 5;
    });
    const { rotation, scale, correlation } = procrustes({ latent, means }, { latent, means: reflected });
    for (let j = 0; j < latent; j++) {
      close(
        rotation.getRow(j),
        Array.from(v, (value, k) => (j === k ? 1 : 0) - (2 * v[j] * value) / size),
        1e-5,
      );
    }
    close([scale, correlation], [1, 1], 1e-5);
  });

  it('leaves out what is no number, and is orthogonal whatever it is given', () => {
    const { means } = a;
    const broken = codes(3, ...means.map((value, at) => (at === 4 ? Number.NaN : value)));
    const without = (of: Codes) => codes(3, ...of.means.filter((_, at) => Math.floor(at / 3) !== 1));
    close(procrustes(broken, b).rotation.to1DArray(), procrustes(without(a), without(b)).rotation.to1DArray());
    const nothing = procrustes(codes(2, Number.NaN, 0), codes(2, 0, 1));
    close(nothing.rotation.to1DArray(), [1, 0, 0, 1]);
    close([nothing.correlation, nothing.scale, ...nothing.from, ...nothing.to], [0, 1, 0, 0, 0, 0]);
    const still = procrustes(codes(3, ...means.fill(0)), b).rotation;
    close(still.mmul(still.transpose()).to1DArray(), [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });

  it('refuses codes of different examples', () => {
    assert.throws(() => procrustes(a, codes(3, 1, 2, 3)), /different examples/);
  });
});

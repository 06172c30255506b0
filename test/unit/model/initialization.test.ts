import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { drawUniform, glorotLimit, uniformLimit } from '../../../src/model/initialization';
import { dense, downsample, square } from '../../../src/model/layers';
import { Parameters } from '../../../src/model/parameters';

describe('initialization', () => {
  it('never changes for a seed and a name: old runs keep their beginnings', () => {
    assert.deepEqual(
      [...drawUniform(3, 1, 1, 'encoder/mean/kernel')],
      [-0.6916858553886414, -0.7945109009742737, -0.33799225091934204],
    );
  });

  it('gives every variable and every seed numbers of their own', () => {
    const draws = [
      drawUniform(1000, 1, 1, 'a'),
      drawUniform(1000, 1, 2, 'a'),
      drawUniform(1000, 1, 1, 'b'),
      drawUniform(1000, 1, 0, 'a'),
    ];
    for (const [i, one] of draws.entries()) {
      for (const other of draws.slice(i + 1)) {
        const correlation = one.reduce((sum, value, k) => sum + value * other[k], 0) / (1000 / 3);
        assert.ok(Math.abs(correlation) < 0.15, `${correlation}`);
      }
    }
  });

  it('is uniform between the limits', () => {
    const draws = drawUniform(100_000, 0.5, 3, 'x');
    const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
    const square = draws.reduce((sum, value) => sum + value ** 2, 0) / draws.length;
    assert.ok(draws.every((value) => value >= -0.5 && value < 0.5));
    assert.ok(Math.abs(mean) < 0.004, `${mean}`);
    assert.ok(Math.abs(square - 1 / 12) < 0.001, `${square}`);
  });

  it('narrows with the values that a unit reads, whose sum keeps their variance', () => {
    assert.ok(Math.abs((30 * uniformLimit(30) ** 2) / 3 - 1) < 1e-12);
  });

  it('narrows by Glorot with what a layer gives, too, in dense layers and convolutions', () => {
    assert.ok(Math.abs(glorotLimit(30, 20) - Math.sqrt(6 / 50)) < 1e-12);
    const widest = (initialisation?: 'glorot') => {
      const parameters = new Parameters(3, initialisation);
      tf.tidy(() => {
        dense(parameters, 'dense', 40, 200, 'tanh');
        downsample(parameters, 'conv', 2, 30, square, 'relu');
      });
      const most = (name: string) => parameters.variables.get(`${name}/kernel`)?.abs().max().dataSync()[0] ?? 0;
      const both = [most('dense'), most('conv')];
      parameters.dispose();
      return both;
    };
    const near = (found: readonly number[], limits: readonly number[]) => {
      for (const [i, limit] of limits.entries()) assert.ok(found[i] <= limit && found[i] > 0.99 * limit, `${found}`);
    };
    near(widest(), [uniformLimit(40), uniformLimit(32)]);
    near(widest('glorot'), [glorotLimit(40, 200), glorotLimit(32, 480)]);
  });
});

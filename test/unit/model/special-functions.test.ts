import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { composedDigamma, composedLgamma, digamma, lgamma } from '../../../src/model/special-functions';
import { allBackends, useBackend } from './fixtures';

/**
 * x, log Gamma(x) and psi(x), by PyTorch 2.13 in float64 of x as float32:
 * x = torch.tensor([...], dtype=torch.float32).double(); torch.lgamma(x), torch.digamma(x)
 */
const values = [
  [9.99999997e-7, 13.8155099833, -1000000.57974],
  [0.00100000005, 6.90717883786, -1000.57552443],
  [0.00999999978, 4.59947990052, -100.560887693],
  [0.100000001, 2.2527126362, -10.4237547893],
  [0.300000012, 1.09579795306, -3.50252407622],
  [0.5, 0.572364942925, -1.96351002602],
  [0.899999976, 0.0663762577336, -0.754926995784],
  [1, 0, -0.577215664902],
  [1.00010002, -5.7722917769e-5, -0.577051156222],
  [1.46159995, -0.121486290034, -3.11584857478e-5],
  [1.5, -0.120782237635, 0.0364899739786],
  [2, 0, 0.422784335098],
  [2.0000999, 4.22382673332e-5, 0.422848760309],
  [2.5, 0.284682870473, 0.703156640645],
  [7.30000019, 7.14789288882, 1.91782036364],
  [10, 12.8018274801, 2.25175258907],
  [20.5, 40.8315009745, 2.99583639471],
  [50, 144.565743946, 3.90198967343],
  [100, 359.13420537, 4.60016185274],
  [1000.5, 5908.67417585, 6.90775532065],
  [10000, 82099.7174964, 9.21029037114],
  [123456, 1323892.76884, 11.7236360462],
];

for (const backend of allBackends) {
  describe(`special functions on ${backend}`, () => {
    before(function () {
      return useBackend(this, backend);
    });

    for (const [name, compute, column] of [
      ['log Gamma', lgamma, 1],
      ['digamma', digamma, 2],
      ['log Gamma, composed', composedLgamma, 1],
      ['digamma, composed', composedDigamma, 2],
    ] as const) {
      it(`${name}: right for small and large numbers`, () => {
        tf.tidy(() => {
          const x = tf.tensor1d(values.map(([x]) => x));
          const actual = compute(x).dataSync();
          values.forEach((row, i) => {
            const error = Math.abs(actual[i] - row[column]) / Math.max(1, Math.abs(row[column]));
            assert.ok(error < 2e-6, `${actual[i]} instead of ${row[column]} at ${row[0]}`);
          });
        });
      });
    }

    it('keep the shape, and leave nothing behind', () => {
      const x = tf.tensor2d([[1, 2, 3]]);
      const before = tf.memory().numTensors;
      for (const compute of [lgamma, digamma]) {
        const result = compute(x);
        assert.deepEqual(result.shape, [1, 3]);
        result.dispose();
      }
      assert.equal(tf.memory().numTensors, before);
      x.dispose();
    });
  });
}

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs';
import { chooseBackend } from '../../../src/runtime/backend';
import { numbers } from '../model/fixtures';

interface Sizes {
  /** [batch, height, width, channels]. */
  readonly image: [number, number, number, number];
  /** [height, width, filters]. */
  readonly kernel: [number, number, number];
  readonly stride: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
}

const convolutions: Readonly<Record<string, Sizes>> = {
  'stride 2, even size': { image: [3, 8, 6, 2], kernel: [4, 4, 5], stride: 2, pad: 'same' },
  'stride 2, odd size': { image: [3, 9, 7, 3], kernel: [4, 4, 5], stride: 2, pad: 'same' },
  'stride 2, odd kernel': { image: [2, 8, 9, 3], kernel: [3, 3, 2], stride: 2, pad: 'same' },
  'stride 1': { image: [2, 5, 6, 2], kernel: [3, 3, 4], stride: 1, pad: 'same' },
  'stride 3, no padding, rows left over': { image: [2, 12, 10, 2], kernel: [4, 2, 3], stride: 3, pad: 'valid' },
  'padding by a number': { image: [2, 6, 6, 2], kernel: [3, 3, 2], stride: 2, pad: 1 },
  'strides that differ': { image: [2, 8, 9, 2], kernel: [4, 3, 3], stride: [2, 1], pad: 'same' },
  'an image smaller than the kernel': { image: [2, 1, 2, 1], kernel: [4, 4, 2], stride: 2, pad: 'same' },
};

const products: Readonly<Record<string, [number[], number[], boolean, boolean]>> = {
  'A B': [[3, 4], [4, 5], false, false],
  'transposed A': [[4, 3], [4, 5], true, false],
  'transposed B': [[3, 4], [5, 4], false, true],
  'both transposed': [[4, 3], [5, 4], true, true],
  'batches, transposed A': [[2, 4, 3], [2, 4, 5], true, false],
};

describe('kernels of the WebAssembly backend', () => {
  for (const [name, sizes] of Object.entries(convolutions)) {
    it(`gradients of a convolution, ${name}: those of the cpu backend`, async () => {
      await compare(() => convolutionGradients(sizes));
    });
  }

  for (const [name, [a, b, transposeA, transposeB]] of Object.entries(products)) {
    it(`product, ${name}: that of the cpu backend`, async () => {
      await compare(() => [tf.matMul(filled(a, 1), filled(b, 2), transposeA, transposeB)]);
    });
  }

  it('leave nothing behind', async () => {
    await chooseBackend('wasm');
    const before = [tf.memory().numTensors, tf.engine().backend.numDataIds()];
    tf.dispose(tf.tidy(() => convolutionGradients(convolutions['stride 2, odd size'])));
    tf.dispose(tf.tidy(() => tf.matMul(filled([4, 3], 1), filled([5, 4], 2), true, true)));
    assert.deepEqual([tf.memory().numTensors, tf.engine().backend.numDataIds()], before);
  });
});

function convolutionGradients({ image, kernel, stride, pad }: Sizes): tf.Tensor[] {
  const [height, width, filters] = kernel;
  const weighted = (x: tf.Tensor, filter: tf.Tensor) => {
    const rounding = typeof pad === 'number' ? 'floor' : undefined;
    const y = tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad, 'NHWC', 1, rounding);
    return tf.sum(tf.mul(y, filled(y.shape, 3)));
  };
  return tf.grads(weighted)([filled(image, 1), filled([height, width, image[3], filters], 2)]);
}

function filled(shape: readonly number[], seed: number): tf.Tensor {
  return tf.tensor(numbers(tf.util.sizeFromShape([...shape]), seed), [...shape]);
}

/** Computes the same on both backends, and wants the same. */
async function compare(compute: () => tf.Tensor[]): Promise<void> {
  const [expected, actual] = [await run('cpu', compute), await run('wasm', compute)];
  expected.forEach(({ shape, values }, i) => {
    assert.deepEqual(actual[i].shape, shape);
    values.forEach((value, k) => {
      const difference = Math.abs(actual[i].values[k] - value);
      assert.ok(difference < 1e-5, `result ${i}, value ${k}: ${actual[i].values[k]} instead of ${value}`);
    });
  });
}

async function run(backend: 'cpu' | 'wasm', compute: () => tf.Tensor[]) {
  await chooseBackend(backend);
  const results = tf.tidy(compute);
  return results.map((tensor) => {
    const copy = { shape: tensor.shape, values: [...tensor.dataSync()] };
    tensor.dispose();
    return copy;
  });
}

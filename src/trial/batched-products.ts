import * as tf from '@tensorflow/tfjs';
import type { Check } from './check';
import { sizeOf, wholeNumbers, written } from './numbers';

/** [batch, rows, inner, columns] */
const sizes = [
  [1, 1, 1, 1],
  [2, 1, 3, 3],
  [3, 4, 2, 5],
  [5, 17, 9, 8],
] as const;

/** Products X Y^T of a matrix for each example, with their gradients by both: [batch, rows, inner] by [batch, columns, inner]. */
export function batchedProductChecks(): Check[] {
  return sizes.map(([batch, rows, inner, columns]): Check => {
    const shapes = [
      [batch, rows, inner],
      [batch, columns, inner],
      [batch, rows, columns],
    ];
    const [x, y, dy] = shapes.map((shape, i) => wholeNumbers(shape, 20 + i));
    const product = new Float64Array(sizeOf(shapes[2]));
    const byX = new Float64Array(x.values.length);
    const byY = new Float64Array(y.values.length);
    for (let b = 0; b < batch; b++) {
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < columns; c++) {
          const at = (b * rows + r) * columns + c;
          for (let i = 0; i < inner; i++) {
            const [ofX, ofY] = [(b * rows + r) * inner + i, (b * columns + c) * inner + i];
            product[at] += x.values[ofX] * y.values[ofY];
            byX[ofX] += dy.values[at] * y.values[ofY];
            byY[ofY] += dy.values[at] * x.values[ofX];
          }
        }
      }
    }
    const kernel = 'BatchMatMulV2';
    return {
      sizes: `${written(shapes[0])}, ${written(shapes[1])}`,
      given: [x, y, dy],
      compute(x, y, dy) {
        const { value, grads } = tf.valueAndGrads((x, y) => tf.matMul(x, y, false, true))([x, y], dy);
        return [value, ...grads];
      },
      expected: [product, byX, byY].map((values) => ({ kernel, values })),
    };
  });
}

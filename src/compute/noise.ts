import * as tf from '@tensorflow/tfjs';
import { fillStatelessNormal, fillStatelessUniform } from '../graph';
import { statelessNormal, statelessUniform } from '../graph/native-operations';
import { hash } from '../model/initialization';
import { type Noise, posteriorStream } from '../model/noise';
import { splitRows } from '../model/rows';

type Distribution = 'normal' | 'uniform';

/** Draws a tensor, [rows, width], from a distribution, by a stream's own seed. */
type Draw = (distribution: Distribution, rows: number, width: number, stream: string) => tf.Tensor2D;

/** The noise of a batch for each of its parts: drawn for the whole of it at once, and once for each stream. */
export function noiseOfParts(rowsOfParts: readonly number[], draw: Draw): Noise[] {
  const drawn = new Map<string, readonly tf.Tensor2D[]>();
  const rows = rowsOfParts.reduce((sum, count) => sum + count, 0);
  const of =
    (distribution: Distribution, part: number) =>
    (stream: string, width: number, draws = 1) => {
      const key = [distribution, stream, width, draws].join();
      let parts = drawn.get(key);
      if (!parts) {
        const whole = draw(distribution, rows * draws, width, stream);
        parts = splitRows(
          whole,
          rowsOfParts.map((count) => count * draws),
        );
        drawn.set(key, parts);
      }
      return parts[part];
    };
  return rowsOfParts.map((_, part) => ({ normal: of('normal', part), uniform: of('uniform', part) }));
}

/** Within a graph, by a seed that each run gives it: int32, [2]. */
export function drawInGraph(seed: tf.Tensor1D): Draw {
  const generators = { normal: statelessNormal, uniform: statelessUniform };
  return (distribution, rows, width, stream) => {
    const offset = offsetOf(stream);
    const own: tf.Tensor1D = offset === 0 ? seed : tf.add(seed, tf.tensor1d([offset, 0], 'int32'));
    return generators[distribution]<tf.Rank.R2>([rows, width], own);
  };
}

/** The same numbers, computed here. */
export function drawHere([first, second]: readonly [number, number]): Draw {
  const generators = { normal: fillStatelessNormal, uniform: fillStatelessUniform };
  return (distribution, rows, width, stream) => {
    const own = [(first + offsetOf(stream)) | 0, second] as const;
    return tf.tensor2d(generators[distribution](new Float32Array(rows * width), own), [rows, width]);
  };
}

/** What tells a stream's seed from the others'. */
function offsetOf(stream: string): number {
  return stream === posteriorStream ? 0 : hash(stream) | 0;
}

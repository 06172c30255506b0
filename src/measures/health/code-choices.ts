import type { DiscreteCodes } from '../../protocol/posteriors';
import type { Points } from '../points';

/** The choices that codes stand for, each from one list. */
export interface Choices {
  /** Which was chosen, from 0. */
  readonly numbers: Int32Array;
  /** How many there are to choose from. */
  readonly codes: number;
}

/**
 * What codes of a discrete latent space chose. The vectors of a codebook are of one list for all parts of a code; each dimension of levels
 * has a list of its own, and so has each categorical variable, whose most probable class is taken.
 */
export function choicesOf({ values, dims }: Points, discrete: DiscreteCodes): readonly Choices[] {
  switch (discrete.name) {
    case 'quantised':
      return [{ numbers: different(values, discrete.width), codes: discrete.codes }];
    case 'scalar-quantised':
      return discrete.levels.map((codes, j) => ({
        numbers: different(
          values.filter((_, at) => at % dims === j),
          1,
        ),
        codes,
      }));
    case 'gumbel':
      return Array.from({ length: discrete.variables }, (_, variable) => ({
        numbers: Int32Array.from({ length: values.length / dims }, (_, row) => {
          const begin = row * dims + variable * discrete.classes;
          const probabilities = values.subarray(begin, begin + discrete.classes);
          return probabilities.indexOf(Math.max(...probabilities));
        }),
        codes: discrete.classes,
      }));
  }
}

/** Numbers of different vectors, in the order in which they come first. */
function different(values: Float32Array, width: number): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from({ length: values.length / width }, (_, row) => {
    const key = values.subarray(row * width, (row + 1) * width).join();
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

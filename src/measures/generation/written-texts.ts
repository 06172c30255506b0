import type { MeasuredExamples } from '../context';
import type { Texts } from './ngrams';

/** What is no symbol, but the rest of an example that is shorter. */
const padding = 0;

/** The likeliest symbols of texts as the decoder gives them, one-hot or probabilities at each place; up to the padding. */
export function writtenTexts(values: Float32Array, [length, symbols]: readonly number[]): Texts {
  return Array.from({ length: values.length / (length * symbols) }, (_, row) => {
    const text: number[] = [];
    for (let place = 0; place < length; place++) {
      const begin = (row * length + place) * symbols;
      const own = values.subarray(begin, begin + symbols);
      const symbol = own.indexOf(Math.max(...own));
      if (symbol === padding) break;
      text.push(symbol);
    }
    return text;
  });
}

export function textsOf(examples: MeasuredExamples, shape: readonly number[]): Texts {
  return writtenTexts(examples.originals(), shape);
}

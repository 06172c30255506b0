import { existsSync } from 'node:fs';
import { openDataset } from '../../../src/dataset';
import { ratioOf } from '../../../src/measures/estimate';
import type { RunRequest } from '../../../src/protocol/config';
import { splitData } from '../../../src/training/split';
import { KneserNey } from './kneser-ney';
import { valueIn } from './runs';
import type { Study } from './study';

const orders = [1, 2, 3, 4, 5] as const;
const split = { validationSplit: 0.1, seed: 1 };

const models: readonly { readonly name: string; readonly request: Omit<RunRequest, 'data'> }[] = [
  { name: 'convolutions', request: { preset: 'text' } },
  { name: 'transformer', request: { preset: 'writing' } },
  { name: 'gated recurrent units', request: { preset: 'writing', model: { architecture: 'gru', hidden: [256] } } },
];

const measure = 'bits per character';

/** The bits that character models take for each character of a book, beside n-gram models of the same split. @param book A text. */
export function text(book: string): Study {
  return async ({ runs, isLong, found, log }) => {
    if (!existsSync(book)) return [`There is no ${book} (LATENT_LENS_DATA names another folder).`];
    const paper = 'n-grams';
    const { training, validation } = await textsOf(book);
    for (const order of orders) {
      log(`${order}-grams of ${training.texts.length} texts`);
      const model = new KneserNey(training.texts, order, training.symbols);
      const bits = Float64Array.from(validation.texts, (text) => model.bits(text));
      const { value, error } = ratioOf(bits, validation.characters);
      const own = { ours: value, error, seeds: 1, epochs: null, remark: 'interpolated Kneser-Ney' };
      found({ paper, setting: `order ${order}`, measure, published: null, ...own });
    }
    const epochs = isLong ? 15 : 2;
    for (const { name, request } of isLong ? models : models.slice(0, 1)) {
      const run = `text-${name.replaceAll(' ', '-')}`;
      await runs.train(run, { data: book, ...request, training: split }, epochs);
      const values = await runs.measure(run, epochs, { only: ['bits-per-dimension'] });
      if (!values) continue;
      const { value, error } = valueIn(values, measure);
      const own = { ours: value, error, seeds: 1, epochs, remark: 'an upper bound, by the ELBO' };
      found({ paper: 'text', setting: `VAE of ${name}`, measure, published: null, ...own });
    }
    return [
      'N-gram models pay for the end of a text that is shorter than the longest, as VAEs do for the places that it leaves empty.',
    ];
  };
}

interface Texts {
  /** Symbols from 1, and the last one of all where a text ends before its places do. */
  readonly texts: readonly (readonly number[])[];
  /** Of each text, without its end. */
  readonly characters: Float64Array;
  readonly symbols: number;
}

/** What the models are trained on and what they are judged by, as the trainer divides them. */
async function textsOf(source: string): Promise<{ readonly training: Texts; readonly validation: Texts }> {
  const { summary, columns, values } = await openDataset({ source });
  const [length, symbols] = summary.shape;
  const of = (indices: Int32Array): Texts => {
    const written = Array.from(indices, (index) => {
      const codes = [...values.subarray(index * length, (index + 1) * length)];
      const end = codes.indexOf(0);
      return end < 0 ? codes : codes.slice(0, end);
    });
    return {
      texts: written.map((codes) => (codes.length < length ? [...codes, symbols] : codes)),
      characters: Float64Array.from(written, (codes) => codes.length),
      symbols,
    };
  };
  const parts = splitData(summary, columns, split);
  return { training: of(parts.training), validation: of(parts.validation) };
}

import * as v from 'valibot';
import { nonNegative, positiveInteger } from './numbers';

/** The highest temperature at which text is written. */
export const mostTemperature = 10;

/** How a decoder writes that does so symbol by symbol. */
const writing = {
  symbolDropout: v.optional(
    v.pipe(
      nonNegative,
      v.maxValue(1),
      v.description(
        'Share of the symbols before it that a decoder in training does not get to see: what is left out has to come from the code.',
      ),
    ),
  ),
  temperature: v.optional(
    v.pipe(
      nonNegative,
      v.maxValue(mostTemperature),
      v.description(
        'How freely generated text is drawn: 0 takes the likeliest symbol each time, 1 draws as the model says.',
      ),
    ),
  ),
};

export const TransformerConfig = v.strictObject({
  width: v.optional(
    v.pipe(
      positiveInteger,
      v.maxValue(4096),
      v.description('Numbers that a place of a text is carried by, 64 usually.'),
    ),
  ),
  heads: v.optional(
    v.pipe(
      positiveInteger,
      v.maxValue(256),
      v.description('Heads of attention, among which these are shared out, 4 usually.'),
    ),
  ),
  ...writing,
});
export type TransformerConfig = v.InferOutput<typeof TransformerConfig>;

export const GruConfig = v.strictObject({
  width: v.optional(
    v.pipe(positiveInteger, v.maxValue(4096), v.description('Numbers that a symbol is embedded as, 64 usually.')),
  ),
  ...writing,
});
export type GruConfig = v.InferOutput<typeof GruConfig>;

export const ResidualConfig = v.strictObject({
  groups: v.optional(
    v.pipe(
      positiveInteger,
      v.maxValue(4096),
      v.description(
        'Groups of channels that are normalised together, 8 usually, or fewer where these do not divide the filters.',
      ),
    ),
  ),
});
export type ResidualConfig = v.InferOutput<typeof ResidualConfig>;

export const EmbeddingConfig = v.strictObject({
  above: v.optional(
    v.pipe(
      nonNegative,
      v.integer(),
      v.maxValue(65_536),
      v.description(
        'Columns of more categories than these are read as embeddings by the encoder, 50 usually; the others one-hot.',
      ),
    ),
  ),
  width: v.optional(
    v.pipe(
      positiveInteger,
      v.maxValue(1024),
      v.description('Numbers that a category is embedded as, the fourth root of how many there are usually.'),
    ),
  ),
});
export type EmbeddingConfig = v.InferOutput<typeof EmbeddingConfig>;

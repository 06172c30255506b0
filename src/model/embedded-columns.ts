import * as tf from '@tensorflow/tfjs';
import type { ModelConfig } from '../protocol/config';
import type { FeatureGroup } from '../protocol/data';
import { type EmbeddedGroup, embeddedGroups } from '../protocol/embeddings';
import { embeddingTable } from './layers/embedding';
import type { Parameters } from './parameters';

/** What a network reads of the rows of a table, [batch, width], in place of their features, [batch, features]. */
export interface Reading {
  readonly width: number;
  readonly apply: (x: tf.Tensor2D) => tf.Tensor2D;
}

/**
 * Columns of many categories as embeddings (Guo & Berkhahn 2016, arXiv 1604.06737): each category has a row of a table that is learned, and so has
 * what is missing or unknown. Rows are one-hot vectors times the table: features that lie between categories, such as those of
 * pseudo-inputs or corrupted ones, have something between their rows. Everything keeps its place.
 * @param part Of the model, by which tables are named.
 */
export function embeddedColumns(
  parameters: Parameters,
  part: string,
  config: ModelConfig,
  features: number,
  groups: readonly FeatureGroup[],
): Reading {
  const embedded = embeddedGroups(config, groups);
  if (embedded.length === 0) return { width: features, apply: (x) => x };
  const tables = embedded.map(({ width, numbers }, i) => ({
    known: embeddingTable(parameters, `${part}/column_${i}/categories`, width, numbers),
    missing: embeddingTable(parameters, `${part}/column_${i}/missing`, 1, numbers),
  }));
  const pieces = piecesOf(embedded, features);
  return {
    width: features + embedded.reduce((change, { width, numbers }) => change + numbers - width, 0),
    apply: (x) =>
      tf.concat(
        tf
          .split<tf.Tensor2D>(
            x,
            pieces.map(({ width }) => width),
            1,
          )
          .map((piece, i) => {
            const { column } = pieces[i];
            if (column === null) return piece;
            const { known, missing } = tables[column];
            const rest = tf.sub(1, tf.sum(piece, 1, true));
            return tf.add<tf.Tensor2D>(tf.matMul(piece, known), tf.mul(rest, missing));
          }),
        1,
      ),
  };
}

/** All features, one after another: embedded columns, by their numbers, and what is between them. */
function piecesOf(embedded: readonly EmbeddedGroup[], features: number) {
  const pieces: { readonly width: number; readonly column: number | null }[] = [];
  let at = 0;
  for (const [column, { start, width }] of embedded.entries()) {
    if (start > at) pieces.push({ width: start - at, column: null });
    pieces.push({ width, column });
    at = start + width;
  }
  if (features > at) pieces.push({ width: features - at, column: null });
  return pieces;
}

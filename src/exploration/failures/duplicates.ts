import { createHash } from 'node:crypto';
import type { Neighbours } from '../../layout/neighbours';
import { type Inputs, inputDistance } from '../inputs';

/** Lets others in this process get their turn. What it throws ends the work. */
export type Breathe = () => Promise<void>;

/** Of each input the first one that equals it, byte by byte (by SHA-256); itself where there is none before it. */
export async function firstEqual({ values, width }: Inputs, breathe: Breathe): Promise<Int32Array> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const size = width * values.BYTES_PER_ELEMENT;
  const first = new Map<string, number>();
  const result = new Int32Array(values.length / width);
  for (let place = 0; place < result.length; place++) {
    const key = createHash('sha256')
      .update(bytes.subarray(place * size, (place + 1) * size))
      .digest('base64');
    result[place] = first.get(key) ?? place;
    first.set(key, result[place]);
    await breathe();
  }
  return result;
}

/** What is nearly the same as an input, and how near it is. */
export interface NearDuplicates {
  /** Of each input the likest of those whose codes are nearest; -1: none. */
  readonly others: Int32Array;
  /** How far that is in the inputs; NaN: there is none. */
  readonly distances: Float32Array;
  /**
   * How far that is, in the inputs or in the codes, whichever is more: by the distance that is usual there between nearest ones. 0 is the
   * same, 1 is usual; NaN: there is no other.
   */
  readonly ratios: Float32Array;
}

/**
 * The likest of the nearest codes of each input: a duplicate is near in both spaces, so that none is found where the encoder alone, or the
 * inputs alone, have two things close together.
 * @param neighbours The nearest codes of each.
 */
export async function nearDuplicates(
  inputs: Inputs,
  neighbours: Neighbours,
  breathe: Breathe,
): Promise<NearDuplicates> {
  const { k, indices, distances } = neighbours;
  const count = inputs.values.length / inputs.width;
  const others = new Int32Array(count).fill(-1);
  const [apart, codesApart] = [new Float32Array(count).fill(Number.NaN), new Float32Array(count).fill(Number.NaN)];
  for (let place = 0; place < count; place++) {
    for (let at = place * k; at < (place + 1) * k; at++) {
      if (indices[at] < 0) continue;
      const distance = inputDistance(inputs, place, indices[at]);
      if (others[place] >= 0 && distance >= apart[place]) continue;
      [others[place], apart[place], codesApart[place]] = [indices[at], distance, distances[at]];
    }
    await breathe();
  }
  const [usual, usualCode] = [usualDistance(apart), usualDistance(distances.filter((_, at) => at % k === 0))];
  const ratios = apart.map((distance, place) => Math.max(distance / usual, codesApart[place] / usualCode));
  return { others, distances: apart, ratios };
}

/** The median of those that are not 0: what is there twice says nothing of how far apart others are. */
function usualDistance(distances: Float32Array): number {
  const some = distances.filter((distance) => distance > 0).sort();
  return some.length > 0 ? some[some.length >> 1] : 1;
}

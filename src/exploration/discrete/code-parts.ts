import type { DiscreteCodes, LevelCodes, VariableCodes, VectorCodes } from '../../protocol/posteriors';

/** What a code of a discrete latent space consists of: parts, each of which is one of a list. */
export interface CodeParts {
  /** Of a code. */
  readonly count: number;
  /** Numbers of a part. */
  readonly width: number;
  /** How many there are to choose from, list by list. */
  readonly lists: readonly number[];
  /** Which list a part is chosen from. */
  listOf(part: number): number;
  /** Which of its list a part is. @param values Its numbers, [width]. */
  numberOf(values: Float32Array, part: number): number;
  /** The numbers of one of a part's list, [width]. */
  valuesOf(number: number, part: number): Float32Array;
}

/** @param codebook Of codes that are vectors: [codes, width], row by row. */
export function codePartsOf(codes: DiscreteCodes, codebook: Float32Array | null): CodeParts {
  switch (codes.name) {
    case 'quantised':
      if (codebook?.length !== codes.codes * codes.width) throw new Error('The codebook is not there');
      return vectors(codes, codebook);
    case 'scalar-quantised':
      return levels(codes);
    case 'gumbel':
      return variables(codes);
  }
}

/** All parts choose from one codebook. */
function vectors({ groups, width, codes }: VectorCodes, codebook: Float32Array): CodeParts {
  const valuesOf = (code: number) => codebook.subarray(code * width, (code + 1) * width);
  // Codes are copies of few vectors: each is looked for once, by its first number.
  const known = new Map<number, { readonly values: Float32Array; readonly code: number }[]>();
  const nearest = (values: Float32Array) => {
    let [best, least] = [0, Number.POSITIVE_INFINITY];
    for (let code = 0; code < codes; code++) {
      const vector = valuesOf(code);
      let distance = 0;
      for (let i = 0; i < width; i++) distance += (values[i] - vector[i]) ** 2;
      if (distance < least) [best, least] = [code, distance];
    }
    return best;
  };
  return {
    count: groups,
    width,
    lists: [codes],
    listOf: () => 0,
    numberOf(values) {
      const alike = known.get(values[0]) ?? [];
      const found = alike.find((one) => one.values.every((value, i) => value === values[i]));
      if (found) return found.code;
      const code = nearest(values);
      known.set(values[0], [...alike, { values: values.slice(), code }]);
      return code;
    },
    valuesOf,
  };
}

/** Each dimension is one of its own levels, which stand evenly from about -1 to 1 (src/model/posteriors/scalar-quantised.ts). */
function levels({ levels }: LevelCodes): CodeParts {
  const halfOf = (part: number) => Math.floor(levels[part] / 2);
  return {
    count: levels.length,
    width: 1,
    lists: levels,
    listOf: (part) => part,
    numberOf: ([value], part) => {
      const number = Math.round(value * halfOf(part)) + halfOf(part);
      return Math.max(0, Math.min(levels[part] - 1, number));
    },
    valuesOf: (number, part) => Float32Array.of((number - halfOf(part)) / halfOf(part)),
  };
}

/** Each is one class of a variable, one-hot; of probabilities the most probable one. */
function variables({ variables, classes }: VariableCodes): CodeParts {
  return {
    count: variables,
    width: classes,
    lists: Array.from({ length: variables }, () => classes),
    listOf: (part) => part,
    numberOf: (values) => values.indexOf(values.reduce((a, b) => Math.max(a, b))),
    valuesOf(number) {
      const values = new Float32Array(classes);
      values[number] = 1;
      return values;
    },
  };
}

/** Which of its list each part of some codes is, rows x parts. @param codes Rows x latent. */
export function numbersOf(parts: CodeParts, codes: Float32Array): Int32Array {
  const { count, width } = parts;
  const numbers = new Int32Array(codes.length / width);
  for (let at = 0; at < numbers.length; at++)
    numbers[at] = parts.numberOf(codes.subarray(at * width, (at + 1) * width), at % count);
  return numbers;
}

/** A code, and below it the same with each of some others in the place of a part, (1 + numbers) x latent. */
export function swapped(parts: CodeParts, code: Float32Array, part: number, numbers: readonly number[]): Float32Array {
  const latent = code.length;
  const codes = new Float32Array((1 + numbers.length) * latent);
  for (let row = 0; row <= numbers.length; row++) {
    codes.set(code, row * latent);
    if (row > 0) codes.set(parts.valuesOf(numbers[row - 1], part), row * latent + part * parts.width);
  }
  return codes;
}

import { dense, type ReferenceProblem, variable, type Weights } from './reference';

/** Vectors, one for each place of one text. */
type Places = readonly (readonly number[])[];

const plus = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value + b[i]);
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Transformers again, as their papers have them: place by place, head by head, over float64. */
export function encodeText(problem: ReferenceProblem, x: readonly number[]): number[] {
  const { weights, shape } = problem;
  const codes = codesOf(x, shape);
  const isText = codes.map((code) => code !== 0);
  const first = codes.map((code, t) =>
    plus(row(weights, 'encoder/symbols', code), row(weights, 'encoder/positions', t)),
  );
  const last = blocks(problem, 'encoder', first, (_, key) => isText[key]).map((place) =>
    norm(weights, 'encoder/norm', place),
  );
  const texts = last.filter((_, t) => isText[t]);
  return last[0].map((_, i) => texts.reduce((sum, place) => sum + place[i], 0) / Math.max(1, texts.length));
}

/** Logits of each symbol at each place, given those before it. */
export function decodeText(problem: ReferenceProblem, z: readonly number[], x: readonly number[]): number[] {
  const { weights, shape } = problem;
  const [, symbols] = shape;
  const before = [symbols, ...codesOf(x, shape).slice(0, -1)];
  const ofCode = dense(weights, 'decoder/code', z, 'linear');
  const first = before.map((code, t) =>
    plus(plus(row(weights, 'decoder/symbols', code), row(weights, 'decoder/positions', t)), ofCode),
  );
  const last = blocks(problem, 'decoder', first, (query, key) => key <= query);
  return last.flatMap((place) => dense(weights, 'decoder/output', norm(weights, 'decoder/norm', place), 'linear'));
}

function blocks(
  { config, weights }: ReferenceProblem,
  part: string,
  first: Places,
  sees: (query: number, key: number) => boolean,
): Places {
  const heads = config.transformer?.heads ?? 4;
  return config.hidden.reduce<Places>((places, _, i) => {
    const name = `${part}/block_${i}`;
    const ready = places.map((place) => norm(weights, `${name}/attention_norm`, place));
    const attended = attention(weights, `${name}/attention`, ready, heads, sees);
    return places.map((place, t) => {
      const middle = plus(place, attended[t]);
      const normed = norm(weights, `${name}/feed_forward_norm`, middle);
      const inner = dense(weights, `${name}/feed_forward`, normed, config.activation);
      return plus(middle, dense(weights, `${name}/output`, inner, 'linear'));
    });
  }, first);
}

function attention(
  weights: Weights,
  name: string,
  places: Places,
  heads: number,
  sees: (query: number, key: number) => boolean,
): Places {
  const width = places[0].length;
  const depth = width / heads;
  const kernel = variable(weights, `${name}/query_key_value/kernel`).values;
  const projected = places.map((place) =>
    Array.from({ length: 3 * width }, (_, unit) =>
      dot(
        place,
        place.map((_, i) => kernel[i * 3 * width + unit]),
      ),
    ),
  );
  const part = (kind: 0 | 1 | 2, head: number, t: number) => {
    const begin = kind * width + head * depth;
    return projected[t].slice(begin, begin + depth);
  };
  return places.map((_, query) => {
    const joined: number[] = [];
    for (let head = 0; head < heads; head++) {
      const anybody = places.some((_, key) => sees(query, key));
      const exponentials = places.map((_, key) =>
        !anybody || sees(query, key) ? Math.exp(dot(part(0, head, query), part(1, head, key)) / Math.sqrt(depth)) : 0,
      );
      const sum = exponentials.reduce((total, value) => total + value, 0);
      for (let i = 0; i < depth; i++) {
        joined.push(exponentials.reduce((total, value, key) => total + (value / sum) * part(2, head, key)[i], 0));
      }
    }
    return dense(weights, `${name}/output`, joined, 'linear');
  });
}

function norm(weights: Weights, name: string, x: readonly number[]): number[] {
  const gain = variable(weights, `${name}/gain`).values;
  const bias = variable(weights, `${name}/bias`).values;
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length;
  return x.map((value, i) => (gain[i] * (value - mean)) / Math.sqrt(variance + 1e-5) + bias[i]);
}

function row(weights: Weights, name: string, index: number): number[] {
  const { shape, values } = variable(weights, name);
  return Array.from(values.slice(index * shape[1], (index + 1) * shape[1]));
}

/** Of a text, one-hot. */
function codesOf(x: readonly number[], [length, symbols]: readonly number[]): number[] {
  return Array.from({ length }, (_, t) => x.slice(t * symbols, (t + 1) * symbols).indexOf(1));
}

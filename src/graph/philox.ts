/** Multipliers and key increments of Philox4x32 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"). */
const [multiplierA, multiplierB] = [0xd2511f53, 0xcd9e8d57];
const [incrementA, incrementB] = [0x9e3779b9, 0xbb67ae85];
const rounds = 10;

/**
 * Fills `out` with the draws from N(0, 1) that TensorFlow's StatelessRandomNormal gives for an int32 `seed`, to the
 * rounding of sine and logarithm: the same noise on every backend. Any seeds do; TensorFlow scrambles them first.
 */
export function fillStatelessNormal(out: Float32Array, seed: readonly [number, number]): Float32Array {
  return fill(out, seed, (block, i) => {
    for (let pair = 0; pair < 4; pair += 2) {
      const radius = Math.fround(Math.sqrt(-2 * Math.log(Math.max(unit(block[pair]), 1e-7))));
      const angle = Math.fround(2 * Math.PI * unit(block[pair + 1]));
      // Beyond the end nothing is stored.
      out[i + pair] = Math.sin(angle) * radius;
      out[i + pair + 1] = Math.cos(angle) * radius;
    }
  });
}

/** The same of StatelessRandomUniform: numbers in [0, 1), bit for bit. */
export function fillStatelessUniform(out: Float32Array, seed: readonly [number, number]): Float32Array {
  return fill(out, seed, (block, i) => {
    for (let place = 0; place < 4; place++) out[i + place] = unit(block[place]);
  });
}

/** Calls `put` for every fourth place of `out`, with 128 random bits for the four numbers from there on. */
function fill(
  out: Float32Array,
  [seed0, seed1]: readonly [number, number],
  put: (block: Uint32Array, i: number) => void,
): Float32Array {
  // The seeds as 64-bit integers are a counter under a fixed key; its block is the key and counter of the draws.
  const block = Uint32Array.of(seed0, seed0 >> 31, seed1, seed1 >> 31);
  scramble(block, 0x3ec8f720, 0x02461e29);
  const [keyA, keyB, high0, high1] = block;
  for (let i = 0; i < out.length; i += 4) {
    const index = i / 4;
    block[0] = index;
    block[1] = index / 2 ** 32;
    block[2] = high0;
    block[3] = high1;
    scramble(block, keyA, keyB);
    put(block, i);
  }
  return out;
}

/** 23 bits as a number in [0, 1). */
function unit(bits: number): number {
  return (bits & 0x7fffff) / 2 ** 23;
}

/** Encrypts a counter of four words in place. */
function scramble(block: Uint32Array, keyA: number, keyB: number): void {
  let [a, b, c, d] = block;
  for (let round = 0; round < rounds; round++) {
    const nextA = highProduct(multiplierB, c) ^ b ^ keyA;
    const nextC = highProduct(multiplierA, a) ^ d ^ keyB;
    b = Math.imul(multiplierB, c);
    d = Math.imul(multiplierA, a);
    a = nextA;
    c = nextC;
    keyA = (keyA + incrementA) | 0;
    keyB = (keyB + incrementB) | 0;
  }
  block[0] = a;
  block[1] = b;
  block[2] = c;
  block[3] = d;
}

/** The upper 32 bits of the product of two unsigned integers of 32 bits, by halves of 16. */
function highProduct(x: number, y: number): number {
  const [xHigh, xLow] = [x >>> 16, x & 0xffff];
  const [yHigh, yLow] = [y >>> 16, y & 0xffff];
  const middle = xHigh * yLow + ((xLow * yLow) >>> 16);
  const carried = (middle & 0xffff) + xLow * yHigh;
  return (xHigh * yHigh + Math.floor(middle / 65536) + Math.floor(carried / 65536)) | 0;
}

import type { DiscreteCodes } from '../protocol/posteriors';

/** The code nearest to each of any, n x latent, as the models compute it (src/model/posteriors). */
export function nearestCodes(codes: DiscreteCodes, codebook: Float32Array | null, z: Float32Array): Float32Array {
  switch (codes.name) {
    case 'quantised': {
      const { width } = codes;
      const nearest = new Float32Array(z.length);
      for (let begin = 0; begin < z.length; begin += width) {
        const part = z.subarray(begin, begin + width);
        let [best, least] = [0, Number.POSITIVE_INFINITY];
        for (let code = 0; code < codes.codes; code++) {
          const vector = vectorOf(codes.codes, width, codebook, code);
          const distance = part.reduce((sum, value, i) => sum + (value - vector[i]) ** 2, 0);
          if (distance < least) [best, least] = [code, distance];
        }
        nearest.set(vectorOf(codes.codes, width, codebook, best), begin);
      }
      return nearest;
    }
    case 'scalar-quantised': {
      const { levels } = codes;
      return z.map((value, i) => {
        const own = levels[i % levels.length];
        const half = Math.floor(own / 2);
        return Math.min(Math.max(Math.round(value * half), -half), Math.ceil(own / 2) - 1) / half;
      });
    }
    case 'gumbel': {
      const { classes } = codes;
      const nearest = new Float32Array(z.length);
      for (let begin = 0; begin < z.length; begin += classes) {
        const part = z.subarray(begin, begin + classes);
        nearest[begin + part.indexOf(Math.max(...part))] = 1;
      }
      return nearest;
    }
  }
}

function vectorOf(codes: number, width: number, codebook: Float32Array | null, code: number): Float32Array {
  if (codebook?.length !== codes * width) throw new Error('The codes are vectors, and their codebook is not there');
  return codebook.subarray(code * width, (code + 1) * width);
}

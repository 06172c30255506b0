/** A discrete curve: its nodes row by row, in the latent space or as they are decoded. */
export interface Curve {
  readonly values: Float32Array;
  /** Numbers of a node. */
  readonly width: number;
}

export function nodesOf({ values, width }: Curve): number {
  return values.length / width;
}

/** sum_i ||x_i+1 - x_i||: of decoded nodes, so far what is decoded moves. */
export function lengthOf(curve: Curve): number {
  return piecesOf(curve).reduce((sum, squared) => sum + Math.sqrt(squared), 0);
}

/**
 * E = n/2 sum_i ||x_i+1 - x_i||^2 of a curve of n pieces, which takes one unit of time (Shao, Kumar and Fletcher 2018, arXiv 1711.08014).
 * It is half the squared length where all pieces are as long, and more otherwise.
 */
export function energyOf(curve: Curve): number {
  const pieces = piecesOf(curve);
  return (pieces.length / 2) * pieces.reduce((sum, squared) => sum + squared, 0);
}

/** ||x_i+1 - x_i||^2 of each piece. */
function piecesOf({ values, width }: Curve): Float64Array {
  const squares = new Float64Array(Math.max(0, values.length / width - 1));
  for (let piece = 0, at = 0; piece < squares.length; piece++)
    for (let j = 0; j < width; j++, at++) squares[piece] += (values[at + width] - values[at]) ** 2;
  return squares;
}

/** Curves that begin where the one before ends, as one. */
export function joinCurves(curves: readonly Curve[]): Curve {
  const { width } = curves[0];
  return curveThrough(
    curves.map(({ values }, i) => (i === 0 ? values : values.subarray(width))),
    width,
  );
}

/** @param parts Nodes one after another, some in each part. */
export function curveThrough(parts: readonly Float32Array[], width: number): Curve {
  const values = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    values.set(part, at);
    at += part.length;
  }
  return { values, width };
}

/** The same curve with nodes as far from one another along it, `pieces` + 1 of them. */
export function resample({ values, width }: Curve, pieces: number): Curve {
  const lengths = piecesOf({ values, width }).map(Math.sqrt);
  const total = lengths.reduce((a, b) => a + b, 0);
  const result = new Float32Array((pieces + 1) * width);
  let piece = 0;
  let before = 0;
  for (let node = 0; node <= pieces; node++) {
    const wanted = (node / pieces) * total;
    while (piece < lengths.length - 1 && before + lengths[piece] < wanted) before += lengths[piece++];
    const part = lengths[piece] > 0 ? Math.min(1, (wanted - before) / lengths[piece]) : 0;
    for (let j = 0; j < width; j++) {
      const [from, to] = [values[piece * width + j], values[(piece + 1) * width + j]];
      result[node * width + j] = from + part * (to - from);
    }
  }
  // Rounding moves neither end.
  result.set(values.subarray(values.length - width), pieces * width);
  return { values: result, width };
}

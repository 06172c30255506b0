import type { LatentPath, PathKind } from '../../src/protocol/paths';
import { latentName } from '../column-names';

export interface KnownPath {
  readonly kind: PathKind;
  readonly path: Pick<LatentPath, 'codes'>;
}

/** One line for each node: of which path it is, which of its nodes, and its code. */
export function codesAsCsv(paths: readonly KnownPath[], latent: number): Uint8Array {
  const head = ['path', 'node', ...Array.from({ length: latent }, (_, j) => latentName(j))];
  const lines = paths.flatMap(({ kind, path: { codes } }) =>
    Array.from({ length: codes.length / latent }, (_, node) =>
      [kind, node, ...codes.subarray(node * latent, (node + 1) * latent)].join(),
    ),
  );
  return new TextEncoder().encode(`${[head.join(), ...lines].join('\n')}\n`);
}

/** float32, paths x nodes x latent, as NumPy's format 1.0 has it: a header in ASCII, padded so that the numbers begin at a multiple of 64. */
export function codesAsNpy(paths: readonly KnownPath[], latent: number): Uint8Array {
  const nodes = paths[0].path.codes.length / latent;
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${paths.length}, ${nodes}, ${latent}), }`;
  const before = 10;
  const length = Math.ceil((before + header.length + 1) / 64) * 64 - before;
  const bytes = new Uint8Array(before + length + 4 * paths.length * nodes * latent);
  const view = new DataView(bytes.buffer);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]);
  view.setUint16(8, length, true);
  bytes.set(new TextEncoder().encode(`${header.padEnd(length - 1)}\n`), before);
  let at = before + length;
  for (const { path } of paths)
    for (const value of path.codes) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  return bytes;
}

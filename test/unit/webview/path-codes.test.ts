import assert from 'node:assert/strict';
import { codesAsCsv, codesAsNpy } from '../../../webview/paths/path-codes';

const paths = [
  { kind: 'straight', path: { codes: Float32Array.of(0, 0.5, 1, -2) } },
  { kind: 'geodesic', path: { codes: Float32Array.of(3, 4, 5, 6e-8) } },
] as const;

describe('the codes of paths, as files', () => {
  it('are lines of text, one for each node', () => {
    const lines = new TextDecoder().decode(codesAsCsv(paths, 2)).split('\n');
    assert.equal(lines[0], 'path,node,z0,z1');
    assert.deepEqual(lines.slice(1, 3), ['straight,0,0,0.5', 'straight,1,1,-2']);
    assert.deepEqual(lines.slice(3), ['geodesic,0,3,4', `geodesic,1,5,${Math.fround(6e-8)}`, '']);
  });

  it('are an array of NumPy, paths x nodes x latent', () => {
    const bytes = codesAsNpy(paths, 2);
    const header = new DataView(bytes.buffer).getUint16(8, true);
    assert.equal(new TextDecoder('latin1').decode(bytes.subarray(0, 8)), '\x93NUMPY\x01\x00');
    assert.equal((10 + header) % 64, 0);
    const text = new TextDecoder().decode(bytes.subarray(10, 10 + header));
    assert.match(text, /^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, 2, 2\), \} *\n$/);
    const values = new Float32Array(bytes.slice(10 + header).buffer);
    assert.deepEqual(values, Float32Array.of(0, 0.5, 1, -2, 3, 4, 5, 6e-8));
  });
});

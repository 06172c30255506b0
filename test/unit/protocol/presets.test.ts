import assert from 'node:assert/strict';
import type { RunRequest } from '../../../src/protocol/config';
import { type ModelledData, requestOf, resolveConfig } from '../../../src/protocol/presets';

const images: ModelledData = { kind: 'images' };
const table: ModelledData = { kind: 'table', columns: [{ role: 'feature', type: 'category' }] };

describe('the request for a configuration', () => {
  const requests: readonly (readonly [RunRequest, ModelledData])[] = [
    [{ data: 'builtin:digits' }, images],
    [{ data: '/data/a.csv', preset: 'classic', model: { kind: 'ae' }, training: { epochs: 3 } }, table],
    [
      {
        data: { source: '/data/a', limit: 9 },
        model: { hidden: [7], likelihood: 'gaussian', variance: 0.1 },
        objective: { freeBits: 0.5 },
        backend: 'wasm',
      },
      images,
    ],
  ];

  it('comes to that configuration again', () => {
    for (const [request, data] of requests) {
      const config = resolveConfig(request, data);
      assert.deepEqual(resolveConfig(requestOf(config, data), data), config);
    }
  });

  it('says only what the preset and the data do not', () => {
    const [request, data] = requests[1];
    assert.deepEqual(requestOf(resolveConfig(request, data), data, 'again'), { name: 'again', ...request });
  });
});

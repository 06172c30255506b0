import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as v from 'valibot';
import { configurationName, configurationText } from '../../../src/host/configuration-file';
import { RunRequest } from '../../../src/protocol/config';
import { resolvePaths } from '../../../src/request';

const root = '/home/ada/project';
const read = (text: string): RunRequest => v.parse(RunRequest, JSON.parse(text));

describe('a configuration that is saved', () => {
  it('comes back the same from its file, wherever the project is then', async () => {
    const request: RunRequest = {
      name: 'mine',
      data: { source: join(root, 'data/x.idx'), labels: join(root, 'data/y.idx'), limit: 5 },
      model: { hidden: [8] },
    };
    const text = configurationText(request, join(root, 'configs/a.latent.json'), root);
    assert.deepEqual(read(text).data, { source: '../data/x.idx', labels: '../data/y.idx', limit: 5 });
    const there = async (path: string) => path === join(root, 'data/y.idx');
    assert.deepEqual(await resolvePaths(read(text), join(root, 'configs'), there), request);
  });

  it('keeps paths to what lies elsewhere, columns, and built-in data', () => {
    const file = join(root, 'a.latent.json');
    assert.equal(read(configurationText({ data: '/data/a.csv' }, file, root)).data, '/data/a.csv');
    assert.equal(
      read(configurationText({ data: '/home/ada/project2/a.csv' }, file, root)).data,
      '/home/ada/project2/a.csv',
    );
    assert.equal(read(configurationText({ data: 'builtin:digits' }, file, root)).data, 'builtin:digits');
    assert.equal(read(configurationText({ data: root }, file, root)).data, '.');
    const labelled = { source: join(root, 'a.csv'), labels: 'species' };
    assert.deepEqual(read(configurationText({ data: labelled }, file, root)).data, {
      source: 'a.csv',
      labels: 'species',
    });
  });

  it('is called as the run is, or its data', () => {
    assert.equal(configurationName({ name: 'a/b: c', data: 'x' }), 'a-b- c');
    assert.equal(configurationName({ data: '/data/flowers.csv' }), 'flowers');
    assert.equal(configurationName({ data: { source: '/data/x.idx.gz' } }), 'x');
    assert.equal(configurationName({ data: 'builtin:digits' }), 'digits');
    assert.equal(configurationName({ name: '...', data: 'x' }), 'configuration');
  });
});

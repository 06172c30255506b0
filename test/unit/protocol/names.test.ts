import assert from 'node:assert/strict';
import { dataName, nameOfConfiguration, runName } from '../../../src/protocol/names';

describe('what something is called by itself', () => {
  it('data: by their place, without what tells the format', () => {
    const names: Readonly<Record<string, string>> = {
      'builtin:digits': 'digits',
      '/data/measurements.csv': 'measurements',
      '/data/measurements.CSV.gz': 'measurements',
      'C:\\data\\flowers.parquet': 'flowers',
      '/data/a.b.npy': 'a.b',
      '/data/photos.v2/': 'photos.v2',
      '/data/mnist/train-images-idx3-ubyte.gz': 'mnist train',
      '/data/mnist/t10k-images.idx3-ubyte': 'mnist t10k',
      'images-idx3-ubyte': 'images-idx3-ubyte',
      '/data/my-images.csv': 'my-images',
      '/data/.csv': '.csv',
      '/': '/',
    };
    for (const [place, name] of Object.entries(names)) assert.equal(dataName(place), name, place);
  });

  it('one array of several: with its own name', () => {
    assert.equal(dataName({ source: '/data/all.npz', array: 'x_train' }), 'all x_train');
  });

  it('a run: after its data, model and preset, as far as they are given', () => {
    assert.equal(runName({ data: 'builtin:digits' }), 'digits vae');
    assert.equal(runName({ data: { source: '/a/x.csv' }, model: { kind: 'ae' }, preset: 'classic' }), 'x ae classic');
    assert.equal(runName({ data: `/${'x'.repeat(200)}` }).length, 80, 'as long as a request may have it');
  });

  it('a run of a configuration: as its file', () => {
    assert.equal(nameOfConfiguration('/a/warm.latent.json'), 'warm');
    assert.equal(nameOfConfiguration('/a/warm.json'), 'warm.json');
    assert.equal(nameOfConfiguration(`/a/${'x'.repeat(200)}.latent.json`).length, 80);
  });
});

import assert from 'node:assert/strict';
import { byteText } from '../../../src/host/byte-text';
import { downloadQuestion, progressText } from '../../../src/host/download-text';
import { fillPlaceholders } from '../../../src/protocol/errors';

const t = (message: string, ...args: (string | number)[]) =>
  fillPlaceholders(message, Object.fromEntries(args.entries()));

describe('texts about downloads', () => {
  it('write sizes in the largest unit that they fill', () => {
    const sizes = [0, 999, 1000, 4542, 28_881, 999_499, 11_594_722, 26_421_880, 5e9, 5e12];
    assert.deepEqual(
      sizes.map((size) => byteText(size, 'en')),
      ['0 byte', '999 byte', '1 kB', '5 kB', '29 kB', '999 kB', '11.6 MB', '26.4 MB', '5 GB', '5,000 GB'],
    );
  });

  it('name host, size, checksums and place before anything is asked for', () => {
    const sums = ['a', 'b'].map((letter) => letter.repeat(64));
    const { question, detail } = downloadQuestion(
      {
        name: 'tiny',
        title: 'Tiny',
        host: 'data.example',
        folder: '/data/tiny',
        files: [
          { name: 'images.gz', bytes: 3e6, sha256: sums[0] },
          { name: 'labels.gz', bytes: 2000, sha256: sums[1] },
        ],
        bytes: 3_002_000,
        missing: 3_002_000,
      },
      'en',
      t,
    );
    assert.equal(question, 'Download Tiny, 3 MB, from data.example?');
    for (const part of ['/data/tiny', 'images.gz (3 MB)', 'labels.gz (2 kB)', ...sums])
      assert.ok(detail.includes(part));
  });

  it('say how far a download is', () => {
    const progress = { received: 3_100_000, total: 11_600_000, remainingSeconds: 11.2 };
    assert.equal(progressText(progress, 'en', t), '3.1 MB of 11.6 MB · 0:12 left');
    assert.equal(progressText({ ...progress, remainingSeconds: null }, 'de', t), '3,1 MB of 11,6 MB');
  });
});

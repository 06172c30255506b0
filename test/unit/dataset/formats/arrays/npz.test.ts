import assert from 'node:assert/strict';
import { zipSync } from 'fflate';
import { describeData, encodeNpy, openDataset } from '../../../../../src/dataset';
import { sentenceOf, temporaryFolder } from '../../builders';

describe('.npz archives', () => {
  const folder = temporaryFolder();
  const images = encodeNpy(
    Uint8Array.from({ length: 2000 * 4 }, (_, i) => i % 256),
    [2000, 2, 2],
  );
  const labels = encodeNpy(
    Uint8Array.from({ length: 2000 }, (_, i) => i % 3),
    [2000],
  );

  for (const level of [0, 9] as const) {
    it(`read ${level === 0 ? 'stored' : 'deflated'} arrays and the labels among them`, async () => {
      const archive = zipSync({ 'y_train.npy': labels, 'x_train.npy': images, 'x_test.npy': images }, { level });
      const source = await folder.write('mnist.npz', archive);
      const { summary, values, columns } = await openDataset({ source });
      assert.deepEqual([summary.examples, summary.shape, summary.name], [2000, [2, 2, 1], 'mnist x_train']);
      assert.deepEqual(Array.from(values.subarray(254, 260)), [254, 255, 0, 1, 2, 3]);
      assert.deepEqual([columns[0].name, columns[0].categories], ['label', ['0', '1', '2']]);
      assert.deepEqual((await describeData({ source, array: 'x_test' })).columns, []);
      assert.equal((await describeData({ source, array: 'x_test', labels: 'y_train' })).label, 'label');
    });
  }

  it('take the largest array where no name is usual', async () => {
    const vectors = encodeNpy(new Float32Array(8), [4, 2]);
    const source = await folder.write('a.npz', zipSync({ 'small.npy': vectors, 'large.npy': images, 'z.npy': labels }));
    assert.equal((await describeData({ source })).examples, 2000);
  });

  it('say what is wrong with them', async () => {
    const whole = Buffer.from(zipSync({ 'x.npy': images, 'y.npy': labels }));
    const cases: [content: Uint8Array, config: { array?: string; labels?: string }, code: string][] = [
      [whole, { array: 'q' }, 'data.archive.noArray'],
      [whole, { array: 'y' }, 'data.array.shape'],
      [whole.subarray(0, whole.length - 30), {}, 'data.zip.damaged'],
      [zipSync({ 'a.txt': Buffer.from('hello') }), {}, 'data.foreign.packed'],
      [zipSync({ 'y.npy': labels }), {}, 'data.archive.none'],
      [zipSync({ 'x.npy': images, 'y.npy': encodeNpy(new Uint8Array(3), [3]) }), { labels: 'y' }, 'data.labels.count'],
    ];
    for (const [content, config, code] of cases) {
      const source = await folder.write('x.npz', content);
      const sentence = await sentenceOf(openDataset({ source, ...config }));
      assert.equal(sentence.code, code, sentence.message);
      assert.ok(sentence.message.includes(source));
    }
  });

  it('do not believe the sizes in a damaged directory', async () => {
    const archive = Buffer.from(zipSync({ 'x.npy': images }));
    for (let at = 0; at < archive.length; at += 97) {
      const damaged = Buffer.from(archive);
      damaged[at] ^= 0x55;
      const source = await folder.write('x.npz', damaged);
      await openDataset({ source }).catch((error: unknown) =>
        assert.ok(String(error).startsWith('UserError'), String(error)),
      );
    }
  });
});

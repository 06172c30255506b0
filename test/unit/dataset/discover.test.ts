import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { discoverData, encodeNpy, openDataset } from '../../../src/dataset';
import { idx, png, sentenceOf, temporaryFolder } from './builders';

const table = 'a,b,c\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n';

describe('finding data', () => {
  const folder = temporaryFolder();
  const found = async (limit = 100) =>
    (await discoverData([folder.path], limit)).found.map(({ source }) => relative(folder.path, source));
  const picture = png(4, 4, () => [1, 2, 3]);
  const pictures = async (name: string, count: number) => {
    for (let i = 0; i < count; i++) await folder.write(`${name}/${i}.png`, picture);
  };

  it('lists data sets by content, label files with their images', async () => {
    const images = gzipSync(idx([3, 2, 2], new Array(12).fill(9)));
    const labels = gzipSync(idx([3], [1, 2, 3]));
    for (const part of ['train', 't10k']) {
      await folder.write(`mnist/${part}-images-idx3-ubyte.gz`, images);
      await folder.write(`mnist/${part}-labels-idx1-ubyte.gz`, labels);
    }
    await folder.write('arrays/x.npy', encodeNpy(new Float32Array(8), [4, 2]));
    await folder.write('arrays/y.npy', encodeNpy(new Float32Array(4), [4]));
    await folder.write('arrays/both.npz', zipSync({ 'x.npy': encodeNpy(new Float32Array(8), [4, 2]) }));
    await folder.write('table', table);
    await folder.write('broken.npy', encodeNpy(new Float32Array(8), [4, 2]).subarray(0, 140));
    await folder.write('README.md', '# Data\n\nText, with a comma.\nAnd, one, more.\n');
    await folder.write('program.ts', 'const a = [1, 2];\nconst b = [2, 3];\nexport { a, b };\n');
    await folder.write('package.json', JSON.stringify({ name: 'x', values: [1, 2, 3] }, null, 2));
    await folder.write('node_modules/x/data.csv', table);
    await folder.write('.git/data.csv', table);
    assert.deepEqual(await found(), [
      'table',
      'arrays/both.npz',
      'arrays/x.npy',
      'mnist/train-images-idx3-ubyte.gz',
      'mnist/t10k-images-idx3-ubyte.gz',
    ]);
    assert.equal((await found(2)).length, 2);
  });

  it('lists a folder of images once, at its top', async () => {
    await pictures('flat', 12);
    await pictures('labelled/cats', 6);
    await pictures('labelled/dogs', 6);
    await pictures('deep/train/a', 10);
    await pictures('deep/train/b', 10);
    await pictures('deep/test/a', 10);
    await pictures('icons', 3);
    await pictures('mixed/images', 10);
    await folder.write('mixed/data.csv', table);
    await folder.write('notes.txt', 'Nothing.');
    await mkdir(join(folder.path, 'empty'));
    await folder.write('src/table.csv', table);
    assert.deepEqual(await found(), ['mixed/data.csv', 'mixed/images', 'src/table.csv', 'deep', 'flat', 'labelled']);
  });

  it('takes a folder that is one data set for that', async () => {
    await pictures('cats', 6);
    await pictures('dogs', 6);
    const [summary] = (await discoverData([folder.path], 10)).found;
    assert.deepEqual([summary.source, summary.examples, summary.label], [folder.path, 12, 'label']);
  });

  it('follows links, but not in circles', async () => {
    await folder.write('far/table.csv', table);
    await mkdir(join(folder.path, 'near'));
    await symlink(join(folder.path, 'far'), join(folder.path, 'near', 'link'));
    await symlink(folder.path, join(folder.path, 'far', 'circle'));
    await symlink(join(folder.path, 'nowhere'), join(folder.path, 'dangling.csv'));
    assert.deepEqual(await found(), ['far/table.csv']);
    assert.equal((await discoverData([join(folder.path, 'near')], 10)).found.length, 1);
  });

  it('passes over pipes', async () => {
    execFileSync('mkfifo', [join(folder.path, 'pipe.csv')]);
    await folder.write('table.csv', table);
    assert.deepEqual(await found(), ['table.csv']);
    const { code } = await sentenceOf(openDataset({ source: join(folder.path, 'pipe.csv') }));
    assert.equal(code, 'data.notAFile');
  });

  it('leaves out what may not be read, and opening it says so', async () => {
    const source = await folder.write('secret.csv', table);
    await folder.write('table.csv', table);
    await chmod(source, 0);
    await chmod(folder.path, 0o755);
    await asOrdinaryUser(async () => {
      const { code, message } = await sentenceOf(openDataset({ source }));
      assert.equal(code, 'data.forbidden');
      assert.ok(message.includes(source));
      assert.deepEqual(await found(), ['table.csv']);
    });
  });

  it('opens the one data file of a folder, and asks where there are several', async () => {
    await folder.write('a.csv', table);
    await folder.write('notes.md', 'Nothing.');
    assert.equal((await openDataset({ source: folder.path })).summary.examples, 4);
    await folder.write('b.csv', table);
    const { code, message } = await sentenceOf(openDataset({ source: folder.path }));
    assert.equal(code, 'data.folder.several');
    assert.match(message, /2 data sets \(a\.csv, b\.csv\)/);
  });

  it('finds nothing where there is nothing, and says that a path does not exist', async () => {
    const nothing = { found: [], incomplete: false };
    assert.deepEqual(await discoverData([folder.path, join(folder.path, 'nowhere')], 10), nothing);
    const { code } = await sentenceOf(openDataset({ source: join(folder.path, 'nowhere') }));
    assert.equal(code, 'data.missing');
  });

  it('lists text files by their name, but neither notes nor programs', async () => {
    const lines = ['It was the best of times, it was the worst of times,', 'Call me Ishmael.', 'So we beat on.'];
    const prose = `${lines.join('\n')}\n`.repeat(100);
    await folder.write('books/tale.txt', prose);
    await folder.write('books/tale.md', prose);
    await folder.write('books/notes.txt', 'Buy milk.\n');
    await folder.write('books/picture.txt', picture);
    assert.deepEqual(await found(), ['books/tale.txt']);
    const [{ kind, examples }] = (await discoverData([folder.path], 1)).found;
    assert.equal(kind, 'text');
    assert.ok(examples > 1);
  });

  it('looks deep, tells of each at once, and says whether something was left out', async () => {
    const deep = Array.from({ length: 12 }, (_, depth) => `level${depth}`).join('/');
    await folder.write(`${deep}/table.csv`, table);
    await folder.write('top.csv', table);
    const heard: string[] = [];
    const whole = await discoverData([folder.path], 10, undefined, ({ source }) => heard.push(source));
    assert.equal(whole.incomplete, false);
    assert.deepEqual(
      heard.map((source) => relative(folder.path, source)),
      ['top.csv', `${deep}/table.csv`],
    );
    assert.deepEqual(
      heard,
      whole.found.map(({ source }) => source),
    );
    assert.equal((await discoverData([folder.path], 1)).incomplete, true);
    for (let file = 0; file < 501; file++) await folder.write(`many/${file}.log`, 'x');
    assert.equal((await discoverData([folder.path], 10)).incomplete, true);
  });

  it('ends when it is called off', async () => {
    const called = discoverData([folder.path], 10, AbortSignal.abort());
    assert.equal((await sentenceOf(called)).code, 'process.cancelled');
  });
});

/** Permissions do not bind root: the test runs as nobody then. */
async function asOrdinaryUser(run: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return run();
  process.seteuid?.(65534);
  try {
    await run();
  } finally {
    process.seteuid?.(0);
  }
}

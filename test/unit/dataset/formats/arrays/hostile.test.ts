import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { encodeNpy, openDataset } from '../../../../../src/dataset';
import { descr, idx, npyWith, sentenceOf, temporaryFolder } from '../../builders';
import { zip } from '../../zip-builder';
import { bytesOf, open } from './readers';

describe('Files that mean no good', () => {
  const folder = temporaryFolder();
  const openBoth = async (source: string) => [
    (await sentenceOf(open(source).then(({ values }) => bytesOf(values)))).code,
    (await sentenceOf(openDataset({ source }))).code,
  ];

  it('are not waited for where they are pipes', async function () {
    if (process.platform === 'win32') return this.skip();
    const pipe = join(folder.path, 'train-labels-idx1-ubyte');
    execFileSync('mkfifo', [pipe]);
    assert.deepEqual(await openBoth(pipe), ['data.notAFile', 'data.notAFile']);
    const beside = await folder.write('train-images-idx3-ubyte', idx([2, 1, 1], [1, 2]));
    assert.deepEqual(await openBoth(beside), ['data.notAFile', 'data.notAFile']);
    assert.deepEqual(await openBoth('/dev/zero'), ['data.notAFile', 'data.notAFile']);
  });

  it('are not followed where links go round in circles', async () => {
    const [a, b] = ['a', 'b'].map((name) => join(folder.path, name));
    await symlink(a, b);
    await symlink(b, a);
    assert.deepEqual(await openBoth(a), ['data.unreadable', 'data.unreadable']);
    await symlink(folder.path, join(folder.path, 'down'));
    assert.deepEqual(await openBoth(folder.path), ['data.folder.none', 'data.folder.none']);
  });

  it('get no room for sizes that they only claim', async () => {
    const sizes = [[2 ** 31, 2 ** 31], [2 ** 52], [3e9, 100], [0, 2 ** 31, 2 ** 31, 2 ** 31]];
    for (const shape of sizes) {
      for (const fortran of [false, true]) {
        const file = npyWith(descr('<f4', shape, fortran), Buffer.alloc(64));
        for (const [name, content] of [
          ['x.npy', file],
          ['x.npy.gz', gzipSync(file)],
          ['x.npz', zip([{ name: 'x.npy', content: file, deflated: true }])],
        ] as const) {
          const [stored, trained] = await openBoth(await folder.write(name, content));
          assert.equal(stored, 'data.truncated', `${name} ${shape}`);
          assert.equal(trained, 'data.truncated');
        }
      }
    }
    const before = process.memoryUsage().arrayBuffers;
    for (const head of [idx([900_000_000], []), npyWith(descr('<f4', [15_000, 15_000], true), Buffer.alloc(0))]) {
      const claims = gzipSync(Buffer.concat([head, Buffer.alloc(1 << 20)]));
      const bomb = await folder.write('bomb.gz', Buffer.concat([claims, Buffer.alloc(1 << 20)]));
      const [stored] = await openBoth(bomb);
      assert.equal(stored, 'data.truncated');
      assert.ok(process.memoryUsage().arrayBuffers - before < 1 << 26);
    }
  });

  it('write nowhere: the names of members are only names', async () => {
    const content = encodeNpy(Uint8Array.of(1, 2, 3, 4), [2, 2]);
    const archive = zip([
      { name: '../../../../tmp/climbed.npy', content },
      { name: '/etc/absolute.npy', content },
    ]);
    const path = await folder.write('climbing.npz', archive);
    const { values } = await open(path, { array: '../../../../tmp/climbed' });
    assert.deepEqual([...(await bytesOf(values))], [1, 2, 3, 4]);
  });

  it('of other programs are refused with the way to convert them', async () => {
    const cases: [name: string, content: Buffer, code: string, says: RegExp][] = [
      [
        'a.mat',
        Buffer.from('MATLAB 5.0 MAT-file, Platform: GLNXA64\0\x01IM', 'latin1'),
        'data.matlab',
        /scipy\.io\.loadmat\(r'.*a\.mat'\)/,
      ],
    ];
    for (const [name, content, code, says] of cases) {
      const path = await folder.write(name, content);
      assert.deepEqual(await openBoth(path), [code, code]);
      assert.match((await sentenceOf(open(path))).message, says);
    }
  });

  it('of NumPy that hold no numbers are refused by the name of their type', async () => {
    for (const [type, name] of [
      ["'<c8'", 'complex64'],
      ["'>c16'", 'complex128'],
      ["'|O'", 'object'],
      ["'<U5'", 'str'],
      ["'|S5'", 'bytes'],
      ["'<M8[ns]'", 'datetime64'],
      ["'<m8[s]'", 'timedelta64'],
      ["'|V8'", 'void'],
      ["'<f16'", 'float128'],
      ["'i3'", 'int24'],
      ["'nonsense'", 'nonsense'],
      ["[('a', '<f4'), ('b', '<i2')]", 'structured'],
      ["('<f4', (2,))", 'structured'],
      ["'f4,i2'", 'structured'],
    ]) {
      const header = `{'descr': ${type}, 'fortran_order': False, 'shape': (2,), }`;
      const { code, message } = await sentenceOf(open(await folder.write('x.npy', npyWith(header, Buffer.alloc(64)))));
      assert.equal(code, 'data.npy.type');
      assert.ok(message.includes(`values of type ${name};`), message);
    }
  });
});

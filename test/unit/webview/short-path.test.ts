import assert from 'node:assert/strict';
import { isAbsolutePath, shortPath } from '../../../webview/short-path';

describe('A path for a person', () => {
  it('starts at the open folder that holds it', () => {
    const folders = ['/home/ada/other', '/home/ada/project'];
    assert.equal(shortPath('/home/ada/project/runs/one', folders), 'runs/one');
    assert.equal(shortPath('/home/ada/project-2/x.csv', folders), '/home/ada/project-2/x.csv');
    assert.equal(shortPath('/home/ada/project', folders), '/home/ada/project');
    assert.equal(shortPath('C:\\Users\\ada\\project\\x.csv', ['C:\\Users\\ada\\project']), 'x.csv');
  });

  it('leaves out its middle where it is long, but no part of a name', () => {
    const long = '/home/ada/research/2024/experiments/digits/deep/latents.npy';
    const short = shortPath(long, []);
    assert.ok(short.length <= 40, short);
    assert.match(short, /^\/home\/…\/.*latents\.npy$/);
    for (const name of short.split('/').filter((part) => part !== '' && part !== '…')) {
      assert.ok(long.split('/').includes(name), name);
    }
    const windows = 'C:\\Users\\ada\\research\\2024\\experiments\\digits\\latents.npy';
    assert.match(shortPath(windows, []), /^C:\\…\\.*latents\.npy$/);
  });

  it('keeps its last name whole, however long', () => {
    const name = `${'x'.repeat(60)}.npy`;
    assert.equal(shortPath(`/home/ada/${name}`, []), `/home/…/${name}`);
    assert.equal(shortPath(`/${name}`, []), `/${name}`);
  });

  it('is told from other words', () => {
    for (const path of ['/a/b', 'C:\\a', 'd:/a', '\\\\server\\share']) assert.ok(isAbsolutePath(path), path);
    for (const word of ['a/b', '/', '// comment', 'C: drive', '', '/a\n/b']) assert.ok(!isAbsolutePath(word), word);
  });
});

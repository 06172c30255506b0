import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { addressOf, catalogue, findSet } from '../../../src/download/catalogue';
import { userDataFolder } from '../../../src/download/data-folder';
import { DownloadClock } from '../../../src/download/download-clock';
import { proxyFor, proxyHeaders } from '../../../src/download/proxy';
import { withoutPassword } from '../../../src/download/web-address';
import { need } from '../../harness/need';

describe('the catalogue of downloads', () => {
  const shared = resolve('../shared/data');

  for (const { name, files, training, address } of catalogue) {
    it(`knows the files of ${name}`, () => {
      assert.equal(files.length, 4);
      assert.ok(files.some((file) => file.name === training));
      assert.ok(files.every(({ bytes, sha256 }) => bytes > 0 && /^[0-9a-f]{64}$/.test(sha256)));
      assert.ok(address.endsWith('/'));
    });

    it(`gives the sizes and checksums of the files of ${name}`, async function () {
      need(this, existsSync(join(shared, name)), `${name} at hand`);
      for (const file of files) {
        const content = await readFile(join(shared, name, file.name));
        assert.equal(content.length, file.bytes);
        assert.equal(createHash('sha256').update(content).digest('hex'), file.sha256);
      }
    });
  }

  it('has addresses of files below a set, wherever they come from', () => {
    const [mnist] = catalogue;
    const file = (mirror?: string) => new URL('x.gz', addressOf(mnist, mirror)).href;
    assert.equal(file(), 'https://ossci-datasets.s3.amazonaws.com/mnist/x.gz');
    assert.equal(file(''), file());
    assert.equal(file('http://host:8080/a/b'), 'http://host:8080/a/b/mnist/x.gz');
    assert.throws(() => findSet('cifar', catalogue), /cifar.*mnist, fashion-mnist/);
  });
});

describe('userDataFolder', () => {
  const folder = (environment: NodeJS.ProcessEnv, platform: NodeJS.Platform) =>
    userDataFolder(environment, platform, '/home/ada');

  it('is where the system keeps data', () => {
    assert.equal(folder({}, 'linux'), '/home/ada/.local/share');
    assert.equal(folder({}, 'darwin'), '/home/ada/Library/Application Support');
    assert.equal(folder({ LOCALAPPDATA: 'C:\\Local' }, 'win32'), 'C:\\Local');
  });

  it('is XDG_DATA_HOME where that is a place', () => {
    assert.equal(folder({ XDG_DATA_HOME: '/data' }, 'linux'), '/data');
    assert.equal(folder({ XDG_DATA_HOME: 'data' }, 'linux'), '/home/ada/.local/share');
    assert.equal(folder({ XDG_DATA_HOME: '' }, 'linux'), '/home/ada/.local/share');
  });
});

describe('DownloadClock', () => {
  function clockAt(): { clock: DownloadClock; at: (seconds: number, bytes: number, total: number) => number | null } {
    let now = 0;
    const clock = new DownloadClock(() => now);
    return {
      clock,
      at: (seconds, bytes, total) => {
        now = seconds;
        return clock.remaining(bytes, total);
      },
    };
  }

  it('does not guess before anything has arrived', () => {
    const { at } = clockAt();
    assert.equal(at(0, 500, 1000), null);
    assert.equal(at(1, 500, 1000), null);
  });

  it('goes by what arrived, not by what was there', () => {
    const { at } = clockAt();
    at(10, 500, 1000);
    assert.equal(at(12, 600, 1000), 8);
  });

  it('follows a change of speed', () => {
    const { at } = clockAt();
    for (let second = 0; second <= 20; second++) at(second, second * 100, 10_000);
    for (let second = 21; second <= 30; second++) at(second, 2000 + (second - 20) * 10, 10_000);
    assert.equal(at(31, 2110, 10_000), (10_000 - 2110) / 10);
  });

  it('begins again when a file starts over', () => {
    const { at } = clockAt();
    at(0, 0, 1000);
    at(1, 900, 1000);
    assert.equal(at(2, 0, 1000), null);
    assert.equal(at(3, 100, 1000), 9);
  });
});

describe('proxyFor', () => {
  const through = (url: string, environment: NodeJS.ProcessEnv, proxy?: string) =>
    proxyFor(new URL(url), { environment, proxy })?.href ?? null;

  it('reads the environment, by protocol', () => {
    const environment = { http_proxy: 'http://a:1', HTTPS_PROXY: 'http://b:2' };
    assert.equal(through('http://host/', environment), 'http://a:1/');
    assert.equal(through('https://host/', environment), 'http://b:2/');
    assert.equal(through('https://host/', { all_proxy: 'c:3' }), 'http://c:3/');
    assert.equal(through('https://host/', {}), null);
    assert.equal(through('https://host/', { https_proxy: '' }), null);
  });

  it('takes the one that it is given before those', () => {
    assert.equal(through('https://host/', { https_proxy: 'http://a:1' }, 'http://b:2'), 'http://b:2/');
  });

  it('goes straight to this machine', () => {
    for (const host of ['localhost', '127.0.0.1', '127.8.9.1', '[::1]', 'x.localhost'])
      assert.equal(through(`http://${host}:80/`, { http_proxy: 'a:1' }), null, host);
  });

  it('keeps to the exceptions', () => {
    const excepted = (url: string, no_proxy: string) => through(url, { all_proxy: 'a:1', no_proxy }) === null;
    assert.ok(excepted('http://host/', '*'));
    assert.ok(excepted('http://host/', 'other, host'));
    assert.ok(excepted('http://data.example.org/', 'example.org'));
    assert.ok(excepted('http://data.example.org/', '.example.org'));
    assert.ok(excepted('http://data.example.org/', '*.EXAMPLE.org'));
    assert.ok(excepted('https://host/', 'host:443'));
    assert.ok(!excepted('https://host/', 'host:80'));
    assert.ok(!excepted('http://badexample.org/', 'example.org'));
    assert.ok(!excepted('http://host/', ''));
    assert.ok(!excepted('http://host/', ' , '));
  });

  it('refuses what is no HTTP proxy, and tells no password', () => {
    assert.throws(
      () => through('http://host/', {}, 'socks5://user:secret@proxy:1'),
      (error: Error) => {
        assert.match(error.message, /socks5:\/\/proxy:1/);
        return true;
      },
    );
    assert.throws(() => through('http://host/', {}, 'http://['), /http:\/\/\[/);
  });

  it('gives the name and password that a proxy asks for', () => {
    assert.deepEqual(proxyHeaders(new URL('http://ada:p%40ss@proxy')), {
      'Proxy-Authorization': `Basic ${Buffer.from('ada:p@ss').toString('base64')}`,
    });
    assert.deepEqual(proxyHeaders(new URL('http://proxy')), {});
    assert.equal(withoutPassword('http://ada:p%40ss@proxy/x@y'), 'http://proxy/x@y');
  });
});

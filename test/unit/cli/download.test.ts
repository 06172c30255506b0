import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createProxy } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { need } from '../../harness/need';
import { until } from '../../harness/processes';
import { selfSigned } from '../download/certificate';
import { FileServer, redirect, sending, stalling, status } from '../download/file-server';
import { start } from './command-line';

const images = 'train-images-idx3-ubyte.gz';
const imagesBytes = 9_912_422;

describe('latent-lens download', () => {
  let folder: string;
  let server: FileServer;
  const download = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
    start(['download', ...args], { environment: { ...environment, XDG_DATA_HOME: folder } });
  const part = () => join(folder, 'latent-lens', 'data', 'mnist', `${images}.part`);

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-download-'));
    server = await FileServer.start();
  });
  afterEach(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function assertMistake(args: readonly string[], words: RegExp, environment?: NodeJS.ProcessEnv): Promise<void> {
    const { code, stderr } = await download(args, environment).finished;
    assert.equal(code, 2, stderr);
    assert.match(stderr, words);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }

  it('needs the name of one data set that it knows', async () => {
    await assertMistake([], /needs the name/);
    await assertMistake(['mnist', 'fashion-mnist'], /one only/);
    await assertMistake(['imagenet'], /imagenet.*mnist, fashion-mnist/);
    await assertMistake(['mnist', '--mirror', 'elsewhere'], /elsewhere is not the address/);
    await assertMistake(['mnist', '--limit', '3'], /--limit/);
  });

  it('says what comes from where before it asks for it', async () => {
    server.usual = status(404);
    const { code, stdout, stderr } = await download(['mnist', '--mirror', server.url, '--json']).finished;
    assert.equal(code, 2);
    assert.match(stderr, /404/);
    const { event, host, bytes, files, folder: place } = JSON.parse(stdout);
    assert.deepEqual([event, host, bytes, files.length], ['start', `127.0.0.1:${server.port}`, 11_594_722, 4]);
    assert.equal(place, join(folder, 'latent-lens', 'data', 'mnist'));
    assert.ok(files.every(({ sha256 }: { sha256: string }) => sha256.length === 64));
  });

  it('refuses a file that is not the one it knows', async () => {
    server.usual = sending(200, {}, Buffer.alloc(imagesBytes));
    await assertMistake(['mnist', '--mirror', server.url, '--out', folder], /SHA-256.*instead of 440fcabf/);
    assert.deepEqual(await readdir(join(folder, 'mnist')), []);
  });

  it('is called off by an interrupt, and keeps what has arrived', async () => {
    server.files.set(`mnist/${images}`, Buffer.alloc(imagesBytes));
    server.usual = stalling(500_000);
    const { child, finished } = download(['mnist', '--mirror', server.url]);
    const data = join(folder, 'latent-lens', 'data', 'mnist');
    await until('something to arrive', async () => {
      const [name] = await readdir(data).catch(() => []);
      return name !== undefined && (await readFile(join(data, name))).length === 500_000;
    });
    child.kill('SIGINT');
    const { code, stderr } = await finished;
    assert.equal(code, 2);
    assert.match(stderr, /cancelled/);
    assert.equal((await readFile(part())).length, 500_000);
  });

  const shared = resolve('../shared/data');
  it('fetches a whole data set, once, to train on', async function () {
    need(this, existsSync(join(shared, 'mnist')), 'MNIST at hand');
    for (const name of await readdir(join(shared, 'mnist')))
      server.files.set(`mnist/${name}`, await readFile(join(shared, 'mnist', name)));
    const args = ['mnist', '--mirror', server.url, '--json'];
    const { stderr, events } = await download(args).finished;
    const [begun, done, ...more] = events();
    assert.deepEqual(more, [], stderr);
    const path = join(folder, 'latent-lens', 'data', 'mnist', images);
    assert.deepEqual([begun.missing, done.event, done.path], [begun.bytes, 'done', path]);
    const asked = server.asked.length;
    assert.equal((await download(args).finished).events()[0].missing, 0);
    assert.equal(server.asked.length, asked);
    const [summary] = (await start(['inspect', '--data', path, '--json']).finished).events();
    assert.equal(summary.examples, 60_000);
  });

  describe('from an encrypted host', () => {
    const name = 'mirror.example';
    const identity = selfSigned(name, 'localhost');
    let secure: FileServer;
    let trusting: NodeJS.ProcessEnv;

    beforeEach(async () => {
      secure = await FileServer.start(identity);
      const file = join(folder, 'authority.pem');
      await writeFile(file, identity.cert);
      trusting = { NODE_EXTRA_CA_CERTS: file };
    });
    afterEach(() => secure.stop());

    it('asks it, if its certificate is good', async () => {
      secure.usual = status(404);
      const args = ['mnist', '--mirror', `https://localhost:${secure.port}`];
      await assertMistake(args, /https.*answered with status 404/, trusting);
      await assertMistake(args, /self-signed certificate.*1 attempt/);
      await assertMistake(
        ['mnist', '--mirror', `https://127.0.0.1:${secure.port}`],
        /does not match certificate.*1 attempt/,
        trusting,
      );
      assert.equal(secure.asked.length, 1);
    });

    it('is not sent on to one that is not', async () => {
      secure.usual = redirect(`${server.url}mnist`);
      await assertMistake(['mnist', '--mirror', `https://localhost:${secure.port}`], /not encrypted/, trusting);
      assert.deepEqual(server.asked, []);
    });

    it('goes through a proxy, which sees only the host', async () => {
      secure.usual = status(404);
      const tunnels: string[] = [];
      const proxy = createProxy().on('connect', ({ url, headers }, socket) => {
        tunnels.push(`${url} ${headers['proxy-authorization']}`);
        const on = connect(secure.port, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          on.pipe(socket).pipe(on);
        });
        socket.on('error', () => on.destroy());
        on.on('error', () => socket.destroy());
      });
      proxy.listen(0, '127.0.0.1');
      await once(proxy, 'listening');
      const { port } = proxy.address() as AddressInfo;
      const environment = { ...trusting, https_proxy: `http://ada:secret@127.0.0.1:${port}`, no_proxy: '' };
      await assertMistake(['mnist', '--mirror', `https://${name}`], /mirror\.example\/mnist.*status 404/, environment);
      assert.deepEqual(tunnels, [`${name}:443 Basic ${Buffer.from('ada:secret').toString('base64')}`]);
      assert.deepEqual(
        secure.asked.map(({ path }) => path),
        [`mnist/${images}`],
      );
      proxy.close();
    });

    it('says when the proxy refuses', async () => {
      const proxy = createProxy().on('connect', (_, socket) => {
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      });
      proxy.listen(0, '127.0.0.1');
      await once(proxy, 'listening');
      const { port } = proxy.address() as AddressInfo;
      const environment = { HTTPS_PROXY: `http://127.0.0.1:${port}`, no_proxy: '' };
      await assertMistake(['mnist', '--mirror', `https://${name}`], /proxy.*answered 407/, environment);
      proxy.close();
    });
  });

  it('goes through a proxy to an unencrypted host', async () => {
    // A proxy is asked with the whole address; the file server reads its path.
    server.usual = status(410);
    const environment = { http_proxy: `127.0.0.1:${server.port}`, no_proxy: '' };
    await assertMistake(['mnist', '--mirror', 'http://mirror.example/x'], /status 410/, environment);
    assert.equal(server.asked[0].headers.host, 'mirror.example');
    assert.equal(server.asked[0].path, `x/mnist/${images}`);
  });
});

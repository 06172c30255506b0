import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { RemoteSet } from '../../../src/download/catalogue';
import type { Patience } from '../../../src/download/file-download';
import { type DownloadOptions, downloadDataSet, downloadOffers } from '../../../src/download/set-download';
import type { DownloadProgress } from '../../../src/protocol/download';
import { isUserError } from '../../../src/protocol/errors';
import { random } from '../../../src/random';
import { until } from '../../harness/processes';
import { breakingOff, FileServer, type Reply, redirect, sending, silent, stalling, status } from './file-server';

/** A host that is not silent on purpose has all the time it needs, on however slow a machine. */
const patience: Patience = { attempts: 4, gain: 1 << 20, pause: 1, silence: 60_000 };
const impatience: Patience = { ...patience, silence: 100 };

function noise(bytes: number, seed: number): Buffer {
  const bits = random(seed);
  return Buffer.from(Uint8Array.from({ length: bytes }, bits));
}

const images = noise(50_000, 1);
const labels = noise(300, 2);

function remote(name: string, content: Buffer) {
  return { name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
}

describe('downloadDataSet', () => {
  let server: FileServer;
  let folder: string;
  let set: RemoteSet;
  const own = () => join(folder, 'tiny');
  const kept = () => readdir(own()).then((names) => names.sort());
  const content = (name = 'images') => readFile(join(own(), name));
  const download = (options: DownloadOptions = {}) =>
    downloadDataSet('tiny', { folder, sets: [set], patience, environment: {}, ...options });

  beforeEach(async () => {
    server = await FileServer.start();
    server.files.set('images', images);
    server.files.set('labels', labels);
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-download-'));
    const files = [remote('images', images), remote('labels', labels)];
    set = { name: 'tiny', title: 'Tiny', address: server.url, files, training: 'images' };
  });
  afterEach(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** What is there is the files and nothing else. */
  async function assertComplete(): Promise<void> {
    assert.deepEqual(await kept(), ['images', 'labels']);
    assert.ok((await content()).equals(images));
    assert.ok((await content('labels')).equals(labels));
  }

  async function assertRefused(code: string, words: RegExp, options: DownloadOptions = {}): Promise<void> {
    await assert.rejects(download(options), (error) => {
      assert.ok(isUserError(error), String(error));
      assert.equal(error.code, code, error.message);
      assert.match(error.message, words);
      assert.doesNotMatch(error.message, /\{\w+\}/);
      return true;
    });
  }

  it('fetches every file, and answers the one to train on', async () => {
    assert.equal(await download(), join(own(), 'images'));
    await assertComplete();
    assert.deepEqual(
      server.asked.map(({ path }) => path),
      ['images', 'labels'],
    );
  });

  it('asks for nothing that is there', async () => {
    await download();
    server.asked.length = 0;
    assert.equal(await download(), join(own(), 'images'));
    assert.deepEqual(server.asked, []);
  });

  it('fetches again what was changed on disk since', async () => {
    await download();
    await writeFile(join(own(), 'labels'), noise(300, 9));
    server.asked.length = 0;
    await download();
    await assertComplete();
    assert.deepEqual(
      server.asked.map(({ path }) => path),
      ['labels'],
    );
  });

  it('tells how far it is', async () => {
    const heard: DownloadProgress[] = [];
    await download({ onProgress: (progress) => heard.push(progress) });
    const total = images.length + labels.length;
    assert.ok(heard.every((progress) => progress.total === total));
    assert.deepEqual(heard.at(-1), { received: total, total, remainingSeconds: heard.at(-1)?.remainingSeconds });
    const received = heard.map((progress) => progress.received);
    assert.deepEqual(
      received,
      [...received].sort((a, b) => a - b),
    );
  });

  it('tells of what came last, also when nothing follows', async () => {
    const controller = new AbortController();
    server.next.push(stalling(20_000));
    const heard: number[] = [];
    const onProgress = ({ received }: DownloadProgress) => heard.push(received);
    const cancelled = assertRefused('process.cancelled', /cancelled/, { signal: controller.signal, onProgress });
    await until('the last report', async () => heard.at(-1) === 20_000);
    controller.abort();
    await cancelled;
  });

  it('takes the files from a mirror', async () => {
    server.files.set('data/tiny/images', images);
    server.files.set('data/tiny/labels', labels);
    for (const mirror of ['data', 'data/']) {
      await rm(own(), { recursive: true, force: true });
      await download({ mirror: server.url + mirror });
      await assertComplete();
    }
    assert.ok(server.asked.every(({ path }) => path.startsWith('data/tiny/')));
  });

  it('refuses a mirror that is no web address', async () => {
    for (const mirror of ['nowhere', 'ftp://example.org/', 'file:///tmp'])
      await assertRefused('download.mirror', new RegExp(mirror), { mirror });
  });

  it('names the data sets that there are', async () => {
    await assert.rejects(downloadDataSet('imagenet', { sets: [set] }), /imagenet.*tiny/);
  });

  it('says when there is no writing', async () => {
    await writeFile(own(), 'a file where the folder should be');
    await assertRefused('data.unwritable', /tiny/);
  });

  describe('from a host that', () => {
    it('breaks off: goes on where it ended', async () => {
      server.next.push(breakingOff(20_000), breakingOff(5_000));
      await download();
      await assertComplete();
      assert.deepEqual(server.ranges, [undefined, 'bytes=20000-', 'bytes=25000-', undefined]);
    });

    it('breaks off time and again: gives up, and keeps what has arrived for the next time', async () => {
      server.next.push(...Array<Reply>(4).fill(breakingOff(1_000)));
      await assertRefused('download.interrupted', /4000 of 50000 bytes \(4 attempt/);
      assert.deepEqual(await kept(), ['images.part']);
      server.asked.length = 0;
      await download();
      await assertComplete();
      assert.equal(server.ranges[0], 'bytes=4000-');
    });

    it('breaks off time and again, but always brings something: goes on', async () => {
      server.next.push(...Array<Reply>(20).fill(breakingOff(2_000)));
      await download({ patience: { ...patience, gain: 1_000 } });
      await assertComplete();
    });

    it('ends too early without having said how much there is', async () => {
      server.next.push((_, response) => void response.writeHead(200).end(images.subarray(0, 10_000)));
      await download();
      await assertComplete();
      assert.equal(server.ranges[1], 'bytes=10000-');
    });

    it('falls silent in the middle: asks again for the rest', async () => {
      server.next.push(stalling(30_000));
      await download({ patience: { ...impatience, silence: 500 } });
      await assertComplete();
      assert.equal(server.ranges[1], 'bytes=30000-');
    });

    it('does not answer: gives up after some attempts', async () => {
      server.usual = silent;
      await assertRefused('download.stalled', /0\.1 seconds \(4 attempt/, { patience: impatience });
      assert.equal(server.asked.length, 4);
      assert.deepEqual(await kept(), []);
    });

    it('is not there', async () => {
      await server.stop();
      await assertRefused('download.unreachable', /ECONNREFUSED.*4 attempt/);
      server = await FileServer.start();
    });

    it('speaks no HTTP', async () => {
      server.usual = ({ socket }) => void socket.end('220 Welcome\r\n');
      await assertRefused('download.unreachable', /Parse Error/);
    });

    it('redirects: follows', async () => {
      server.files.set('elsewhere', images);
      server.next.push(redirect('/a', 301), redirect(`${server.url}b`, 307), redirect('elsewhere', 308));
      await download();
      await assertComplete();
    });

    it('redirects in circles', async () => {
      server.usual = redirect('/images');
      await assertRefused('download.redirects', /more than 5 times/);
      assert.equal(server.asked.length, 6);
    });

    it('redirects to what is no web address', async () => {
      for (const target of ['ftp://127.0.0.1/images', 'file:///etc/passwd', 'http://[']) {
        server.usual = redirect(target);
        await assertRefused('download.redirect', /may not go/);
      }
    });

    it('redirects to nowhere', async () => {
      server.usual = status(302);
      await assertRefused('download.refused', /302/);
    });

    it('announces another length: refuses, and keeps nothing', async () => {
      for (const length of [10, images.length + 1]) {
        server.usual = sending(200, { 'Content-Length': length }, Buffer.alloc(length));
        await assertRefused('download.length', new RegExp(`${length} bytes instead of ${images.length}`));
        assert.deepEqual(await kept(), []);
      }
    });

    it('sends more than it should without having said so: refuses, and keeps nothing', async () => {
      server.usual = (_, response) => void response.writeHead(200).end(Buffer.concat([images, labels]));
      await assertRefused('download.length', /more than 50000/);
      assert.deepEqual(await kept(), []);
    });

    it('has another length when asked for the rest: refuses, and keeps nothing', async () => {
      const rest = sending(206, { 'Content-Range': 'bytes 100-199/200' }, Buffer.alloc(100));
      server.next.push(breakingOff(100), rest);
      await assertRefused('download.length', /has 200 bytes/);
      assert.deepEqual(await kept(), []);
    });

    it('ignores ranges: starts over', async () => {
      server.next.push(breakingOff(20_000), (request, response, all) => {
        assert.equal(request.headers.range, 'bytes=20000-');
        response.writeHead(200, { 'Content-Length': all.length }).end(all);
      });
      await download();
      await assertComplete();
    });

    it('answers with another range: starts over', async () => {
      const wrong = (first: number, from = first) =>
        sending(206, { 'Content-Range': `bytes ${first}-49999/50000` }, images.subarray(from));
      for (const lie of [wrong(10_000), wrong(30_000), sending(206, {}, images)]) {
        await rm(own(), { recursive: true, force: true });
        server.next.push(breakingOff(20_000), lie);
        await download();
        await assertComplete();
      }
    });

    it('sends a part that nobody asked for: asks again', async () => {
      server.next.push(sending(206, { 'Content-Range': 'bytes 0-49999/50000' }, images));
      await download();
      await assertComplete();
    });

    it('has no such range any more: starts over', async () => {
      server.next.push(breakingOff(20_000), status(416));
      await download();
      await assertComplete();
      assert.deepEqual(server.ranges, [undefined, 'bytes=20000-', undefined, undefined]);
    });

    it('changes the file between attempts: starts over when it says so', async () => {
      server.files.set('images', noise(images.length, 7));
      server.next.push((...args) => {
        breakingOff(20_000)(...args);
        server.files.set('images', images);
      });
      await download();
      await assertComplete();
      assert.equal(server.asked[1].headers['if-range'] !== undefined, true);
    });

    it('changes the file, and pays no heed to our condition: starts over by its tag', async () => {
      const headers = { 'Content-Range': 'bytes 20000-49999/50000', ETag: '"other"' };
      server.next.push(breakingOff(20_000), sending(206, headers, images.subarray(20_000)));
      await download();
      await assertComplete();
      assert.deepEqual(server.ranges, [undefined, 'bytes=20000-', undefined, undefined]);
    });

    it('changes the file and does not say so: starts over by the checksum', async () => {
      const other = noise(images.length, 7);
      server.next.push((_, response) => {
        response.writeHead(200, { 'Content-Length': other.length });
        response.write(other.subarray(0, 20_000), () => setImmediate(() => response.socket?.destroy()));
      });
      await download();
      await assertComplete();
      assert.deepEqual(server.ranges, [undefined, 'bytes=20000-', undefined, undefined]);
    });

    it('has another file of that length: refuses it, and deletes what came', async () => {
      const other = noise(images.length, 7);
      server.files.set('images', other);
      await assertRefused(
        'download.checksum',
        new RegExp(`${remote('', other).sha256} instead of ${set.files[0].sha256}`),
      );
      assert.equal(server.asked.length, 1);
      assert.deepEqual(await kept(), []);
    });

    it('has another file, and breaks off: refuses it, after it started over', async () => {
      server.files.set('images', noise(images.length, 7));
      server.next.push(breakingOff(20_000));
      await assertRefused('download.checksum', /SHA-256/);
      assert.deepEqual(await kept(), []);
    });

    it('refuses: says so at once', async () => {
      for (const code of [401, 403, 404, 410]) {
        server.asked.length = 0;
        server.usual = status(code);
        await assertRefused('download.refused', new RegExp(`images answered with status ${code}`));
        assert.equal(server.asked.length, 1);
      }
    });

    it('is busy: tries again', async () => {
      server.next.push(status(503), status(500), status(429));
      const failures: string[] = [];
      await download({ onFailure: ({ code }) => failures.push(code) });
      await assertComplete();
      assert.deepEqual(failures, Array(3).fill('download.busy'));
    });

    it('stays busy: gives up', async () => {
      server.usual = status(500);
      await assertRefused('download.busy', /status 500 \(4 attempt/);
      assert.equal(server.asked.length, 4);
    });

    it('shows a web page: refuses it, and keeps what had arrived before', async () => {
      const page = Buffer.from('<html>Please sign in</html>');
      server.next.push(breakingOff(20_000), sending(200, { 'Content-Type': 'text/html; charset=utf-8' }, page));
      await assertRefused('download.page', /web page/);
      assert.deepEqual(await kept(), ['images.part']);
      await download();
      await assertComplete();
    });
  });

  describe('cancelled', () => {
    it('before it began, asks for nothing', async () => {
      await assertRefused('process.cancelled', /cancelled/, { signal: AbortSignal.abort() });
      assert.deepEqual(server.asked, []);
    });

    it('in the middle, goes on from there the next time', async () => {
      const controller = new AbortController();
      server.next.push(stalling(20_000));
      const cancelled = assertRefused('process.cancelled', /cancelled/, { signal: controller.signal });
      await until('some of it to arrive', async () => {
        const [part] = await readdir(own()).catch(() => []);
        return part !== undefined && (await content(part)).length === 20_000;
      });
      controller.abort();
      await cancelled;
      assert.deepEqual(await kept(), ['images.part']);
      server.asked.length = 0;
      await download();
      await assertComplete();
      assert.equal(server.ranges[0], 'bytes=20000-');
    });

    it('while nobody answers, and while it waits to try again', async () => {
      for (const reply of [silent, status(500)]) {
        const controller = new AbortController();
        server.usual = (...args) => {
          reply(...args);
          setTimeout(() => controller.abort(), 20);
        };
        const patient = { ...patience, pause: 60_000 };
        await assertRefused('process.cancelled', /cancelled/, { signal: controller.signal, patience: patient });
      }
    });
  });

  describe('beside what others left', () => {
    const dead = 2 ** 22 + 1;

    it('goes on with what a process left that has died', async () => {
      await mkdir(own());
      await writeFile(join(own(), `images.${dead}-0a1b.part`), images.subarray(0, 12_345));
      await download();
      await assertComplete();
      assert.equal(server.ranges[0], 'bytes=12345-');
    });

    it('lets alone what a living process works on, and what is none of its own', async () => {
      await mkdir(own());
      const others = [`images.${process.pid}-0a1b.part`, `images-more.${dead}-0a1b.part`, 'images.part.txt'];
      for (const name of others) await writeFile(join(own(), name), images.subarray(0, 10));
      await download();
      assert.deepEqual(await kept(), ['images', 'labels', ...others].sort());
      assert.equal(server.ranges[0], undefined);
    });

    it('asks for nothing when all had arrived', async () => {
      await mkdir(own());
      await writeFile(join(own(), 'images.part'), images);
      await download();
      await assertComplete();
      assert.deepEqual(
        server.asked.map(({ path }) => path),
        ['labels'],
      );
    });

    it('starts over where too much had arrived, or the wrong bytes', async () => {
      for (const left of [Buffer.concat([images, labels]), noise(images.length, 5), noise(1_000, 5)]) {
        await rm(own(), { recursive: true, force: true });
        await mkdir(own());
        await writeFile(join(own(), 'images.part'), left);
        server.asked.length = 0;
        await download();
        await assertComplete();
        // What is whole but wrong is known for that without a question.
        if (left.length >= images.length) assert.deepEqual(server.ranges, [undefined, undefined]);
      }
    });

    it('downloads twice at once without harm', async () => {
      await Promise.all([download(), download(), download()]);
      await assertComplete();
    });

    it('leaves the file that is there alone until there is a better one', async () => {
      await mkdir(own());
      await writeFile(join(own(), 'images'), 'mine');
      server.usual = status(404);
      await assertRefused('download.refused', /404/);
      assert.equal(String(await content()), 'mine');
    });
  });

  it('ends with the right files or a sentence, whatever a host does', async () => {
    const lies: Record<string, Reply> = {
      breaks: breakingOff(17_000),
      'breaks at once': breakingOff(0),
      refuses: status(404),
      busy: status(503),
      'no range': status(416),
      shorter: sending(200, { 'Content-Length': 5 }, Buffer.alloc(5)),
      longer: (_, response) => void response.writeHead(200).end(noise(60_000, 3)),
      'another part': sending(206, { 'Content-Range': 'bytes 7-49999/50000' }, images.subarray(7)),
      'another file': sending(200, {}, noise(images.length, 4)),
      'half of another file': sending(200, {}, noise(30_000, 4)),
      circle: redirect('/images'),
      page: sending(200, { 'Content-Type': 'text/html' }, Buffer.from('<p>')),
    };
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...Object.keys(lies)), { maxLength: 5 }), async (names) => {
        server.next.splice(0, Number.POSITIVE_INFINITY, ...names.map((name) => lies[name]));
        const done = await download().then(
          () => true,
          (error) => {
            assert.ok(isUserError(error) && error.code.startsWith('download.'), String(error));
            return false;
          },
        );
        const there = (await kept()).filter((name) => !name.endsWith('.part'));
        assert.deepEqual(there, done ? ['images', 'labels'] : there.slice(0, 1));
        if (there.includes('images')) assert.ok((await content()).equals(images));
        await rm(own(), { recursive: true, force: true });
      }),
      { numRuns: 60 },
    );
  });

  describe('downloadOffers', () => {
    const offers = () => downloadOffers({ folder, sets: [set] });

    it('says where a set comes from, what it measures and where it goes', async () => {
      const [offer] = await offers();
      assert.deepEqual(offer, {
        name: 'tiny',
        title: 'Tiny',
        host: `127.0.0.1:${server.port}`,
        folder: own(),
        files: set.files,
        bytes: 50_300,
        missing: 50_300,
      });
      const [mirrored] = await downloadOffers({ folder, sets: [set], mirror: 'https://mirror.example/data' });
      assert.equal(mirrored.host, 'mirror.example');
    });

    it('says what is missing, and asks nobody', async () => {
      await download();
      await rm(join(own(), 'images'));
      server.asked.length = 0;
      assert.equal((await offers())[0].missing, images.length);
      await writeFile(join(own(), 'images'), 'too short');
      assert.equal((await offers())[0].missing, images.length);
      assert.deepEqual(server.asked, []);
    });
  });

  // Who may do everything, as in a container, may also write into a folder that is closed.
  const asSomebody = process.getuid?.() === 0 ? () => {} : it;
  asSomebody('says when the folder is closed', async () => {
    await mkdir(own());
    await chmod(own(), 0o500);
    await assertRefused('data.unwritable', /EACCES/);
    await chmod(own(), 0o700);
  });
});

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { latentLens } from './command-line';

interface Shelled {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a line of bash in which `latent-lens` is the built command line. */
async function bash(line: string): Promise<Shelled> {
  const setUp = `latent-lens() { '${process.execPath}' '${join(process.cwd(), 'dist', 'cli.js')}' "$@"; }\n`;
  return promisify(execFile)('bash', ['-c', setUp + line], { timeout: 120_000 }).then(
    (output) => ({ code: 0, ...output }),
    ({ code, stdout, stderr }: Shelled) => ({ code, stdout, stderr }),
  );
}

/** Of the first program of a pipe. */
const firstStatus = 'echo status $' + '{PIPESTATUS[0]} >&2';

describe('latent-lens, where its output goes', function () {
  this.timeout(300_000);
  let folder: string;

  before(async function () {
    if (process.platform !== 'linux') this.skip();
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-output-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const train = (name: string) =>
    `latent-lens train --data builtin:digits --limit 200 --latent 2 --set model.hidden=[32] --epochs 3 --out '${join(folder, name)}'`;

  async function isComplete(name: string): Promise<void> {
    const record = JSON.parse(await readFile(join(folder, name, 'run.json'), 'utf8'));
    assert.deepEqual([record.status, record.epochs], ['completed', 3]);
  }

  for (const call of ['--help', 'train --help', 'inspect --data builtin:shapes', 'libraries --json']) {
    it(`ends quietly where nobody reads on: ${call}`, async () => {
      const { stderr } = await bash(`latent-lens ${call} | true; ${firstStatus}`);
      assert.equal(stderr, 'status 141\n');
    });

    it(`says so in one line where there is no room: ${call}`, async () => {
      const { code, stderr } = await bash(`latent-lens ${call} > /dev/full`);
      assert.equal(code, 2);
      assert.match(stderr, /^latent-lens: the standard output cannot be written \(ENOSPC: .*\)\n$/);
    });
  }

  it('trains on where nobody reads on, and says so once', async () => {
    const { stdout, stderr } = await bash(`${train('unread')} | head -1; ${firstStatus}`);
    assert.match(stdout, /^digits vae explore: .*\n$/);
    const [place, lost, status, ...more] = stderr.trimEnd().split('\n');
    assert.equal(place, `The run is in ${join(folder, 'unread')}`);
    assert.match(
      lost,
      /^latent-lens: the standard output cannot be written \(EPIPE.*\)\. Training goes on without it\.$/,
    );
    assert.deepEqual([status, ...more], ['status 0']);
    await isComplete('unread');
  });

  it('trains on where there is no room, says so once, and ends with 2', async () => {
    const { code, stderr } = await bash(`${train('full')} > /dev/full`);
    assert.equal(code, 2);
    assert.match(stderr, /^The run is in .*\nlatent-lens: .*ENOSPC.*Training goes on without it\.\n$/);
    await isComplete('full');
  });

  it('trains on where nothing at all can be said', async () => {
    const { code } = await bash(`${train('silent')} > /dev/full 2> /dev/full`);
    assert.equal(code, 2);
    await isComplete('silent');
    const { stderr } = await bash(`{ ${train('mute')} 2>&1; echo status $? >&3; } 3>&2 | true`);
    assert.equal(stderr, 'status 0\n');
    await isComplete('mute');
  });

  it('says a mistake nowhere, rather than failing over it', async () => {
    assert.equal((await bash('latent-lens fly 2> /dev/full')).code, 2);
    assert.equal((await bash('latent-lens --help >&-')).code, 0);
  });

  it('notices a file that took only the beginning', async () => {
    const file = join(folder, 'cut.txt');
    // A file may have 1024 bytes: the system writes as many, and says that it wrote no more.
    const { code, stderr } = await bash(`ulimit -f 1; latent-lens train --help > '${file}'`);
    assert.equal(code, 2);
    assert.match(stderr, /cannot be written \(EFBIG/);
    assert.equal((await stat(file)).size, 1024);
  });

  it('prints more than a pipe holds, whole, to a slow reader', async () => {
    const { stdout } = await latentLens('libraries', '--json');
    const whole = stdout.split('\n').length;
    const { stdout: slow } = await bash('latent-lens libraries --json | { sleep 1; cat; }');
    assert.equal(slow.split('\n').length, whole);
  });

  describe('with an address space that is bounded', () => {
    it('helps, looks at data, and trains with TensorFlow in 4 GB', async () => {
      const { stdout, stderr, code } = await bash(
        `ulimit -v 4000000; latent-lens --help && latent-lens inspect --data builtin:digits && ${train('bounded')}`,
      );
      assert.equal(code, 0, stderr);
      assert.match(stdout, /latent-lens train .*builtin:digits: images.*completed/s);
      await isComplete('bounded');
    });

    it('passes TensorFlow over where that does not fit, and says why', async () => {
      const { stderr, code } = await bash(`ulimit -v 2000000; ${train('narrow')} --set training.batchSize=100`);
      assert.equal(code, 0, stderr);
      assert.match(stderr, /^TensorFlow needs \d+\.\d GB .*\(ulimit -v\).* the slower cpu backend runs\.$/m);
      await isComplete('narrow');
    });

    it('says in one line what WebAssembly needs', async function () {
      // Later releases of Node do without the reserve where there is no room for it.
      if (Number.parseInt(process.versions.node, 10) > 22) this.skip();
      const { stderr, code } = await bash(`ulimit -v 4000000; ${train('wasm')} --backend wasm`);
      assert.equal(code, 2);
      assert.match(stderr, /^latent-lens: WebAssembly reserves 10 GB .*--disable-wasm-trap-handler.*\n$/);
      const flagged = `ulimit -v 4000000; NODE_OPTIONS=--disable-wasm-trap-handler ${train('wasm')} --backend wasm`;
      assert.equal((await bash(flagged)).code, 0);
      await isComplete('wasm');
    });
  });
});

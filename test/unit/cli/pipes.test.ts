import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy, readNpy } from '../../../src/dataset';
import { latentLens } from './command-line';

describe('Pipes of the command line', () => {
  let folder: string;
  let run: string;
  const values = Float32Array.from({ length: 240 }, (_, i) => Math.sin(i * i));
  const table = [
    'a,b,c,d,e,f',
    ...Array.from({ length: 40 }, (_, i) => Array.from(values.subarray(6 * i, 6 * i + 6)).join(',')),
  ].join('\n');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-pipes-'));
    run = join(folder, 'run');
    await writeFile(join(folder, 'x.npy'), encodeNpy(values, [40, 6]));
    await writeFile(join(folder, 'x.csv'), table);
    const small = ['--epochs', '2', '--latent', '2', '--set', 'model.hidden=[8]'];
    const { code, stderr } = await latentLens('train', '--data', join(folder, 'x.npy'), ...small, '--out', run);
    assert.equal(code, 0, stderr);
    assert.equal(
      (await latentLens('encode', '--run', run, '--data', join(folder, 'x.npy'), '--out', join(folder, 'z.npy'))).code,
      0,
    );
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** What comes out of a command as bytes, with something to read. */
  function piped(input: Uint8Array | string, ...args: readonly string[]) {
    return new Promise<{ code: number | null; out: Buffer; err: string }>((resolve) => {
      const child = spawn(process.execPath, [join(process.cwd(), 'dist', 'cli.js'), ...args]);
      const out: Buffer[] = [];
      let err = '';
      child.stdout.on('data', (piece: Buffer) => out.push(piece));
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        err += text;
      });
      child.on('close', (code) => resolve({ code, out: Buffer.concat(out), err }));
      child.stdin.on('error', () => {}).end(input);
    });
  }

  it('encode arrays to an array, and say what they did beside it', async () => {
    const bytes = await readFile(join(folder, 'x.npy'));
    const { code, out, err } = await piped(bytes, 'encode', '--run', run, '--data', '-', '--out', '-');
    assert.equal(code, 0, err);
    assert.deepEqual(out, await readFile(join(folder, 'z.npy')));
    assert.match(err, /^40 x 2 codes in the standard output$/m);
  });

  it('decode what was encoded', async () => {
    const { code, out, err } = await piped(
      await readFile(join(folder, 'z.npy')),
      'decode',
      '--run',
      run,
      '--z',
      '-',
      '--out',
      '-',
      '-q',
    );
    assert.deepEqual([code, err], [0, '']);
    await writeFile(join(folder, 'decoded.npy'), out);
    assert.deepEqual([...(await readNpy(join(folder, 'decoded.npy'))).shape], [40, 6]);
  });

  it('take a table', async () => {
    const { code, out, err } = await piped(table, 'inspect', '--data', '-', '--json');
    assert.equal(code, 0, err);
    const { kind, examples, columns } = JSON.parse(out.toString());
    assert.deepEqual([kind, examples, columns.length], ['csv', 40, 6]);
    const converted = await piped(table, 'convert', '--data', '-', '--out', '-');
    assert.equal(converted.code, 0, converted.err);
    await writeFile(join(folder, 'converted.npy'), converted.out);
    const { data } = await readNpy(join(folder, 'converted.npy'));
    for (const [i, value] of values.entries()) assert.ok(Math.abs(Number(data[i]) - value) < 1e-6);
  });

  it('say in their own words what is wrong with what is read, and leave nothing', async () => {
    const before = (await readdir(tmpdir())).filter((name) => name.startsWith('latent-lens-pipe-')).length;
    const { code, out, err } = await piped('', 'encode', '--run', run, '--data', '-', '--out', '-');
    assert.deepEqual([code, out.length], [2, 0]);
    assert.match(err, /the standard input/);
    assert.ok(!err.includes(tmpdir()), err);
    const left = (await readdir(tmpdir())).filter((name) => name.startsWith('latent-lens-pipe-')).length;
    assert.equal(left, before);
  });

  it('are no data to train on, which have to stay', async () => {
    const { code, err } = await piped(table, 'train', '--data', '-', '--out', join(folder, 'other'));
    assert.equal(code, 2);
    assert.match(err, /train takes no - for --data: a run finds its data again/);
  });
});

describe('latent-lens completion', () => {
  it('completes commands, options, words and files in a shell', async () => {
    const { code, stdout } = await latentLens('completion', 'bash');
    assert.equal(code, 0);
    const complete = (...line: readonly string[]) => {
      const script = `${stdout}\nCOMP_WORDS=(${line.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${line.length - 1}; _latent_lens; echo "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['--norc', '-c', script], { cwd: process.cwd() }).toString().trim();
    };
    assert.equal(complete('latent-lens', 'tr'), 'train');
    assert.equal(complete('latent-lens', 'resume', '--ta'), '--take-over');
    assert.equal(complete('latent-lens', 'train', '--family', 'vq'), 'vq-vae');
    assert.equal(complete('latent-lens', 'inspect', '--data', 'package-'), 'package-lock.json');
  });

  it('is there for other shells, and refused for none', async () => {
    assert.match((await latentLens('completion', 'zsh')).stdout, /^autoload -U \+X bashcompinit/);
    assert.match((await latentLens('completion', 'fish')).stdout, /-l take-over$/m);
    const { code, stderr } = await latentLens('completion', 'tcsh');
    assert.deepEqual([code, /"bash" \| "zsh" \| "fish"/.test(stderr)], [2, true], stderr);
  });
});

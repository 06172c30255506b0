import assert from 'node:assert/strict';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latentLens } from './command-line';

interface Reported {
  readonly paths: readonly string[];
  readonly runs: readonly { readonly name: string; readonly advice: readonly { readonly rule: string }[] }[];
}

describe('latent-lens report', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);

  async function train(name: string, data: string, ...args: readonly string[]): Promise<void> {
    const small = ['--set', 'model.hidden=[32]', '--name', name, '--out', at(name)];
    const { code, stderr } = await latentLens('train', '--data', data, ...small, ...args);
    assert.equal(code, 0, stderr);
  }

  async function report(out: string, ...args: readonly string[]): Promise<Reported & { readonly text: string }> {
    const { code, stderr, events } = await latentLens('report', ...args, '--out', at(out), '--json');
    assert.equal(code, 0, stderr);
    const [event] = events() as unknown as Reported[];
    return { ...event, text: await readFile(at(out), 'utf8') };
  }

  async function refusal(...args: readonly string[]): Promise<string> {
    const { code, stderr, stdout } = await latentLens('report', ...args);
    assert.deepEqual([code, stdout], [2, ''], stderr);
    return stderr;
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-report-'));
    const rows = Array.from({ length: 600 }, (_, i) => {
      const [cause, noise] = [Math.sin(i * 12.9), Math.sin(i * 78.2)];
      return `${i === 7 ? 9000 : cause},${2 * cause + 0.3 * noise},${noise},<b>${i % 3 === 0 ? 'x' : 'y'}</b>`;
    });
    await writeFile(at('table.csv'), `a,b,c,kind\n${rows.join('\n')}\n`);
    const words = ['the', 'cat', 'sat', 'on', 'a', 'mat', 'and', 'ran'];
    const lines = Array.from({ length: 200 }, (_, i) => [i, 3 * i + 1, 5 * i + 2].map((n) => words[n % 8]).join(' '));
    await writeFile(at('text.txt'), `${lines.join('\n')}\n`);
    const split = ['--validation-split', '0.2'];
    const digits = ['builtin:digits', '--limit', '600', '--epochs', '6', ...split];
    await train('digits', ...(digits as [string]), '--latent', '3');
    await train('wide', ...(digits as [string]), '--latent', '8', '--seed', '1');
    await train('collapsed', ...(digits as [string]), '--latent', '4', '--beta', '400');
    await train('table', at('table.csv'), '--epochs', '5', '--latent', '2', '--labels', 'kind', ...split);
    await train('text', at('text.txt'), '--epochs', '1', '--latent', '2', '--validation-split', '0');
    await train('codes', 'builtin:digits', '--limit', '600', '--epochs', '2', '--family', 'vq-vae', ...split);
    await train(
      'plain',
      'builtin:digits',
      '--limit',
      '300',
      '--epochs',
      '1',
      '--model',
      'ae',
      '--latent',
      '1',
      ...split,
    );
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('says all of a run in one file, with errors, and no place of this machine', async () => {
    const { text, paths } = await report('digits.html', '--run', at('digits'));
    assert.deepEqual(paths, [at('digits.html')]);
    assert.ok(!text.includes(folder) && !text.includes(tmpdir()));
    for (const heading of ['What this is', 'Result', 'What should I do next?', 'Training', 'Latent space'])
      assert.ok(text.includes(`>${heading}</h2>`), heading);
    const { fingerprint } = JSON.parse(await readFile(join(at('digits'), 'run.json'), 'utf8'));
    assert.ok(text.includes(fingerprint));
    assert.match(text, /elbo −[\d.]+ ± [\d.]+ nats/);
    assert.match(text, /<td>codes<\/td><td class="number">0\.\d+ ± 0\.\d+<\/td>/);
    assert.equal(text.match(/<img alt="[^"]+"/g)?.length, 4, 'worst, median, best, samples');
    assert.match(text, /latent-lens measure --run digits --seed 1/);
    assert.doesNotMatch(text, /NaN|undefined|\[object/);
  });

  it('is the same twice but for its date, and replaces what is there', async () => {
    const first = await report('twice.html', '--run', at('digits'));
    const second = await report('twice.html', '--run', at('digits'));
    const undated = (text: string) => text.replace(/made on \d{4}-\d\d-\d\d/, '');
    assert.equal(undated(first.text), undated(second.text));
  });

  it('holds runs against each other: curves, differences with errors, settings, codes, the same examples', async () => {
    const { text } = await report('both.html', '--run', at('digits'), '--run', at('wide'));
    assert.match(text, /<th scope="row">model\.latent<\/th><td>3<\/td><td>8<\/td>/);
    assert.match(text, /, (beyond|within) errors/);
    assert.match(text, /digits – wide<\/th><td class="number">0\.\d+/);
    assert.match(text, /Above the originals, below digits, wide\./);
    assert.match(text, /digits, training[\s\S]*wide, training/);
  });

  it('says of runs of different data why their codes are not compared, and compares the rest', async () => {
    const { text } = await report('others.html', '--run', at('digits'), '--run', at('table'));
    assert.match(text, /digits and table are runs of different data/);
    assert.match(text, /The runs are of different data: compare their figures with that in mind/);
  });

  it('is Markdown with its pictures beside it, and leaves none of an earlier one', async () => {
    await mkdir(at('digits_files'));
    await writeFile(at('digits_files/99.svg'), 'old');
    await writeFile(at('digits_files/mine.txt'), 'mine');
    const { text, paths } = await report('digits.md', '--run', at('digits'));
    assert.deepEqual(paths, [at('digits.md'), at('digits_files')]);
    const named = [...text.matchAll(/\]\(digits_files\/([^)]+)\)/g)].map(([, name]) => name);
    assert.deepEqual((await readdir(at('digits_files'))).sort(), [...named, 'mine.txt'].sort());
    assert.ok(named.length > 5);
  });

  it('shows rows of tables, texts, and codes of lists, as they are; what data say is text', async () => {
    const table = await report('table.html', '--run', at('table'));
    assert.match(table.text, /&lt;b&gt;y&lt;\/b&gt;/);
    assert.match(table.text, /<td>−?0\.\d+ → −?\d/);
    assert.doesNotMatch(table.text, /<b>/);
    assert.deepEqual(table.runs[0].advice.map(({ rule }) => rule).includes('extreme-values'), true);
    const text = await report('text.html', '--run', at('text'));
    assert.match(text.text, /holds no examples out/);
    assert.ok(text.runs[0].advice.some(({ rule }) => rule === 'nothing-held-out'));
    const codes = await report('codes.html', '--run', at('codes'));
    assert.match(codes.text, />perplexity</);
    const plain = await report('plain.html', '--run', at('plain'));
    assert.doesNotMatch(plain.text, />Samples<\/h2>/);
    assert.match(plain.text, /The model has no prior to draw from/);
  });

  it('says what to do next, of a run that has collapsed and of none that has not', async () => {
    const rules = ({ runs }: Reported) => runs[0].advice.map(({ rule }) => rule);
    const collapsed = await report('collapsed.html', '--run', at('collapsed'));
    assert.ok(rules(collapsed).includes('collapse'), rules(collapsed).join());
    assert.match(
      collapsed.text,
      /The posterior has collapsed[\s\S]*Try: objective\.beta from 400 to 1; objective\.warmUpEpochs from 0 to 3/,
    );
    assert.ok(!rules(await report('wide.html', '--run', at('wide'))).includes('collapse'));
    const { stdout } = await latentLens('measure', '--run', at('collapsed'), '--limit', '100');
    assert.match(
      stdout,
      /What should I do next\?\n[\s\S]* {2}The posterior has collapsed[\s\S]*--set 'objective\.freeBits=0\.25' \(now 0\)/,
    );
  });

  it('is of what a run keeps, where its data are gone', async () => {
    await rename(at('table.csv'), at('moved.csv'));
    try {
      const { text } = await report('gone.html', '--run', at('table'));
      assert.match(
        text,
        /There is no file or folder at table\.csv\..*The report is of those examples that the run table keeps\./,
      );
    } finally {
      await rename(at('moved.csv'), at('table.csv'));
    }
  });

  it('judges by other data', async () => {
    const { text } = await report('other.html', '--run', at('digits'), '--data', 'builtin:digits', '--limit', '100');
    assert.match(text, /100 examples of builtin:digits/);
  });

  it('says of a run that is being trained that it is', async () => {
    await cp(at('digits'), at('running'), { recursive: true });
    const record = JSON.parse(await readFile(join(at('running'), 'run.json'), 'utf8'));
    await writeFile(
      join(at('running'), 'run.json'),
      JSON.stringify({ ...record, status: 'running', worker: { pid: 1, hostname: 'elsewhere' } }),
    );
    const { text } = await report('running.html', '--run', at('running'));
    assert.match(text, /digits is still being trained: this is how it stood\./);
  });

  it('refuses in a sentence what it cannot write, and leaves nothing behind', async () => {
    const run = ['--run', at('digits')];
    assert.match(await refusal(...run), /report needs --out/);
    assert.match(await refusal('--out', at('x.html')), /takes --run 1 to 4 times/);
    assert.match(await refusal(...run, '--out', at('x.pdf')), /written as \.html or \.md/);
    assert.match(await refusal(...run, ...run, '--out', at('x.html')), /named twice/);
    assert.match(await refusal('--run', at('nowhere'), '--out', at('x.html')), /There is no run at/);
    assert.match(await refusal(...run, '--out', at('no/such/x.html')), /could not be written/);
    assert.match(await refusal(...run, '--out', at('no/such/x.md')), /could not be written/);
    await assert.rejects(stat(at('no')));
    await assert.rejects(stat(at('x.html')));
    await mkdir(at('locked'));
    await chmod(at('locked'), 0o500);
    // A superuser writes there all the same.
    if (process.getuid?.() !== 0)
      assert.match(await refusal(...run, '--out', at('locked/x.html')), /could not be written/);
  });
});

import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { latentLens, start } from './command-line';

const words = ['the', 'species', 'of', 'pigeons', 'vary', 'under', 'domestication', 'and', 'selection'];

describe('latent-lens on words and byte pairs', function () {
  this.timeout(300_000);
  let folder: string;
  let text: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-symbols-'));
    text = join(folder, 'text.txt');
    const all = Array.from({ length: 900 }, (_, i) => `${words[(i * i + 3 * i) % 9]}${i % 400}`);
    await writeFile(text, all.join(' '));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const reading = (symbols: string) => [
    ...['--data', text, '--text-mode', 'windows', '--text-length', '4'],
    ...['--text-symbols', symbols, '--text-vocabulary', '300', '--latent', '2', '--set', 'model.hidden=[8]', '--json'],
  ];
  const metrics = async (run: string) =>
    (await readFile(join(run, 'metrics.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => ({ ...JSON.parse(line), seconds: 0 }));

  it('says what they are, keeps them with the run, and goes on as if it had never been stopped', async () => {
    const train = ['train', ...reading('words'), '--seed', '5', '--epochs', '12'];
    const stopped = join(folder, 'stopped');
    const { child, finished } = start([...train, '--out', stopped]);
    await new Promise<void>((resolve) => {
      child.stdout?.on('data', (line: string) => line.includes('"epoch":2') && resolve());
    });
    child.kill('SIGINT');
    const said = (await finished).events();
    const warning = said.find(({ code }) => code === 'data.text.vocabulary');
    const { symbols, vocabulary, percent } = (warning?.params ?? {}) as Record<string, unknown>;
    assert.deepEqual([symbols, vocabulary], ['words', 300]);
    assert.ok(Number(percent) > 0, String(percent));
    const { encoding, data } = JSON.parse(await readFile(join(stopped, 'run.json'), 'utf8'));
    assert.deepEqual([encoding.symbols, encoding.alphabet.length, data.shape], ['words', 300, [4, 302]]);

    const resumed = await latentLens('resume', '--run', stopped, '--json');
    assert.equal(resumed.code, 0, resumed.stderr);
    const whole = join(folder, 'whole');
    assert.equal((await latentLens(...train, '--out', whole)).code, 0);
    assert.deepEqual(await metrics(stopped), await metrics(whole));

    const out = join(folder, 'codes.npy');
    const encoded = await latentLens('encode', '--run', whole, '--data', text, '--out', out, '--json');
    assert.equal(encoded.code, 0, encoded.stderr);
  });

  it('tells the vocabulary where data are inspected', async () => {
    const { code, stdout, stderr } = await latentLens(
      ...['inspect', '--data', text, '--text-symbols', 'byte-pairs', '--text-vocabulary', '60', '--json'],
    );
    assert.equal(code, 0, stderr);
    assert.match(JSON.parse(stdout).warnings[0], /read as byte-pairs\. 60 different symbols .*; 0 % of the \d+/);
  });

  it('refuses symbols that there are not, and vocabularies of no size', async () => {
    for (const [option, value, expected] of [
      ['--text-symbols', 'letters', /"characters" \| "graphemes" \| "words" \| "byte-pairs"/],
      ['--text-vocabulary', '0', /--text-vocabulary/],
      ['--text-vocabulary', '9000', /--text-vocabulary/],
    ] as const) {
      const { code, stderr } = await latentLens('train', '--data', text, option, value);
      assert.equal(code, 2);
      assert.match(stderr, expected);
    }
  });
});

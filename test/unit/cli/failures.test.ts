import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillNormal, random } from '../../../src/random';
import { latentLens } from './command-line';

const rows = 240;

/** Three groups of rows; the 18th is of another group than its label says, the 31st equals the 21st, the 101st is far away. */
function table(): string[] {
  const noise = fillNormal(new Float32Array(4 * rows), random(2));
  const lines = Array.from({ length: rows }, (_, i) => {
    const group = i % 3;
    const features = Array.from({ length: 4 }, (_, j) => ((j === group ? 6 : 0) + noise[4 * i + j]).toFixed(3));
    return [...features, ['ant', 'bee', 'cow'][i === 17 ? (group + 1) % 3 : group]].join();
  });
  lines[30] = lines[20].replace(/[a-z]+$/, 'fox');
  lines[100] = `-30,60,-30,-30,${['ant', 'bee', 'cow'][100 % 3]}`;
  return ['a,b,c,d,animal', ...lines];
}

describe('latent-lens failures', () => {
  let folder: string;
  const at = (name: string) => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-failures-'));
    await writeFile(at('animals.csv'), `${table().join('\n')}\n`);
    const data = ['--data', at('animals.csv'), '--labels', 'animal', '--latent', '3', '--epochs', '15'];
    for (const model of ['vae', 'ae']) {
      const { code, stderr } = await latentLens('train', ...data, '--model', model, '--out', at(model));
      assert.equal(code, 0, stderr);
    }
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function objects(...args: readonly string[]) {
    const { code, stderr, events } = await latentLens('failures', ...args, '--json');
    assert.equal(code, 0, stderr);
    return events();
  }

  async function refusal(...args: readonly string[]): Promise<string> {
    const { code, stderr, stdout } = await latentLens('failures', ...args);
    assert.deepEqual([code, stdout], [2, ''], stderr);
    return stderr;
  }

  it('names file and line of what was planted', async () => {
    const found = await objects('--run', at('vae'), '--top', '3');
    const of = (kind: string) => found.filter((each) => each.event === 'failure' && each.kind === kind);
    const place = (example: number) => ({ index: example, row: example, file: at('animals.csv'), line: example + 2 });
    const first = (kind: string) => {
      const [{ index, row, file, line }] = of(kind);
      return { index, row, file, line };
    };
    assert.deepEqual(first('label'), place(17));
    assert.deepEqual([of('label')[0].given, of('label')[0].likely], ['ant', 'cow']);
    assert.deepEqual(
      of('duplicate').map(({ index, other, given, likely }) => [index, other, given, likely]),
      [[30, 20, 'fox', 'cow']],
    );
    assert.deepEqual(first('support'), place(100));
    assert.deepEqual(first('reconstruction'), place(100));
    assert.equal(of('reconstruction').length, 3);
    assert.equal(of('reconstruction')[0].isLikely, true);
    assert.ok(of('gap').length > 0);
    const [label] = found.filter((each) => each.event === 'failures' && each.kind === 'label');
    assert.equal(label.unjudged, 1, 'the one fox');
  });

  it('says of each row what is wrong with it, in words and as a table', async () => {
    const words = await latentLens(
      'failures',
      '--run',
      at('vae'),
      '--kind',
      'duplicate',
      '--kind',
      'label',
      '--top',
      '1',
    );
    assert.equal(words.code, 0, words.stderr);
    assert.match(words.stdout, /^Likely mislabelled: \d+; not judged, in classes of fewer than 5 members: 1$/m);
    assert.match(
      words.stdout,
      /^ {2}! example 17 \(.*animals\.csv:19\): labelled ant, likely cow \(p of the label 0\.\d+\)$/m,
    );
    assert.match(
      words.stdout,
      /^ {2}! example 30 \(.*animals\.csv:32\): equals example 20, which is labelled cow, not fox$/m,
    );
    const csv = await latentLens('failures', '--run', at('vae'), '--kind', 'duplicate', '--csv');
    assert.deepEqual(csv.stdout.trim().split('\n'), [
      'kind,example,row,file,line,score,likely,other,given_label,likely_label',
      `duplicate,30,30,${at('animals.csv')},32,0,true,20,fox,cow`,
    ]);
  });

  it('has no KL of a plain autoencoder, and says so', async () => {
    const found = await objects('--run', at('ae'), '--top', '1');
    const [kl] = found.filter((each) => each.kind === 'kl');
    assert.deepEqual([kl.absence, kl.likely], ['noKl', 0]);
    assert.match(
      (await latentLens('failures', '--run', at('ae'), '--kind', 'kl')).stdout,
      /Highest KL: A plain autoencoder has no KL/,
    );
    assert.equal(found.find((each) => each.event === 'failure' && each.kind === 'support')?.index, 100);
  });

  it('offers what applies to data without labels, to other data and to a single example', async () => {
    const lines = table();
    await writeFile(at('unlabelled.csv'), `${lines.map((line) => line.replace(/,[^,]*$/, '')).join('\n')}\n`);
    const bare = await objects('--run', at('vae'), '--data', at('unlabelled.csv'), '--top', '1');
    const absences = (found: readonly Record<string, unknown>[]) =>
      Object.fromEntries(found.filter((each) => each.absence).map((each) => [each.kind, each.absence]));
    assert.deepEqual(absences(bare), { label: 'noLabels', gap: 'noValidation' });
    assert.equal(bare.find((each) => each.event === 'failure' && each.kind === 'support')?.line, 102);
    await writeFile(at('single.csv'), `${lines[0]}\n${lines[5]}\n`);
    const single = await objects('--run', at('vae'), '--data', at('single.csv'), '--labels', 'animal');
    assert.deepEqual(absences(single), {
      label: 'fewLabels',
      nearDuplicate: 'fewExamples',
      support: 'fewExamples',
      gap: 'noValidation',
    });
    const listed = single.filter((each) => each.event === 'failure');
    assert.deepEqual(
      listed.map(({ kind, index, isLikely }) => [kind, index, isLikely]),
      [
        ['reconstruction', 0, false],
        ['kl', 0, false],
      ],
    );
  });

  it('refuses what it does not know', async () => {
    assert.match(await refusal('--run', at('vae'), '--kind', 'ugly'), /--kind takes/);
    assert.match(await refusal('--run', at('vae'), '--top', '0'), /--top takes a whole number above 0/);
    assert.match(await refusal('--run', at('vae'), '--json', '--csv'), /two ways to print/);
    assert.match(await refusal('--json'), /needs --run/);
  });

  it('says that the data have changed, rather than name rows of others', async () => {
    const lines = table();
    await writeFile(at('animals.csv'), `${[lines[0], ...lines.slice(2)].join('\n')}\n`);
    assert.match(await refusal('--run', at('vae')), /animals\.csv/);
    await writeFile(at('animals.csv'), `${lines.join('\n')}\n`);
  });
});

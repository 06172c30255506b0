import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agreementOf } from '../../../src/checks/agreement';
import { readCheckFile } from '../../../src/checks/check-file';
import { findValue } from '../../../src/checks/find-value';
import { judge } from '../../../src/checks/judge';
import { proposeChecks } from '../../../src/checks/propose';
import { junitOf, outcomeWords } from '../../../src/cli/junit';
import { type CheckReport, marginOf } from '../../../src/protocol/check';
import type { Measured, MeasuredValue, MeasureReport } from '../../../src/protocol/measures';

const value = (name: string, number: number, error: number | null, of?: string): MeasuredValue => ({
  name,
  ...(of !== undefined && { of }),
  unit: '',
  value: number,
  error,
  n: 100,
});
const mmd: Measured = {
  measure: 'mmd',
  group: 'generation',
  values: [
    value('mmd-gaussian', 0.0123, 0.0021, 'samples'),
    value('mmd-gaussian-p', 0.005, null, 'samples'),
    value('mmd-gaussian', 0.0004, 0.0003, 'examples'),
  ],
  seconds: 1,
};
const place = { file: 'a.latentcheck.json', number: 1 };
const elbo = { measure: 'elbo' } as const;
const found = (number: number, error: number | null) => ({ what: 'elbo', value: number, error, seconds: 0.25 });

describe('an expectation', () => {
  it('is met at its bound and beyond, and says how far the value is from it', () => {
    const met = judge({ ...elbo, atLeast: -105 }, found(-104, 0.5));
    assert.deepEqual([met.isMet, marginOf(met)], [true, 2]);
    assert.equal(judge({ ...elbo, atLeast: -105 }, found(-105, 0.5)).isMet, true);
    const missed = judge({ ...elbo, atLeast: -105 }, found(-106.2, 0.4));
    assert.equal(missed.isMet, false);
    assert.equal(outcomeWords(missed), 'elbo: -106.2 ± 0.4, but expected at least -105: 3.0 standard errors below');
  });

  it('has two bounds, of which the nearer one is told, and one that is missed before all', () => {
    const between = { ...elbo, atLeast: 0, atMost: 10 };
    assert.deepEqual(judge(between, found(7, 1)).bound, { side: 'atMost', threshold: 10 });
    assert.deepEqual(judge(between, found(-3, 1)).bound, { side: 'atLeast', threshold: 0 });
    const above = judge(between, found(12, null));
    assert.deepEqual([above.isMet, above.bound.side, marginOf(above)], [false, 'atMost', null]);
    assert.equal(outcomeWords(above), 'elbo: 12, but expected at most 10');
  });

  it('is about the value of the model, or about the one that it names', () => {
    const which = { measure: 'mmd', value: 'mmd-gaussian' } as const;
    assert.equal(findValue(which, mmd, place).value, 0.0123);
    assert.equal(findValue({ ...which, of: 'examples' }, mmd, place).value, 0.0004);
    assert.throws(
      () => findValue({ measure: 'mmd' }, mmd, place),
      /expectation 1: mmd has no value named mmd; it has mmd-gaussian of samples, mmd-gaussian-p of samples, mmd-gaussian of examples/,
    );
  });

  it('is of how much codes agree', () => {
    const overlap = { k: 15, value: 0.7, error: 0.01, chance: 0.02 };
    const compared = { examples: 9, cka: 0.9, disparity: 0.2, distances: 0.8, overlap };
    assert.deepEqual(agreementOf('neighbours', compared), { value: 0.7, error: 0.01 });
    assert.deepEqual(agreementOf('procrustes', compared), { value: 0.2, error: null });
    assert.equal(agreementOf('neighbours', { ...compared, overlap: null }), null);
  });
});

describe('proposed expectations', () => {
  const report = {
    judged: { source: 'builtin:digits', part: 'validation', examples: 100, fingerprint: 'abc' },
    seed: 7,
    measured: [
      {
        measure: 'elbo',
        group: 'density',
        values: [value('elbo', -104.318, 0.4117), value('reconstruction', 90.02, 0.31), value('kl', 14.3, 0.1)],
        seconds: 1,
      },
      { measure: 'active-units', group: 'health', values: [value('active-units', 8, 0)], seconds: 1 },
      { measure: 'mse', group: 'reconstruction', values: [value('mse', 0.02, 0.001, 'pca')], seconds: 1 },
      mmd,
    ],
  } as unknown as MeasureReport;

  it('are so many errors from what was measured, on the side that is worse, and rounded away from it', () => {
    assert.deepEqual(proposeChecks(report, 3), {
      version: 1,
      fingerprint: 'abc',
      seed: 7,
      expect: [
        // -104.318 - 1.2351
        { measure: 'elbo', atLeast: -105.56 },
        { measure: 'elbo', value: 'reconstruction', atMost: 90.95 },
        { measure: 'active-units', atLeast: 8 },
        { measure: 'mmd', value: 'mmd-gaussian', atMost: 0.0186 },
      ],
    });
  });

  it('are none where nothing has an error', () => {
    assert.throws(() => proposeChecks({ ...report, measured: [] }, 3), /nothing can be expected/);
  });
});

describe('a file of expectations', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'latent-lens-expect-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function read(content: unknown) {
    const path = join(folder, 'a.latentcheck.json');
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
    return readCheckFile(path);
  }

  it('names measures, other runs, and bounds', async () => {
    const expect = [
      { measure: 'active-units', atLeast: 8 },
      { measure: 'mmd', value: 'mmd-gaussian', of: 'samples', atMost: 0.02 },
      { agreement: 'neighbours', run: '../committed', atLeast: 0.6 },
    ];
    assert.deepEqual(await read({ $schema: 'x', version: 1, expect }), { $schema: 'x', version: 1, expect });
  });

  it('is refused, in a sentence, where it says something else', async () => {
    const of = (...expect: unknown[]) => ({ version: 1, expect });
    const wrong: readonly [unknown, RegExp][] = [
      ['{', /a.latentcheck.json does not say what to expect of a run: .*JSON/],
      [{ version: 2, expect: [] }, /later version of Latent Lens/],
      [{ version: 1 }, /expect is missing/],
      [of(), /expect must not be empty/],
      [
        of({ measure: 'elbo', atLeast: -1 }, { measure: 'activ-units', atLeast: 8 }),
        /expectation 2: there is no measure activ-units; did you mean active-units\?/,
      ],
      [of({ measure: 'elbo' }), /expectation 1: it has neither atLeast nor atMost/],
      [of({ measure: 'elbo', atLeast: '8' }), /expect\.0\.atLeast must be a number, not "8"/],
      [of({ measure: 'elbo', atleast: 8 }), /expect\.0\.atleast is not a setting/],
      [of({ agreement: 'neighbors', run: 'a', atLeast: 1 }), /expect\.0\.agreement must be one of "neighbours", "cka"/],
      [of({ agreement: 'cka', atLeast: 1 }), /expect\.0\.run is missing/],
    ];
    for (const [content, sentence] of wrong) await assert.rejects(read(content), sentence);
    await assert.rejects(readCheckFile(join(folder, 'nowhere.json')), /nowhere.json does not say .*ENOENT/);
  });
});

describe('JUnit XML', () => {
  it('has a case of each expectation, and a failure of each that is not met', () => {
    const report: CheckReport = {
      run: 'a "run" & more',
      weights: { choice: 'newest', epoch: 3, steps: 0, best: null },
      judged: { source: 's', part: 'all', examples: 9, fingerprint: 'f' },
      outcomes: [
        judge({ ...elbo, atLeast: -105 }, found(-104, 0.5)),
        judge({ ...elbo, atLeast: -100 }, found(-104, 0.5)),
      ],
    };
    assert.equal(
      junitOf(report),
      `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="latent-lens check" tests="2" failures="1" errors="0" time="0.500">
  <testsuite name="a &quot;run&quot; &amp; more, epoch 3" tests="2" failures="1" errors="0" time="0.500">
    <testcase classname="a &quot;run&quot; &amp; more" name="elbo at least -105" time="0.250"/>
    <testcase classname="a &quot;run&quot; &amp; more" name="elbo at least -100" time="0.250"><failure message="elbo: -104 ± 0.5, but expected at least -100: 8.0 standard errors below"/></testcase>
  </testsuite>
</testsuites>
`,
    );
  });
});

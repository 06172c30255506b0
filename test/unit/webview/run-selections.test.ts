import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { RunSelection, SelectionChange } from '../../../src/protocol/selections';
import { Bits } from '../../../webview/data/bits';
import { keepBits } from '../../../webview/data/kept-bits';
import { isOfOtherData, merged, RunSelections } from '../../../webview/selection/run-selections';
import { parseKeptState } from '../../../webview/state/kept-state';
import type { NamedSelection } from '../../../webview/state/view-document';
import { createViewStore } from '../../../webview/state/view-store';

const record = { fingerprint: 'ours', data: { examples: 40 } };
const some = (...indices: number[]) => Bits.of(40, indices);
const named = (name: string, ...indices: number[]): NamedSelection => ({ name, examples: some(...indices) });

/** A run that keeps what it is given, as its folder would. */
function build(stored: readonly RunSelection[] = []) {
  const run = { stored, changes: [] as SelectionChange[], broken: false };
  const failures: unknown[] = [];
  const whole = () => {
    if (run.broken) throw new Error('no room');
  };
  const file = {
    async read() {
      whole();
      return { selections: run.stored };
    },
    async change(change: SelectionChange) {
      whole();
      run.changes.push(change);
    },
  };
  const selections = new RunSelections(file, record, (error) => failures.push(error));
  return { run, failures, selections };
}

const ofRun = (name: string, fingerprint: string, examples: Bits): RunSelection => ({
  name,
  fingerprint,
  examples: keepBits(examples),
});

async function follow(selections: RunSelections, left: readonly NamedSelection[] = []) {
  const view = createViewStore({ ...parseKeptState(null).view, named: await selections.load(left) });
  selections.follow(view, () => undefined);
  return view;
}

describe('Selections that are kept with the run', () => {
  it('are there again, and those that an earlier version left in the panel are written', async () => {
    const { run, selections } = build([ofRun('a', 'ours', some(1, 2))]);
    const view = await follow(selections, [named('a', 1, 2), named('b', 3)]);
    await setImmediate();
    assert.deepEqual(
      view.get().named.map(({ name }) => name),
      ['a', 'b'],
    );
    assert.deepEqual(run.changes, [{ put: [ofRun('b', 'ours', some(3))], remove: [] }]);
    assert.deepEqual(selections.unsaved(view.get().named), []);
  });

  it('follow what is kept, renamed and forgotten, and undo, one write after the other', async () => {
    const { run, selections } = build();
    const view = await follow(selections);
    view.change('keep', { named: [named('a', 1)] });
    view.change('rename', { named: [named('b', 1)] });
    await setImmediate();
    view.undo();
    await setImmediate();
    assert.deepEqual(
      run.changes.map(({ put, remove }) => [put.map(({ name }) => name), remove]),
      [
        [['b'], []],
        [['a'], ['b']],
      ],
    );
  });

  it('stay with the panel where the run can not be written, and are written with the next change', async () => {
    const { run, failures, selections } = build();
    const view = await follow(selections);
    run.broken = true;
    view.change('keep', { named: [named('a', 1)] });
    await setImmediate();
    assert.equal(failures.length, 1);
    assert.equal(selections.unsaved(view.get().named).length, 1);
    run.broken = false;
    view.change('keep', { named: [...view.get().named, named('b', 2)] });
    await setImmediate();
    assert.deepEqual(
      run.changes.at(-1)?.put.map(({ name }) => name),
      ['a', 'b'],
    );
  });

  it('of other data are known as such, and stay so when they are written again', async () => {
    const { run, selections } = build([
      ofRun('longer', 'ours', Bits.of(41, [1])),
      ofRun('other', 'theirs', some(1)),
      ofRun('own', 'ours', some(1)),
    ]);
    const view = await follow(selections);
    const others = view.get().named.filter((selection) => isOfOtherData(selection, record));
    assert.deepEqual(
      others.map(({ name }) => name),
      ['longer', 'other'],
    );
    view.change('rename', { named: [{ ...others[1], name: 'renamed' }] });
    await setImmediate();
    assert.deepEqual(run.changes, [{ put: [ofRun('renamed', 'theirs', some(1))], remove: ['longer', 'other', 'own'] }]);
    assert.ok(isOfOtherData({ name: 'left', examples: Bits.of(39, [0]) }, record));
  });

  it('that can not be read stay where they are', async () => {
    const broken: RunSelection = { name: 'broken', fingerprint: 'ours', examples: { length: 40, bits: '!' } };
    const { run, selections } = build([broken]);
    const view = await follow(selections);
    view.change('keep', { named: [named('a', 1)] });
    await setImmediate();
    assert.deepEqual(
      run.changes.map(({ remove }) => remove),
      [[]],
    );
  });

  it('do not replace others of the same name', () => {
    const both = merged([named('a', 1), named('a (2)', 5)], [named('a', 2), named('a', 1)]);
    assert.deepEqual(
      both.map(({ name, examples }) => [name, ...examples.indices()]),
      [
        ['a', 1],
        ['a (2)', 5],
        ['a (3)', 2],
      ],
    );
  });
});

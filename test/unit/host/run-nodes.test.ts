import assert from 'node:assert/strict';
import type { RunEntry } from '../../../src/host/run-listing';
import { type OpenRunState, RunNodes } from '../../../src/host/run-nodes';

function run(directory: string, more: Partial<Extract<RunEntry, { kind: 'run' }>> = {}): RunEntry {
  return {
    kind: 'run',
    directory,
    name: directory.slice(1),
    created: '',
    status: 'completed',
    epochs: 1,
    totalEpochs: 2,
    model: 'vae',
    architecture: 'dense',
    latent: 3,
    likelihood: 'bernoulli',
    dataName: 'digits',
    dataSource: 'builtin:digits',
    examples: 10,
    backend: 'cpu',
    loss: 5,
    elbo: -5,
    ...more,
  };
}

function open(directory: string | undefined, more: Partial<OpenRunState> = {}): OpenRunState {
  return { directory, name: 'open', pid: 7, training: true, loading: undefined, summary: undefined, ...more };
}

function trained(epochs: number): OpenRunState['summary'] {
  const history = Array.from({ length: epochs }, (_, at) => ({ loss: 10 - at, elbo: at - 10 }));
  return { record: { status: 'running', epochs }, history };
}

describe('the lines of the runs view', () => {
  const keys = (nodes: RunNodes<OpenRunState>) => nodes.all.map(({ key }) => key);

  it('stay the same objects for as long as their runs are listed', () => {
    const nodes = new RunNodes();
    assert.equal(nodes.update([run('/a'), run('/b')], []), 'all');
    const [a, b] = nodes.all;
    assert.deepEqual(nodes.update([run('/a'), run('/b')], []), [], 'nothing changed');
    assert.equal(nodes.update([run('/c'), run('/a'), run('/b')], []), 'all');
    assert.equal(nodes.all[1], a);
    assert.equal(nodes.all[2], b);
  });

  it('are drawn anew one by one as their runs get on', () => {
    const nodes = new RunNodes();
    const listed = [run('/a', { status: 'running' }), run('/b')];
    nodes.update(listed, []);
    const [a] = nodes.all;
    assert.deepEqual(nodes.update(listed, [open('/a', { summary: trained(1) })]), [a]);
    assert.deepEqual(a.run, { ...listed[0], epochs: 1, loss: 10, elbo: -10 });
    assert.deepEqual(nodes.update(listed, [open('/a', { summary: trained(1) })]), [], 'progress within an epoch');
    assert.deepEqual(nodes.update(listed, [open('/a', { summary: trained(2) })]), [a]);
    assert.ok(a.run.kind === 'run');
    assert.equal(a.run.epochs, 2);
  });

  it('are there before a run has a folder, once', () => {
    const nodes = new RunNodes();
    const session = open(undefined, { name: 'new' });
    assert.equal(nodes.update([run('/a')], [session]), 'all');
    const [line] = nodes.all;
    assert.deepEqual(line.run, { kind: 'loading', name: 'new', loading: undefined });
    assert.equal(line.session, session);
    assert.equal(line.directory, undefined);

    const reading = Object.assign(session, { loading: { phase: 'reading', fraction: 0.5 } });
    const onDisk = [run('/new', { status: 'running', worker: 7 }), run('/a')];
    assert.deepEqual(nodes.update(onDisk, [reading]), [line], 'the folder is not told of yet');
    assert.equal(nodes.all.length, 2);

    const begun = open('/new', { summary: trained(0) });
    assert.equal(nodes.update(onDisk, [begun]), 'all');
    assert.deepEqual(keys(nodes), ['/new', '/a']);
    assert.equal(nodes.all[0].session, begun);
  });

  it('tell runs apart that begin at the same time, the newest first', () => {
    const nodes = new RunNodes();
    const [first, second] = [open(undefined, { name: 'first' }), open(undefined, { name: 'second', pid: 8 })];
    nodes.update([], [first, second]);
    assert.deepEqual(
      nodes.all.map(({ run }) => run.name),
      ['second', 'first'],
    );
    assert.equal(new Set(keys(nodes)).size, 2);
  });

  it('stand below the runs that they were forked from, the branch of the newest run first', () => {
    const nodes = new RunNodes();
    const from = (name: string) => ({ origin: { directory: `/${name}`, name, epoch: 3 } });
    const listed = [
      run('/twig', from('fork')),
      run('/alone'),
      run('/other', from('root')),
      run('/fork', from('root')),
      run('/lost', from('gone')),
      run('/root'),
    ];
    nodes.update(listed, []);
    const names = (node: (typeof nodes.all)[number] | null) => nodes.below(node).map(({ run: { name } }) => name);
    assert.deepEqual(names(null), ['root', 'alone', 'lost']);
    const [root, alone] = nodes.below(null);
    assert.deepEqual([names(root), names(alone)], [['fork', 'other'], []]);
    const [fork] = nodes.below(root);
    assert.deepEqual(names(fork), ['twig']);
    assert.deepEqual([nodes.above(fork), nodes.above(root)], [root, undefined]);

    assert.equal(nodes.update(listed.slice(0, -1), []), 'all');
    assert.deepEqual(
      names(null),
      ['fork', 'alone', 'other', 'lost'],
      'of a run that was deleted they stand by themselves',
    );
  });

  it('are all listed where folders were written that are forks of each other', () => {
    const nodes = new RunNodes();
    const from = (name: string) => ({ origin: { directory: `/${name}`, name, epoch: 1 } });
    nodes.update([run('/a', from('b')), run('/b', from('a')), run('/self', from('self'))], []);
    const listed: string[] = [];
    const walk = (node: (typeof nodes.all)[number] | null) => {
      for (const below of nodes.below(node)) {
        listed.push(below.key);
        walk(below);
      }
    };
    walk(null);
    assert.deepEqual(listed.sort(), ['/a', '/b', '/self']);
  });

  it('move when what could not be read is found to be a fork', () => {
    const nodes = new RunNodes();
    nodes.update([{ kind: 'broken', directory: '/b', name: 'b', reason: 'torn' }, run('/a')], []);
    const fork = run('/b', { origin: { directory: '/a', name: 'a', epoch: 1 } });
    assert.equal(nodes.update([fork, run('/a')], []), 'all');
    assert.deepEqual(
      nodes.below(nodes.below(null)[0]).map(({ key }) => key),
      ['/b'],
    );
  });

  it('are not made of runs that are only looked at and not there', () => {
    const nodes = new RunNodes();
    nodes.update([run('/a')], [open('/elsewhere', { training: false })]);
    assert.deepEqual(keys(nodes), ['/a']);
  });
});

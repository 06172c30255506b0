import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Crash, RunSession } from '../../../src/host/run-session';
import { RunSessions } from '../../../src/host/run-sessions';
import { type Log, startTrainer } from '../../../src/host/trainer-client';
import { UserError } from '../../../src/protocol/errors';

const script = join(__dirname, 'scripted-trainer.js');

class RecordingLog implements Log {
  readonly lines: string[] = [];
  readonly debug = (message: string) => void this.lines.push(message);
  readonly info = this.debug;
  readonly warn = this.debug;
  readonly error = (message: string) => void this.lines.push(`ERROR ${message}`);
}

/** The session's next moment at which the condition holds. */
function until(session: RunSession, holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve) => {
    const listening = session.onDidChange(() => {
      if (!holds()) return;
      listening.dispose();
      resolve();
    });
  });
}

function isUserError(code: string) {
  return (error: unknown) => error instanceof UserError && error.code === code;
}

describe('run sessions', () => {
  let runs: string;
  let log: RecordingLog;
  let sessions: RunSessions;
  /** What a person answers, who is asked. */
  let allowed: { open: boolean; resume: boolean };
  const gate = { open: async () => allowed.open, resume: async () => allowed.resume };

  beforeEach(async () => {
    runs = await mkdtemp(join(tmpdir(), 'latent-lens-host-'));
    log = new RecordingLog();
    allowed = { open: true, resume: true };
    sessions = new RunSessions(() => startTrainer(script, log), gate);
  });

  afterEach(async () => {
    await sessions.closeAll();
    await rm(runs, { recursive: true });
  });

  it('puts epochs that arrive with the answer after it', async () => {
    const session = sessions.train({ data: 'good', name: 'first' }, { runs });
    assert.equal(session.status, 'loading');
    assert.equal(session.name, 'first');
    await session.ready();
    await until(session, () => session.summary?.history.length === 1);
    assert.equal(session.status, 'running');
    assert.equal(session.summary?.record.epochs, 1);
    assert.deepEqual(session.summary?.frames, [0, 1]);
    assert.equal(sessions.find(join(runs, 'run')), session);
  });

  it('tells once that a slower backend runs', async () => {
    const session = sessions.train({ data: 'good' }, { runs });
    const notices: string[] = [];
    session.onNotice(({ code }) => notices.push(code));
    await session.ready();
    await session.stop();
    await session.resume().catch(() => {});
    assert.deepEqual(notices, ['process.cancelled']);
  });

  it('rejects a refused run with its reason, and forgets it', async () => {
    const session = sessions.train({ data: 'refuse' }, { runs });
    await assert.rejects(session.ready(), isUserError('data.missing'));
    assert.equal(session.training, false);
    assert.deepEqual(sessions.all, []);
  });

  it('ends the trainer of a run that is neither training nor viewed', async () => {
    const session = sessions.train({ data: 'finish' }, { runs });
    await until(session, () => session.status === 'completed' && session.pid === undefined);
    assert.deepEqual(sessions.all, []);
  });

  it('keeps the trainer of a finished run while it is viewed', async () => {
    const session = sessions.train({ data: 'finish' }, { runs });
    const viewer = session.attach();
    await until(session, () => session.status === 'completed');
    assert.notEqual(session.pid, undefined);
    viewer.dispose();
    assert.deepEqual(sessions.all, []);
  });

  it('reports a killed trainer, leaves the other runs alone, and resumes', async () => {
    const other = sessions.train({ data: 'good' }, { runs: join(runs, '..') });
    await other.ready();
    const session = sessions.train({ data: 'good' }, { runs });
    const crashes: Crash[] = [];
    session.onCrash((crash) => crashes.push(crash));
    session.attach();
    await until(session, () => session.summary?.history.length === 1);
    const first = session.pid;
    assert.ok(first);
    process.kill(first, 'SIGKILL');
    await until(session, () => crashes.length === 1);
    assert.deepEqual(crashes, [{ reason: 'SIGKILL', training: true }]);
    assert.equal(session.status, 'interrupted');
    assert.equal(session.training, false);
    assert.equal(other.training, true);
    assert.ok(log.lines.some((line) => line.startsWith('ERROR') && line.includes('SIGKILL')));

    await session.resume();
    await until(session, () => session.summary?.history.length === 2);
    assert.equal(session.training, true);
    assert.notEqual(session.pid, first);
  });

  it('rejects calls under way when the trainer dies, logs its last words, and explores on once', async () => {
    const session = sessions.open(join(runs, 'run'), 'auto');
    session.attach();
    await session.ready();
    const die = async () => (await session.connected()).call('column', { name: 'die' });
    await assert.rejects(die(), isUserError('process.closed'));
    assert.ok(log.lines.some((line) => line.includes('exit code 7') && line.includes('out of made-up memory')));
    const label = await (await session.connected()).call('column', { name: 'label' });
    assert.equal(label.values[0], session.pid);
    await assert.rejects(die(), isUserError('process.closed'));
    await assert.rejects(session.connected(), isUserError('process.closed'));
    await session.ready();
    assert.notEqual(session.pid, undefined);
  });

  it('neither opens a run nor goes on with one that a person does not allow', async () => {
    allowed.open = false;
    const refused = sessions.open(join(runs, 'run'), 'auto');
    refused.attach();
    await assert.rejects(refused.ready(), isUserError('run.refused'));
    allowed = { open: true, resume: false };
    await refused.ready();
    assert.equal(refused.status, 'interrupted');
    await refused.resume();
    assert.equal(refused.training, false);
    allowed.resume = true;
    await refused.resume();
    assert.equal(refused.training, true);
  });

  it('shuts a training run down in good order', async () => {
    const session = sessions.train({ data: 'good' }, { runs });
    await session.ready();
    await sessions.closeAll();
    assert.equal(session.pid, undefined);
    assert.equal(session.status, 'interrupted');
    assert.equal(await readFile(join(runs, 'shutdowns'), 'utf8'), 'x');
    await assert.rejects(session.connected(), isUserError('process.cancelled'));
  });

  it('calls a run cancelled that was closed before it began', async () => {
    const session = sessions.train({ data: 'refuse' }, { runs });
    const rejected = assert.rejects(session.ready(), isUserError('process.cancelled'));
    await sessions.close(session);
    await rejected;
  });
});

describe('a trainer process', () => {
  it('is killed when it ignores the request and SIGTERM', async () => {
    const client = startTrainer(script, new RecordingLog());
    const training = client.call('train', { request: { data: 'hang' }, runs: tmpdir() });
    const rejected = assert.rejects(training, isUserError('process.closed'));
    await new Promise<void>((resolve) => client.on('loading', () => resolve()));
    const exit = await client.stop({ shutdown: 50, terminate: 50 });
    assert.deepEqual(exit, { code: null, signal: 'SIGKILL' });
    assert.equal(client.pid, undefined);
    await rejected;
  });

  it('rejects calls when there is no script to run', async () => {
    const log = new RecordingLog();
    const client = startTrainer(join(tmpdir(), 'no-such-trainer.js'), log);
    await assert.rejects(client.call('stop', {}), isUserError('process.closed'));
    assert.ok(log.lines.some((line) => line.includes('no-such-trainer.js')));
  });
});

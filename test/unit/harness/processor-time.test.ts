import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { need } from '../../harness/need';
import { spawnGroup, stopGroup } from '../../harness/processes';
import { ending, ownProcessorTime, processorTimeOfGroup } from '../../harness/processor-time';

/** Keeps a processor busy for so many seconds. */
const work = (seconds: number) => `while (process.cpuUsage().user < ${seconds * 1e6});`;

/** Works in a child of a child, says so and rests. */
const family = `
  const script = ${JSON.stringify(`${work(0.4)} console.log('done'); setInterval(() => {}, 1e6);`)};
  require('node:child_process').spawn(process.execPath, ['-e', script], { stdio: 'inherit' });
  setInterval(() => {}, 1e6);`;

describe('the time that processors have worked', () => {
  before(function () {
    need(this, process.platform === 'linux', 'Linux, which tells of it');
  });

  it('is that of a process and of what it waited for', () => {
    const before = Number(ownProcessorTime());
    spawnSync(process.execPath, ['-e', work(0.4)]);
    assert.ok(Number(ownProcessorTime()) - before >= 0.35);
  });

  it('is that of a group, and of what is ended without being waited for', async () => {
    const before = Number(ownProcessorTime());
    const leader = spawnGroup(process.execPath, ['-e', family], { stdio: ['ignore', 'pipe', 'inherit'] });
    assert.ok(leader.stdout);
    await once(leader.stdout, 'data');
    const ofGroup = Number(processorTimeOfGroup(leader.pid ?? 0));
    assert.ok(ofGroup >= 0.35, `${ofGroup}`);
    await ending(() => stopGroup(leader, 0));
    assert.ok(Number(ownProcessorTime()) - before >= 0.35);
  });
});

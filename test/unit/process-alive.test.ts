import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { isProcessAlive } from '../../src/process-alive';

describe('isProcessAlive', () => {
  it('tells a process that runs from one that ended', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    assert.equal(isProcessAlive(child.pid!), true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.equal(isProcessAlive(child.pid!), false);
    assert.equal(isProcessAlive(process.pid), true);
  });

  // Only there does a process stay in the list in a state of its own.
  const onLinux = process.platform === 'linux' ? it : () => {};
  onLinux('takes a process that nobody has buried for dead', async () => {
    // The shell becomes `sleep`, which never asks after the child that ended meanwhile.
    const parent = spawn('sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 30'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [output] = await once(parent.stdout, 'data');
    const pid = Number(String(output));
    const isZombie = () => /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    while (!isZombie()) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(isProcessAlive(pid), false);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
  });
});

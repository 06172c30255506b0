import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { UriLinks } from '../../src/host/integration/uri-links';
import type { Messages } from '../../src/host/messages';
import { listRuns } from '../../src/host/run-listing';
import { Settings } from '../../src/host/settings';
import { smallRun, status, train, until, workspaceFolder } from './support';

/** Runs the task of a configuration; answers its exit code. */
async function runTask(config: string): Promise<number | undefined> {
  const task = await until(`the task of ${config}`, async () =>
    (await vscode.tasks.fetchTasks({ type: 'latentLens' })).find(({ definition }) => definition.config === config),
  );
  const ended = new Promise<number | undefined>((resolve) => {
    const listening = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== task.name) return;
      listening.dispose();
      resolve(exitCode);
    });
  });
  await vscode.tasks.executeTask(task);
  return ended;
}

describe('the tasks', () => {
  const write = (name: string, request: object) => writeFile(join(workspaceFolder(), name), JSON.stringify(request));

  it('train by the configurations of the workspace', async () => {
    await write('built.latent.json', smallRun('built', 1, 200));
    assert.equal(await runTask('built.latent.json'), 0);
    const runs = await listRuns(join(workspaceFolder(), '.latent-lens', 'runs'));
    const [built] = runs.filter(({ name }) => name === 'built');
    assert.equal(built.kind === 'run' && built.status, 'completed');
  });

  it('show at its file what is wrong with one', async () => {
    await write('broken.latent.json', { ...smallRun('broken', 1), training: { epochs: 0 } });
    assert.equal(await runTask('broken.latent.json'), 2);
    const uri = vscode.Uri.file(join(workspaceFolder(), 'broken.latent.json'));
    const [problem] = await until('the problem', () => {
      const found = vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Latent Lens');
      return found.length > 0 && found;
    });
    assert.match(problem.message, /training\.epochs must be at least 1, not 0/);
  });
});

describe('links', () => {
  it('open runs of the workspace, and nothing else', async () => {
    const directory = await train(smallRun('linked', 1, 200));
    await status(directory, 'completed');
    const opened: string[] = [];
    const failures: unknown[] = [];
    const messages = { failure: (error: unknown) => failures.push(error) } as unknown as Messages;
    const settings = new Settings(vscode.Uri.file(workspaceFolder()));
    const links = new UriLinks({ run: (path) => opened.push(path), view: async () => {} }, settings, messages);
    const link = (path: string) => vscode.Uri.parse(`vscode://latent-lens.latent-lens${path}`);
    await links.handleUri(link(`/run?path=${encodeURIComponent(directory)}`));
    await links.handleUri(link('/run?path=linked'));
    assert.deepEqual(opened, [directory, directory]);
    assert.deepEqual(failures, []);
    await links.handleUri(link('/run?path=/'));
    await links.handleUri(link('/view?path=../x.latentview.json'));
    await links.handleUri(link('/other?path=x'));
    assert.deepEqual(
      failures.map((failure) => (failure as { code: string }).code),
      ['tool.outside', 'tool.outside', 'link.unknown'],
    );
  });
});

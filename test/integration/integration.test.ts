import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { UriLinks } from '../../src/host/integration/uri-links';
import type { Messages } from '../../src/host/messages';
import { listRuns } from '../../src/host/run-listing';
import { Settings } from '../../src/host/settings';
import { extension, smallRun, status, train, until, workspaceFolder } from './support';

/** Runs the process of a configuration's task as a terminal would; answers its exit code and what it said. */
async function runTask(config: string): Promise<{ readonly code: number | null; readonly said: string }> {
  const task = await until(`the task of ${config}`, async () =>
    (await vscode.tasks.fetchTasks({ type: 'latentLens' })).find(({ definition }) => definition.config === config),
  );
  assert.deepEqual(task.problemMatchers, ['$latent-lens', '$latent-lens-data']);
  const { process: command, args, options } = task.execution as vscode.ProcessExecution;
  const child = spawn(command, args, { cwd: options?.cwd, env: { ...process.env, ...options?.env } });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

describe('the tasks', () => {
  const write = (name: string, content: string | object) =>
    writeFile(join(workspaceFolder(), name), typeof content === 'string' ? content : JSON.stringify(content));

  /** What a matcher of the manifest makes of the lines of a process. */
  function matched(name: string, said: string): RegExpExecArray | null {
    const { problemMatchers } = extension().packageJSON.contributes;
    const { pattern } = problemMatchers.find((matcher: { readonly name: string }) => matcher.name === name);
    return new RegExp(pattern.regexp, 'm').exec(said);
  }

  it('train by the configurations of the workspace', async () => {
    await write('built.latent.json', smallRun('built', 1, 200));
    const { code, said } = await runTask('built.latent.json');
    assert.equal(code, 0, said);
    const runs = await listRuns(join(workspaceFolder(), '.latent-lens', 'runs'));
    const [built] = runs.filter(({ name }) => name === 'built');
    assert.equal(built.kind === 'run' && built.status, 'completed');
  });

  it('say what is wrong so that their matchers find the file and the line', async () => {
    await write('broken.latent.json', { ...smallRun('broken', 1), training: { epochs: 0 } });
    const configuration = await runTask('broken.latent.json');
    assert.equal(configuration.code, 2);
    const [, file, message] = matched('latent-lens', configuration.said) ?? [];
    assert.deepEqual(
      [file, message],
      ['broken.latent.json', 'training.epochs must be at least 1, not 0. Correct it and try again.'],
    );
    await write('cells.csv', 'a,b\n1,2\n3\n');
    await write('cells.latent.json', { data: 'cells.csv' });
    const data = await runTask('cells.latent.json');
    const [, table, line] = matched('latent-lens-data', data.said) ?? [];
    assert.deepEqual([table, line], [join(workspaceFolder(), 'cells.csv'), '3']);
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

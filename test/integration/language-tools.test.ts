import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { tools } from '../../src/tools';
import { smallRun, status, train } from './support';

async function invoke(name: string, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(`latentLens_${name}`, { input, toolInvocationToken: undefined });
  const [first] = content;
  assert.ok(first instanceof vscode.LanguageModelTextPart);
  return first.value;
}

describe('the tools for language models', () => {
  it('are those of the table, as the manifest says', () => {
    const known = vscode.lm.tools.filter(({ name }) => name.startsWith('latentLens_'));
    assert.deepEqual(known.map(({ name }) => name).sort(), tools.map(({ name }) => `latentLens_${name}`).sort());
    for (const { description, inputSchema } of known) assert.ok(description && inputSchema);
  });

  it('answer from the runs of the workspace', async () => {
    const directory = await train(smallRun('asked', 1, 200));
    await status(directory, 'completed');
    const { runs } = JSON.parse(await invoke('list_runs', {}));
    assert.ok(runs.some((run: { name: string }) => run.name === 'asked'));
    const { mean, losses } = JSON.parse(await invoke('encode', { run: directory, example: 0 }));
    assert.equal(mean.length, 3);
    assert.ok(losses.loss > 0);
  });

  it('say what is wrong with what is asked', async () => {
    await assert.rejects(invoke('encode', { run: 'askd', example: 0 }), /Did you mean/);
    await assert.rejects(invoke('inspect_data', { path: '/' }), /lies outside of what may be reached/);
  });
});

import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { animalRows as rows, animalTable as table } from '../harness/animals';
import { status, train, until, workspaceFolder } from './support';

describe('failures as problems of the editor', () => {
  const folder = () => join(workspaceFolder(), 'failures');
  const file = () => vscode.Uri.file(join(folder(), 'animals.csv'));
  const configuration = () => join(folder(), 'animals.latent.json');
  const problems = () =>
    vscode.languages.getDiagnostics(file()).filter(({ source, code }) => source === 'Latent Lens' && code !== 'gap');
  const problemAt = (line: number, code: string) =>
    problems().find((problem) => problem.range.start.line === line - 1 && problem.code === code);
  let directory: string;

  const fixesAt = async (line: number) => {
    const range = new vscode.Range(line - 1, 0, line - 1, 1);
    const found = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      file(),
      range,
    );
    return found.filter(({ command }) => command?.command === 'latentLens.correctExample');
  };
  const fix = async (line: number, title: string) => {
    const action = (await fixesAt(line)).find((each) => each.title === title);
    assert.ok(action?.command, `${title}, not ${(await fixesAt(line)).map((each) => each.title)}`);
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
  };
  const corrections = async () => JSON.parse(await readFile(configuration(), 'utf8')).data.corrections;

  before(async () => {
    await mkdir(folder(), { recursive: true });
    await writeFile(file().fsPath, `${table().join('\n')}\n`);
    directory = await train({
      name: 'Animals',
      data: { source: file().fsPath, labels: 'animal' },
      model: { kind: 'vae', hidden: [32], latent: 3 },
      training: { epochs: 40, batchSize: 16, seed: 7 },
    });
    await status(directory, 'completed');
    await vscode.window.showTextDocument(file());
    await vscode.commands.executeCommand('latentLens.showProblems', directory);
  });
  after(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('stand at the lines of the table', () => {
    assert.match(
      problemAt(19, 'label')?.message ?? '',
      /^Example 17: labelled ant, likely cow \(p of the label 0\.\d+\)$/,
    );
    assert.equal(problemAt(32, 'duplicate')?.message, 'Example 30: equals example 20');
    assert.equal(problemAt(32, 'duplicate')?.severity, vscode.DiagnosticSeverity.Warning);
  });

  it('are mended by quick fixes, which are written to the configuration beside the data', async () => {
    await fix(19, 'Give example 17 the label cow');
    assert.equal(problemAt(19, 'label'), undefined, 'it is mended');
    assert.ok(problemAt(32, 'duplicate'), 'another is not');
    await fix(32, 'Leave example 30 out');
    assert.equal(problemAt(32, 'duplicate'), undefined);
    const { examples, labels, exclude } = await corrections();
    assert.deepEqual({ examples, labels, exclude }, { examples: rows, labels: { '17': 'cow' }, exclude: [30] });
    // What was decided is no problem when they are looked for again.
    await vscode.commands.executeCommand('latentLens.showProblems', directory);
    assert.deepEqual([problemAt(19, 'label'), problemAt(32, 'duplicate')], [undefined, undefined]);
  });

  it('are no longer those of the next training', async () => {
    const request = JSON.parse(await readFile(configuration(), 'utf8'));
    const again = await train({ ...request, data: { ...request.data, source: file().fsPath } });
    const record = await status(again, 'completed');
    assert.deepEqual([record.data.examples, record.data.excluded], [rows - 1, 1]);
    await vscode.commands.executeCommand('latentLens.showProblems', again);
    assert.equal(problemAt(19, 'label'), undefined);
    assert.equal(problemAt(32, 'duplicate'), undefined);
  });

  it('are gone where the file changes, as its rows may be others', async () => {
    await writeFile(configuration(), JSON.stringify({ data: { source: 'animals.csv', labels: 'animal' } }));
    await vscode.commands.executeCommand('latentLens.showProblems', directory);
    assert.ok(problemAt(19, 'label'), 'nothing is decided about it any more');
    const editor = await vscode.window.showTextDocument(file());
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), '1,2,3,ant\n'));
    await until('no problems', async () => problems().length === 0);
    assert.deepEqual(await fixesAt(19), []);
    await vscode.commands.executeCommand('workbench.action.files.revert');
  });
});

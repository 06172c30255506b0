import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { status, until, workspaceFolder } from './support';

async function open(name: string, content: unknown): Promise<vscode.TextDocument> {
  const file = join(workspaceFolder(), name);
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document);
  return document;
}

describe('*.latent.json', () => {
  it('is checked by the editor', async () => {
    const document = await open('wrong.latent.json', { data: 'builtin:digits', model: { latent: 0, kind: 'gan' } });
    const problems = await until('the problems of a wrong file', () => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length >= 2 && found;
    });
    const lines = problems.map(({ range }) => document.lineAt(range.start.line).text);
    assert.ok(
      lines.some((line) => line.includes('latent')),
      lines.join(),
    );
    assert.ok(
      lines.some((line) => line.includes('kind')),
      lines.join(),
    );
  });

  it('is completed by the editor', async () => {
    const document = await open('new.latent.json', '{\n  "data": "builtin:digits",\n  "training": {\n    \n  }\n}\n');
    const labels = await until('completions', async () => {
      const list = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider',
        document.uri,
        new vscode.Position(3, 4),
      );
      const found = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      return found.some((label) => label.includes('epochs')) && found;
    });
    assert.ok(
      labels.some((label) => label.includes('learningRate')),
      labels.join(),
    );
  });

  it('trains as it says', async () => {
    const document = await open('tiny.latent.json', {
      data: { source: 'builtin:shapes', limit: 200 },
      model: { kind: 'ae', hidden: [16], latent: 2 },
      training: { epochs: 1, batchSize: 50 },
    });
    const directory = await vscode.commands.executeCommand<string>('latentLens.trainFromFile', document.uri);
    const record = await status(directory, 'completed');
    assert.equal(record.name, 'tiny');
    assert.equal(record.config.model.kind, 'ae');
    assert.equal(record.config.model.latent, 2);
    assert.equal(record.data.examples, 200);
  });
});

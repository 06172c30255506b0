import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldTexts } from '../../../src/protocol/field-words';
import { sentences } from '../../../src/protocol/sentences';
import { termTexts } from '../../../src/protocol/terms';
import { projectRoot as root } from '../../harness/paths';

function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function readStrings(path: string): Record<string, string> {
  return JSON.parse(readText(path));
}

function sourceFiles(folder: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).map((file) => join(folder, file));
}

const literal = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/;

/** The value of a literal in single or double quotes. */
function textOf(source: string): string {
  const inner = source.slice(1, -1).replace(/\\'/g, "'");
  return JSON.parse(`"${inner.replace(/(?<!\\)"/g, '\\"')}"`);
}

/** Texts given to `t`, and calls whose text is no literal, which no one could collect. */
function collect(path: string): { texts: string[]; others: string[] } {
  const source = readText(path).replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const texts: string[] = [];
  const others: string[] = [];
  for (const call of source.matchAll(/(?<![\w.]|function )(?:vscode\.l10n\.)?t\(\s*/g)) {
    const text = new RegExp(`^(?:${literal.source})`).exec(source.slice(call.index + call[0].length))?.[0];
    if (text) texts.push(textOf(text));
    else others.push(path);
  }
  return { texts, others };
}

/** Names of keys and what they do, declared as a table and translated where it is shown. */
function keyboardTexts(): string[] {
  const table = /keyboardHelp[^=]*=\s*\[([\s\S]*?)\n\]/.exec(readText('webview/scene/keyboard.ts'))?.[1];
  assert.ok(table, 'webview/scene/keyboard.ts has a table named keyboardHelp');
  return [...table.matchAll(new RegExp(literal, 'g'))].map(([text]) => textOf(text));
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map(([placeholder]) => placeholder).sort();
}

function assertSamePlaceholders(english: string, translated: string): void {
  assert.deepEqual(placeholders(translated), placeholders(english), `${english}\n${translated}`);
}

describe('translations', () => {
  const collected = ['src', 'webview'].flatMap(sourceFiles).map(collect);
  const texts = new Set([
    ...collected.flatMap((file) => file.texts),
    ...Object.values(sentences),
    ...keyboardTexts(),
    ...fieldTexts(),
    ...termTexts(),
  ]);
  const chinese = readStrings('l10n/bundle.l10n.zh-cn.json');

  it('can be collected: every text is a literal where it is used', () => {
    // The one place that translates what came from another process.
    assert.deepEqual(
      collected.flatMap((file) => file.others),
      ['src/host/sentences.ts'],
    );
    assert.ok(texts.size > 150, `only ${texts.size} texts were found`);
  });

  it('are complete in Simplified Chinese', () => {
    assert.deepEqual(
      [...texts].filter((text) => !chinese[text]?.trim()),
      [],
    );
  });

  it('hold nothing that is no longer said', () => {
    assert.deepEqual(
      Object.keys(chinese).filter((text) => !texts.has(text)),
      [],
    );
  });

  it('fill in the same values', () => {
    for (const [english, translated] of Object.entries(chinese)) assertSamePlaceholders(english, translated);
  });
});

describe('the manifest', () => {
  const english = readStrings('package.nls.json');
  const chinese = readStrings('package.nls.zh-cn.json');

  it('has every string in both languages, and no other', () => {
    const used = new Set([...readText('package.json').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key));
    assert.deepEqual(Object.keys(english).sort(), [...used].sort());
    assert.deepEqual(Object.keys(chinese).sort(), [...used].sort());
  });

  it('keeps its links to commands in both languages', () => {
    const links = (text: string) => [...text.matchAll(/\((command:[\w.]+)\)/g)].map(([, link]) => link);
    for (const [key, text] of Object.entries(english)) assert.deepEqual(links(chinese[key]), links(text), key);
  });

  it('links to commands that it contributes', () => {
    const commands = new Set(
      [...readText('package.json').matchAll(/"command": "(latentLens\.\w+)",\s*"title"/g)].map(([, id]) => id),
    );
    const linked = Object.values(english).flatMap((text) =>
      [...text.matchAll(/command:([\w.]+)/g)].map(([, id]) => id),
    );
    assert.ok(linked.length > 0);
    for (const id of linked) assert.ok(commands.has(id), id);
  });
});

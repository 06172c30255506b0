import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { RunRequest } from '../../../src/protocol/config';
import { presets } from '../../../src/protocol/presets';
import { sentences } from '../../../src/protocol/sentences';
import { keyboardHelp } from '../../../webview/scene/keyboard';
import { projectRoot } from '../../harness/paths';
import { blocks, pageAt, pages } from './markdown';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string }[];
    readonly menus: { readonly commandPalette: readonly { readonly command: string; readonly when: string }[] };
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly default: unknown }>> };
  };
}

const json = (path: string): unknown => JSON.parse(readFileSync(join(projectRoot, path), 'utf8'));

describe('What the documentation says', () => {
  const { contributes } = json('package.json') as Manifest;
  const words = json('package.nls.json') as Readonly<Record<string, string>>;
  const readme = pageAt('README.md');

  it('names every command of the palette', () => {
    const { commandPalette } = contributes.menus;
    const hidden = new Set(commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
    const titles = contributes.commands
      .filter(({ command }) => !hidden.has(command))
      .map(({ title }) => words[title.replaceAll('%', '')]);
    assert.deepEqual(
      titles.filter((title) => !readme.text.includes(title)),
      [],
    );
  });

  it('names every setting with its default', () => {
    const rows = Object.entries(contributes.configuration.properties).map(
      ([name, setting]) => `| \`${name}\` | ${setting.default === '' ? 'empty' : `\`${setting.default}\``} |`,
    );
    assert.deepEqual(
      rows.filter((row) => !readme.text.includes(row)),
      [],
    );
  });

  it('gives configurations that are valid', () => {
    const requests = pages().flatMap((page) => blocks(page, 'json'));
    assert.ok(requests.length >= 2);
    for (const request of requests) v.parse(RunRequest, JSON.parse(request));
  });

  it('lists the presets as they are', () => {
    const { text } = pageAt('docs/models.md');
    for (const [name, { model }] of Object.entries(presets)) {
      const row = text.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';
      const [, , architecture, hidden, latent] = row.split('|').map((cell) => cell.trim());
      assert.deepEqual(
        { architecture: architecture?.split(',')[0], hidden, latent },
        { architecture: model.architecture, hidden: model.hidden?.join(', '), latent: `${model.latent}` },
      );
    }
  });

  it('lists the keys of the view', () => {
    const { text } = pageAt('docs/panel.md');
    const rows = keyboardHelp.map(([keys, action]) => `| ${keys} | ${action} |`);
    assert.deepEqual(
      rows.filter((row) => !text.includes(row)),
      [],
    );
  });

  it('quotes sentences as they are', () => {
    const [quoted] = blocks(pageAt('docs/data.md'), 'text');
    const templates = Object.values(sentences).map(
      (sentence) => new RegExp(`^${sentence.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '.+')}$`),
    );
    const lines = quoted.trim().split('\n');
    assert.ok(lines.length >= 5);
    assert.deepEqual(
      lines.filter((line) => !templates.some((template) => template.test(line))),
      [],
    );
  });
});

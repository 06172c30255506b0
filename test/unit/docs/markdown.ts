import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../harness/paths';

/** A documentation page. */
export interface Page {
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
}

/** The pages that people read; not the notices, which are others' words. */
export function pages(): readonly Page[] {
  const names = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];
  const docs = readdirSync(join(projectRoot, 'docs')).filter((name) => name.endsWith('.md'));
  return [...names, ...docs.map((name) => `docs/${name}`)].map(pageAt);
}

export function pageAt(path: string): Page {
  return { path, text: readFileSync(join(projectRoot, path), 'utf8') };
}

/** Fenced blocks of a language. */
export function blocks({ text }: Page, language: string): readonly string[] {
  return [...text.matchAll(/^```(\S*)\n([\s\S]*?)^```$/gm)]
    .filter(([, name]) => name === language)
    .map(([, , body]) => body);
}

/** Everything in code: inline, and the lines of fenced blocks. */
export function codeOf({ text }: Page): readonly string[] {
  const fenced = [...text.matchAll(/^```\S*\n([\s\S]*?)^```$/gm)].flatMap(([, body]) => body.split('\n'));
  const inline = [...withoutBlocks(text).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);
  return [...fenced, ...inline];
}

/** Targets of links and images. */
export function links({ text }: Page): readonly string[] {
  return [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target);
}

/** The anchors that GitHub gives a page's headings. */
export function anchors({ text }: Page): readonly string[] {
  return [...withoutBlocks(text).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

function withoutBlocks(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '');
}

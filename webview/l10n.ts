import { fillPlaceholders, paramsInWords, type Sentence, UserError } from '../src/protocol/errors';
import type { PanelLanguage } from '../src/protocol/panel';
import { sentences } from '../src/protocol/sentences';
import { formatInteger, setLocale } from './numbers';
import { isAbsolutePath, shortPath } from './short-path';

let translations: Readonly<Record<string, string>> = {};
let folders: readonly string[] = [];

/** Takes the panel's language from the host. `strings` is keyed by the English text; what is not there stays English. */
export function setLanguage({ strings, locale, folders: open }: PanelLanguage): void {
  translations = strings;
  folders = open;
  setLocale(locale);
}

/**
 * A text in the person's language, `{0}`, `{1}`… filled in. The first argument is always a literal: that is how the
 * texts to translate are collected. Numbers are written as whole numbers of the locale; format others beforehand.
 */
export function t(message: string, ...args: readonly (string | number)[]): string {
  const params = Object.fromEntries(
    args.map((arg, position) => [position, typeof arg === 'number' ? formatInteger(arg) : arg]),
  );
  return fillPlaceholders(translate(message), params);
}

/** A text that was declared elsewhere, in English. */
export function translate(message: string): string {
  return translations[message] ?? message;
}

/** A sentence for a person. */
export interface Words {
  /** With the paths in it shortened. */
  readonly text: string;
  /** With the paths as they are. */
  readonly full: string;
}

/** A sentence of another process, in the person's language. */
export function sentenceInWords(sentence: Sentence): Words {
  return {
    text: translateSentence(sentence, (path) => shortPath(path, folders)),
    full: translateSentence(sentence, (path) => path),
  };
}

function translateSentence({ code, params }: Sentence, shownPath: (path: string) => string): string {
  const words = Object.entries(paramsInWords(params, (inner) => translateSentence(inner, shownPath)));
  const shown = words.map(([name, value]) => [
    name,
    typeof value === 'string' && isAbsolutePath(value) ? shownPath(value) : value,
  ]);
  return fillPlaceholders(translate(sentences[code]), Object.fromEntries(shown));
}

/** The sentence for a failed call; null for one that was cancelled and needs no words. */
export function describeError(error: unknown): Words | null {
  if (!(error instanceof UserError)) {
    const message = error instanceof Error ? error.message : String(error);
    return sentenceInWords({ code: 'internal', params: { message } });
  }
  return error.code === 'process.cancelled' ? null : sentenceInWords(error);
}

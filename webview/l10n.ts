import { fillPlaceholders, paramsInWords, type Sentence, UserError } from '../src/protocol/errors';
import { sentences } from '../src/protocol/sentences';
import { formatInteger, setLocale } from './numbers';

let translations: Readonly<Record<string, string>> = {};

/** Takes the panel's language from the host. `strings` is keyed by the English text; what is not there stays English. */
export function setLanguage(strings: Readonly<Record<string, string>>, locale: string): void {
  translations = strings;
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

/** A sentence of another process, in the person's language. */
export function translateSentence({ code, params }: Sentence): string {
  return fillPlaceholders(translate(sentences[code]), paramsInWords(params, translateSentence));
}

/** The sentence for a failed call; null for one that was cancelled and needs no words. */
export function describeError(error: unknown): string | null {
  if (!(error instanceof UserError)) {
    const message = error instanceof Error ? error.message : String(error);
    return translateSentence({ code: 'internal', params: { message } });
  }
  return error.code === 'process.cancelled' ? null : translateSentence(error);
}

import { fillPlaceholders, paramsInWords, type Sentence } from '../protocol/errors';
import type { PageLanguage } from '../protocol/page';
import type { Translate } from '../protocol/problems';
import { sentences } from '../protocol/sentences';

/** How a report speaks. */
export interface Words {
  readonly locale: string;
  readonly t: Translate;
  /** A text that is declared elsewhere, in English. */
  declared(text: string): string;
  /** Of places on disk it says the last part alone: a report is handed on. */
  sentence(sentence: Sentence): string;
}

/** In a language, as far as there are translations. */
export function wordsIn({ strings, locale }: PageLanguage): Words {
  const translated = (message: string) => strings[message] ?? message;
  const numbers = numberFormat(locale);
  const sentence = ({ code, params }: Sentence): string => {
    const words = Object.entries(paramsInWords(params, sentence));
    const shown = words.map(([name, value]) => [name, typeof value === 'string' ? withoutFolders(value) : value]);
    return fillPlaceholders(translated(sentences[code] ?? sentences.internal), Object.fromEntries(shown));
  };
  const translate: Translate = (message, ...args) => {
    const shown = args.map((arg) => (typeof arg === 'number' ? numbers.format(arg) : arg));
    return fillPlaceholders(translated(message), Object.fromEntries(shown.entries()));
  };
  return { locale, sentence, declared: translated, t: translate };
}

const absolutePath = /(?<![\w.:/\\])(?:[A-Za-z]:)?[\\/](?:[^\\/'"\n]+[\\/])+([^\\/'"\n]*)/g;

/** Absolute paths in a text, of any system, without the folders that lead there. */
export function withoutFolders(text: string): string {
  return text.replace(absolutePath, (path, name: string) => (name === '' ? path : name));
}

function numberFormat(locale: string): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale);
  } catch {
    return new Intl.NumberFormat('en');
  }
}

import type * as v from 'valibot';
import { fillPlaceholders } from './errors';

/** `vscode.l10n.t`, or what does its work in a webview. Placeholders are `{0}`, `{1}`, … */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** For those who are spoken to in English, whatever the editor speaks. */
export function inEnglish(message: string, ...args: (string | number)[]): string {
  return fillPlaceholders(message, Object.fromEntries(args.entries()));
}

/** What is wrong with a value, as the predicate of a sentence about it: `must be at least 1, not 0`. */
export function problemOf(
  { type, received, requirement, expected, message }: v.BaseIssue<unknown>,
  t: Translate,
): string {
  if (type === 'strict_object' && expected === 'never') return t('is not a setting of this version');
  if (received === 'undefined') return t('is missing');
  switch (type) {
    case 'integer':
      return t('must be a whole number, not {0}', received);
    case 'min_value':
      return t('must be at least {0}, not {1}', String(requirement), received);
    case 'max_value':
      return t('must be at most {0}, not {1}', String(requirement), received);
    case 'gt_value':
      return t('must be greater than {0}, not {1}', String(requirement), received);
    case 'min_length':
      return t('must not be empty');
    case 'max_length':
      return t('must have at most {0} entries or characters', String(requirement));
    case 'picklist':
      return t('must be one of {0}, not {1}', (expected ?? '').replace(/[()]/g, '').replaceAll(' | ', ', '), received);
    case 'number':
    case 'finite':
      return t('must be a number, not {0}', received);
    case 'string':
      return t('must be text in quotes, not {0}', received);
    case 'array':
      return t('must be a list in [ ], not {0}', received);
    case 'strict_object':
      return t('must be an object in { }, not {0}', received);
    default:
      return t('is not valid: {0}', message);
  }
}

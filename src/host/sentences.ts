import * as vscode from 'vscode';
import { paramsInWords, type Sentence } from '../protocol/errors';
import { sentences } from '../protocol/sentences';

/** A sentence in the editor's language. */
export function translate({ code, params }: Sentence): string {
  return vscode.l10n.t(sentences[code] ?? sentences.internal, paramsInWords(params, translate));
}

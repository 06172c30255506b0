import { type SentenceCode, sentences } from './sentences';

/** A sentence may hold another, which is put into words (and translated) with it. */
export type SentenceParams = Readonly<Record<string, string | number | Sentence>>;

/** A sentence for a person as it crosses processes: the words are chosen (and translated) where it is shown. */
export interface Sentence {
  readonly code: SentenceCode;
  readonly params: SentenceParams;
}

/** A failure that a person can understand and mend. `code` names the sentence, `params` fill its placeholders. */
export class UserError extends Error implements Sentence {
  override readonly name = 'UserError';

  constructor(
    readonly code: SentenceCode,
    readonly params: SentenceParams = {},
    options?: ErrorOptions,
  ) {
    super(formatSentence({ code, params }), options);
  }
}

/** By name, not by class: an error may come from another bundle, which holds a copy of the class. */
export function isUserError(error: unknown): error is UserError {
  return error instanceof Error && error.name === 'UserError';
}

/** The sentence in English, its `{placeholders}` filled in. */
export function formatSentence({ code, params }: Sentence): string {
  return fillPlaceholders(sentences[code], params);
}

export function fillPlaceholders(template: string, params: SentenceParams): string {
  const words = paramsInWords(params, formatSentence);
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => String(words[name] ?? placeholder));
}

/** The parameters of a sentence, with those that are sentences put into words. */
export function paramsInWords(
  params: SentenceParams,
  inWords: (sentence: Sentence) => string,
): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'object' ? inWords(value) : value]),
  );
}

/** Restores an error from its form on the wire. */
export interface WireError {
  readonly code: SentenceCode;
  readonly params: SentenceParams;
  /** For the log, never for a person's eyes. */
  readonly detail: string;
}

export function toWireError(error: unknown): WireError {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (isUserError(error)) return { code: error.code, params: error.params, detail };
  const message = error instanceof Error ? error.message : String(error);
  const shortage = memoryShortage.exec(message)?.[0];
  if (shortage !== undefined) return { code: 'process.noMemory', params: { reason: shortage }, detail };
  return { code: 'internal', params: { message }, detail };
}

/** How TensorFlow, V8 and Node say that no memory is left. */
const memoryShortage =
  /OOM when allocating tensor with shape\[[\d,]*\]|Array buffer allocation failed|Cannot allocate Wasm memory|could not allocate memory|ENOMEM\b/;

export function fromWireError({ code, params, detail }: WireError): UserError {
  return new UserError(code in sentences ? code : 'internal', params, { cause: detail });
}

import * as v from 'valibot';
import { type Sentence, UserError } from '../protocol/errors';
import { inEnglish, problemOf } from '../protocol/problems';
import type { Reader } from './reader';
import type { Trainings } from './trainings';
import type { Workspace } from './workspace';

/** A picture among the answers, as the bytes of a PNG file. */
export interface Picture {
  readonly png: Uint8Array;
  /** What is on it. */
  readonly caption: string;
}

export interface ToolAnswer {
  /** What JSON can hold, typed arrays among it. */
  readonly data: object;
  readonly pictures?: readonly Picture[];
}

/** What every tool has. */
export interface Reading {
  readonly workspace: Workspace;
  /** A trainer with nothing opened. */
  free(): Reader;
  /** A trainer with a run opened. @throws UserError tool.*, run.*, data.* */
  opened(directory: string, signal: AbortSignal): Promise<Reader>;
}

/** What those have, too, that write. */
export interface Writing extends Reading {
  readonly trainings: Trainings;
}

interface Words {
  /** Of letters and underscores. */
  readonly name: string;
  readonly title: string;
  /** For whoever chooses among tools: what it does, when to take it, what it answers. */
  readonly description: string;
}

/** A tool as a server of any protocol offers it. */
export interface Tool extends Words {
  readonly input: v.GenericSchema;
  /** Whether it changes files: only those that do are given what could. */
  readonly writes: boolean;
  /** What it is about to do, for a person to agree to; null where it changes nothing. */
  intent(input: unknown): Sentence | null;
  /** @throws UserError tool.input for what its schema does not allow, and whatever keeps it from answering */
  call(input: unknown, context: Writing, signal: AbortSignal): Promise<ToolAnswer>;
}

type Run<S extends v.GenericSchema, Context> = (
  input: v.InferOutput<S>,
  context: Context,
  signal: AbortSignal,
) => Promise<ToolAnswer>;

/** A tool that changes nothing: it has no way to. */
export function readingTool<S extends v.GenericSchema>(
  words: Words & { readonly input: S; readonly run: Run<S, Reading> },
): Tool {
  return {
    ...words,
    writes: false,
    intent: () => null,
    call: (input, { workspace, free, opened }, signal) =>
      words.run(checkInput(words, input), { workspace, free, opened }, signal),
  };
}

/** A tool that makes or changes files of the workspace. */
export function writingTool<S extends v.GenericSchema>(
  words: Words & {
    readonly input: S;
    readonly intent: (input: v.InferOutput<S>) => Sentence;
    readonly run: Run<S, Writing>;
  },
): Tool {
  return {
    ...words,
    writes: true,
    intent: (input) => words.intent(checkInput(words, input)),
    call: (input, context, signal) => words.run(checkInput(words, input), context, signal),
  };
}

function checkInput<S extends v.GenericSchema>(
  { name, input: schema }: { readonly name: string; readonly input: S },
  input: unknown,
): v.InferOutput<S> {
  const result = v.safeParse(schema, input ?? {});
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = issue.path?.map(({ key }) => key).join('.') || 'input';
  throw new UserError('tool.input', { tool: name, field, problem: problemOf(issue, inEnglish) });
}

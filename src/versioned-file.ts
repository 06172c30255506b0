import { readFile } from 'node:fs/promises';
import * as v from 'valibot';

interface Reading<Schema extends v.GenericSchema> {
  /** What files of that version hold, their number among it. */
  readonly schema: Schema;
  readonly version: number;
  /** The error of a file that cannot be read, or holds something else. */
  unreadable(reason: string, cause?: unknown): Error;
  /** The error of a file of a later version. */
  newer(): Error;
}

/** Reads a file of JSON that says by `version` how it is to be read. @throws what `unreadable` and `newer` make */
export async function readVersioned<Schema extends v.GenericSchema>(
  path: string,
  { schema, version, unreadable, newer }: Reading<Schema>,
): Promise<v.InferOutput<Schema>> {
  let value: unknown;
  try {
    value = JSON.parse((await readFile(path, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    throw unreadable((error as Error).message, error);
  }
  const named = v.safeParse(v.looseObject({ version: v.number() }), value);
  if (named.success && named.output.version > version) throw newer();
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw unreadable(`${v.getDotPath(issue) ?? 'the content'}: ${issue.message}`);
}

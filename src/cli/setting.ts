import * as v from 'valibot';
import { RunRequest } from '../protocol/config';
import { inEnglish, problemOf } from '../protocol/problems';
import { UsageError } from './arguments';

/** A setting of a request, by its place: `['model', 'hidden']`. */
export interface Assignment {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** A schema as far as its parts are looked at here; which of them are there depends on `type`. */
interface SchemaNode {
  readonly type: string;
  /** Of an optional one. */
  readonly wrapped?: SchemaNode;
  /** Of an object. */
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  /** Of a record: what its values are. */
  readonly value?: SchemaNode;
  /** Of a union: schemas. */
  readonly options?: readonly unknown[];
}

/**
 * What `--set PATH=VALUE` says: `model.hidden=[64]`, `data.colour=grey`. The value is JSON, or else plain text.
 * @throws UsageError that names the path and what is allowed
 */
export function parseAssignment(text: string): Assignment {
  const [, name, written] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) {
    throw new UsageError(`--set takes a setting and its value, as in model.hidden=[64], not ${JSON.stringify(text)}`);
  }
  const { path, schema } = settingAt(name);
  // What reads as a number may be a name.
  const meant = [...asJson(written), written];
  const results = meant.map((value) => v.safeParse(schema, value));
  const taken = results.find(({ success }) => success);
  if (taken) return { path, value: taken.output };
  throw new UsageError(`--set: ${results[0].issues?.map((issue) => problemWith(name, issue))[0]}`);
}

/** The target with a value at a place, as a copy. Data that are given by their path alone become an object for it. */
export function assign<Target extends object>(
  target: Target,
  [name, ...rest]: readonly string[],
  value: unknown,
): Target {
  if (rest.length === 0) return { ...target, [name]: value };
  const inner: unknown = (target as Readonly<Record<string, unknown>>)[name];
  const own = name === 'data' && typeof inner === 'string' ? { source: inner } : inner;
  return { ...target, [name]: assign(typeof own === 'object' && own !== null ? own : {}, rest, value) };
}

function settingAt(name: string): { path: readonly string[]; schema: v.GenericSchema } {
  const path: string[] = [];
  let schema = RunRequest as unknown as SchemaNode;
  const names = name.split('.');
  while (names.length > 0) {
    const node = objectOf(schema);
    // The name of a column may have dots of its own.
    const next = node?.type === 'record' ? names.splice(0).join('.') : (names.shift() ?? '');
    const inner = node?.type === 'record' ? node.value : own(node?.entries, next);
    if (inner === undefined) throw new UsageError(`--set: ${notASetting(name, path, node)}`);
    path.push(next);
    schema = inner;
  }
  return { path, schema: schema as unknown as v.GenericSchema };
}

/** What has parts of its own: the object that is the schema, or one of its alternatives. Undefined for a plain value. */
function objectOf(schema: SchemaNode): SchemaNode | undefined {
  if (schema.wrapped) return objectOf(schema.wrapped);
  if (schema.type === 'union') return (schema.options as readonly SchemaNode[]).map(objectOf).find(Boolean);
  return schema.entries || schema.type === 'record' ? schema : undefined;
}

function own<T>(entries: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return entries && Object.hasOwn(entries, name) ? entries[name] : undefined;
}

function notASetting(name: string, parent: readonly string[], node: SchemaNode | undefined): string {
  const place = parent.join('.');
  if (!node?.entries) return `${name} is not a setting; ${place} is one without parts`;
  const names = Object.keys(node.entries).filter((own) => own !== '$schema');
  return `${name} is not a setting; those ${place === '' ? 'there are' : `of ${place}`} are ${names.join(', ')}`;
}

/** What is wrong with the value of a setting, of a union in the alternative that came closest. */
function problemWith(name: string, issue: v.BaseIssue<unknown>): string {
  const inner = issue.issues?.findLast(({ path }) => path !== undefined) ?? issue;
  const place = [name, ...(inner.path ?? []).map(({ key }) => String(key))].join('.');
  return `${place} ${inner.type === 'union' ? unionProblem(inner) : problemOf(inner, inEnglish)}`;
}

const kinds: Readonly<Record<string, string>> = {
  number: 'a number',
  Array: 'a list in [ ]',
  Object: 'an object in { }',
  string: 'text',
};

function unionProblem({ expected, received }: v.BaseIssue<unknown>): string {
  const words = (expected ?? '').split(/[()| ]+/).filter(Boolean);
  return `must be ${words.map((word) => kinds[word] ?? word).join(' or ')}, not ${received}`;
}

/** The value that is written as JSON, if it is. */
function asJson(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

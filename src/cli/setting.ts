import * as v from 'valibot';
import { RunRequest } from '../protocol/config';
import { fillPlaceholders } from '../protocol/errors';
import { problemOf } from '../protocol/problems';
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
  const [issue] = results[0].issues ?? [];
  throw new UsageError(`--set ${name}: ${name} ${problemWords(issue)}`);
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
  for (let rest = name; rest !== ''; ) {
    const node = objectOf(schema);
    // The name of a column may have dots of its own.
    const [first, ...others] = node?.type === 'record' ? [rest] : rest.split('.');
    const next = node && (node.type === 'record' ? node.value : own(node.entries, first));
    if (next === undefined) throw new UsageError(`--set ${name}: ${notASetting([...path, first], path, node)}`);
    path.push(first);
    schema = next;
    rest = others.join('.');
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

function notASetting(path: readonly string[], parent: readonly string[], node: SchemaNode | undefined): string {
  const place = parent.join('.');
  if (!node?.entries) return `${path.join('.')} is not a setting; ${place} is one without parts`;
  const names = Object.keys(node.entries).filter((name) => name !== '$schema');
  return `${path.join('.')} is not a setting; those ${place === '' ? 'there are' : `of ${place}`} are ${names.join(', ')}`;
}

function problemWords(issue: v.BaseIssue<unknown> | undefined): string {
  if (issue === undefined) return 'is not valid';
  const inner = issue.issues?.findLast(({ path }) => path !== undefined) ?? issue;
  if (inner.type === 'union') return `must be ${inner.expected}, not ${inner.received}`;
  const place = inner.path?.map(({ key }) => String(key)).join('.');
  const problem = problemOf(inner, (message, ...args) => fillPlaceholders(message, Object.fromEntries(args.entries())));
  return place ? `at ${place} ${problem}` : problem;
}

/** The value that is written as JSON, if it is. */
function asJson(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

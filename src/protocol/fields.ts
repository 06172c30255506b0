import * as v from 'valibot';
import { RunRequest } from './config';

/**
 * How a setting is asked for. `text`; one `number`; several `numbers`; one of `choice`s, or some of `choices`; a
 * `switch` that is on or off; `names`, which are any texts; `roles` of columns, by their names.
 */
export type FieldForm = 'text' | 'number' | 'numbers' | 'choice' | 'choices' | 'switch' | 'names' | 'roles';

export type FieldSection = 'data' | 'model' | 'objective' | 'training' | 'run';

/** One setting of a request: a leaf of its schema. */
export interface Field {
  /** Its place, with dots between: `training.batchSize`. */
  readonly key: string;
  readonly path: readonly string[];
  readonly section: FieldSection;
  readonly form: FieldForm;
  /** In English; empty where the schema has none. */
  readonly description: string;
  /** Of `choice` and `choices`: what there is to choose from. */
  readonly choices: readonly string[];
  /** Of a `number`, as far as there are such. */
  readonly limits: { readonly low?: number; readonly high?: number };
  /** Checks a value, without which the setting is as the preset or the data have it. */
  readonly schema: v.GenericSchema;
}

/** A schema as far as its leaves can be told from it; which of the parts are there depends on `type`. */
interface SchemaNode {
  readonly type: string;
  readonly wrapped?: SchemaNode;
  readonly entries?: Readonly<Record<string, SchemaNode>>;
  readonly item?: SchemaNode;
  readonly value?: SchemaNode;
  readonly pipe?: readonly (SchemaNode & { readonly requirement?: unknown })[];
  /** Schemas of a union, or words of a picklist. */
  readonly options?: readonly (SchemaNode | string)[];
}

/** What nobody sets on a page: how an editor checks a file, and what was put right in data, example by example. */
const noSettings: ReadonlySet<string> = new Set(['$schema', 'corrections']);

/** All settings of a request, in the order of its schema. */
export const fields: readonly Field[] = leaves(RunRequest as unknown as SchemaNode, []);

export function fieldOf(key: string): Field {
  const field = fields.find((own) => own.key === key);
  if (!field) throw new Error(`There is no setting ${key}`);
  return field;
}

function leaves(schema: SchemaNode, path: readonly string[]): Field[] {
  const entries = entriesOf(schema);
  if (!entries) return [leaf(schema, path)];
  return Object.entries(entries)
    .filter(([name]) => !noSettings.has(name))
    .flatMap(([name, own]) => leaves(own, [...path, name]));
}

/** The settings that an object consists of; also where a union offers a shorter form of it. Undefined for a leaf. */
function entriesOf(schema: SchemaNode): SchemaNode['entries'] {
  const own = unwrapped(schema);
  if (own.type !== 'union') return own.entries;
  return own.options
    ?.map((option) => (typeof option === 'string' ? undefined : unwrapped(option).entries))
    .find(Boolean);
}

function leaf(schema: SchemaNode, path: readonly string[]): Field {
  const own = unwrapped(schema);
  const described = own as unknown as v.GenericSchema;
  const [section] = path;
  return {
    key: path.join('.'),
    path,
    section: path.length > 1 ? (section as FieldSection) : 'run',
    form: formOf(own, path),
    description: v.getDescription(described) ?? '',
    choices: wordsOf(own) ?? (own.item && wordsOf(unwrapped(own.item))) ?? [],
    limits: own.type === 'number' ? limitsOf(own) : {},
    schema: described,
  };
}

function formOf(schema: SchemaNode, path: readonly string[]): FieldForm {
  switch (schema.type) {
    case 'string':
      return 'text';
    case 'number':
      return 'number';
    case 'boolean':
      return 'switch';
    case 'picklist':
      return 'choice';
    case 'record':
      return 'roles';
    // A number, or several.
    case 'union':
      return 'numbers';
    case 'array': {
      const item = schema.item && unwrapped(schema.item).type;
      if (item === 'picklist') return 'choices';
      return item === 'number' ? 'numbers' : 'names';
    }
    default:
      throw new Error(`${path.join('.')}: no form is known for ${schema.type}`);
  }
}

function limitsOf(schema: SchemaNode): Field['limits'] {
  const checks = actionsOf(schema);
  const bound = (...types: string[]) => {
    const requirement = checks.find(({ type }) => types.includes(type))?.requirement;
    return typeof requirement === 'number' ? requirement : undefined;
  };
  const [low, high] = [bound('min_value', 'gt_value'), bound('max_value')];
  return { ...(low !== undefined && { low }), ...(high !== undefined && { high }) };
}

/** What a schema does one after the other; a pipe may begin with another one. */
function actionsOf({ pipe = [] }: SchemaNode): NonNullable<SchemaNode['pipe']> {
  return pipe.flatMap((action) => (action.pipe ? actionsOf(action) : [action]));
}

function wordsOf({ type, options }: SchemaNode): readonly string[] | undefined {
  return type === 'picklist' ? options?.filter((option) => typeof option === 'string') : undefined;
}

function unwrapped(schema: SchemaNode): SchemaNode {
  return schema.wrapped ? unwrapped(schema.wrapped) : schema;
}

/** The value at a place; undefined where there is none. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = (current as Readonly<Record<string, unknown>>)[name];
  }
  return current;
}

/** The same with another value at a place, or with none; objects that become empty go, too. */
export function withValue<T extends object>(target: T, [name, ...rest]: readonly string[], value: unknown): T {
  const { [name]: old, ...others } = target as Readonly<Record<string, unknown>>;
  let own = value;
  if (rest.length > 0) {
    own = withValue(typeof old === 'object' && old !== null ? old : {}, rest, value);
    if (Object.keys(own as object).length === 0) own = undefined;
  }
  if (own === undefined) return others as T;
  // In its place, so that a file keeps its order.
  return (name in target ? { ...target, [name]: own } : { ...others, [name]: own }) as T;
}

/** How a value is written in a field of text; empty for none. */
export function fieldText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/**
 * What was typed, as the value of a setting, and what the schema finds wrong with it. Nothing typed is no value, but for
 * lists, which may be empty.
 */
export function readField(
  field: Field,
  text: string,
): { readonly value: unknown; readonly issue?: undefined } | { readonly issue: v.BaseIssue<unknown> } {
  const result = v.safeParse(field.schema, typedValue(field, text.trim()));
  return result.success ? { value: result.output } : { issue: furthest(result.issues[0]) };
}

function typedValue({ form, key, schema }: Field, text: string): unknown {
  switch (form) {
    case 'number':
      return typedNumber(text);
    case 'numbers': {
      const numbers = text.split(/[\s,;×x]+/).flatMap((part) => (part === '' ? [] : [typedNumber(part)]));
      // One number stands for itself where that is allowed.
      return numbers.length === 1 && v.is(schema, numbers[0]) ? numbers[0] : numbers;
    }
    case 'choices':
    case 'names':
      return text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));
    case 'switch':
      return text === 'true' ? true : text === 'false' ? false : text;
    case 'roles':
      throw new Error(`${key} is not typed`);
    default:
      return text;
  }
}

/** What is no number stays what it is, so that it can be named. */
function typedNumber(text: string): number | string {
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? text : value;
}

/** Of a union: what is wrong with the alternative that came closest. */
function furthest(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
  const inner = issue.issues?.findLast((own) => (own.path?.length ?? 0) > 0) ?? issue.issues?.at(-1);
  return inner ? furthest(inner) : issue;
}

import * as v from 'valibot';
import type { ColumnRoleChoice, DataConfig, PresetName } from '../../src/protocol/config';
import { RunRequest } from '../../src/protocol/config';
import { type Field, fields, fieldText, readField, valueAt, withValue } from '../../src/protocol/fields';
import { type ModelledData, resolveConfig } from '../../src/protocol/presets';

/** A configuration that a person works on. */
export interface Draft {
  /** What was asked for by hand, which is all valid. */
  readonly request: RunRequest & { readonly data: DataConfig };
  /** What stands in fields and is no value for them, by key. */
  readonly typed: Readonly<Record<string, string>>;
}

/** What holds where a request says nothing: the settings of the editor. */
export interface Defaults {
  readonly backend: NonNullable<RunRequest['backend']>;
  readonly memory: number | null;
}

/** Decided by a person in any case: there is nothing that they would be without. */
const decisions: ReadonlySet<string> = new Set(['data.source', 'preset', 'model.kind']);

export function draftOf(request: RunRequest): Draft {
  const { data } = request;
  return { request: { ...request, data: typeof data === 'string' ? { source: data } : data }, typed: {} };
}

/** The request in as few words as it takes, its preset among them. */
export function requestOfDraft({ request }: Draft, data: ModelledData): RunRequest {
  const { data: asked, ...rest } = request;
  const named = { ...rest, preset: resolveConfig(request, data).preset };
  return { ...named, data: Object.keys(asked).length === 1 ? asked.source : asked };
}

/** What a setting comes to; undefined where the data decide as they are read. */
export function settledValue({ request }: Draft, field: Field, data: ModelledData, defaults: Defaults): unknown {
  const { backend = defaults.backend } = request;
  return valueAt(
    { ...resolveConfig({ ...request, backend }, data), name: request.name, from: request.from },
    field.path,
  );
}

/** What stands in a setting's field. */
export function textOf(draft: Draft, field: Field, data: ModelledData, defaults: Defaults): string {
  return draft.typed[field.key] ?? fieldText(settledValue(draft, field, data, defaults));
}

/**
 * After a text was typed. What equals what the setting is by itself, or nothing where nothing may be said, is no change;
 * what is no value is kept as it was typed.
 */
export function withText(draft: Draft, field: Field, text: string, data: ModelledData, defaults: Defaults): Draft {
  if (text.trim() === '' && isOptional(field)) return withoutChange(draft, field);
  const read = readField(field, text);
  if (read.issue) return { ...draft, typed: { ...draft.typed, [field.key]: text } };
  const { request } = withoutChange(draft, field);
  const own = settledValue({ request, typed: {} }, field, data, defaults);
  // A switch that nobody has touched is off.
  const same =
    field.form === 'switch' ? (own ?? false) === read.value : JSON.stringify(own) === JSON.stringify(read.value);
  const isSame = same && !decisions.has(field.key);
  return {
    request: isSame ? request : withValue(draft.request, field.path, read.value),
    typed: without(draft.typed, field.key),
  };
}

/** The setting as it is by itself. */
export function withoutChange(draft: Draft, { key, path }: Field): Draft {
  const request = decisions.has(key) ? draft.request : withValue(draft.request, path, undefined);
  return { request, typed: without(draft.typed, key) };
}

/** Another preset: it fills in all that was not changed by hand. */
export function withPreset({ request, typed }: Draft, preset: PresetName): Draft {
  return { request: { ...request, preset }, typed };
}

/** Other data: what was said of the columns and the reading of the ones before goes with them. */
export function withData({ request, typed }: Draft, data: DataConfig): Draft {
  const others = Object.entries(typed).filter(([key]) => !key.startsWith('data.'));
  const { limit, memory } = request.data;
  const kept = { ...(limit !== undefined && { limit }), ...(memory !== undefined && { memory }) };
  return { request: { ...request, data: { ...kept, ...data } }, typed: Object.fromEntries(others) };
}

/** Does a setting differ from what it is by itself? */
export function isChanged(draft: Draft, field: Field, data: ModelledData, defaults: Defaults): boolean {
  if (decisions.has(field.key)) return false;
  if (draft.typed[field.key] !== undefined) return true;
  const value = valueAt(draft.request, field.path);
  if (value === undefined) return false;
  const own = settledValue(withoutChange(draft, field), field, data, defaults);
  return JSON.stringify(own) !== JSON.stringify(value);
}

/** What a person wants a column to be; null where nothing was said. */
export function roleOf({ roles = {}, labels, ignore = [] }: DataConfig, column: string): ColumnRoleChoice | null {
  // As the trainer has it: a role goes before the rest.
  if (Object.hasOwn(roles, column)) return roles[column];
  if (labels === column) return 'label';
  return ignore.includes(column) ? 'ignore' : null;
}

/** A column with another role, or with none said. There is one label: another gives it up. */
export function withRole(draft: Draft, columns: readonly string[], role: ColumnRoleChoice | null): Draft {
  const asked: DataConfig = draft.request.data;
  const { roles = {}, labels, ignore = [], ...rest } = asked;
  const own = new Set(columns);
  const isOther = (name: string) => !own.has(name) && !(role === 'label' && roles[name] === 'label');
  const given = role === 'label' ? columns.slice(0, 1) : columns;
  // By their entries: a column may be called `__proto__`.
  const kept: Readonly<Record<string, ColumnRoleChoice>> = Object.fromEntries([
    ...Object.entries(roles).filter(([name]) => isOther(name)),
    ...(role === null ? [] : given.map((name) => [name, role] as const)),
  ]);
  const left = ignore.filter((name) => !own.has(name));
  const keepsLabels = labels !== undefined && !own.has(labels) && role !== 'label';
  const data: DataConfig = {
    ...rest,
    ...(keepsLabels && { labels }),
    ...(left.length > 0 && { ignore: left }),
    ...(Object.keys(kept).length > 0 && { roles: kept }),
  };
  return { ...draft, request: { ...draft.request, data } };
}

const Kept = v.object({ request: RunRequest, typed: v.record(v.string(), v.string()) });

/** A draft that was kept over a reload; undefined for what is none. */
export function readDraft(kept: unknown): Draft | undefined {
  const result = v.safeParse(Kept, kept);
  if (!result.success) return undefined;
  const { request, typed } = result.output;
  // An older version may have had other settings.
  const known = Object.entries(typed).filter(([key]) => fields.some((field) => field.key === key));
  return { ...draftOf(request), typed: Object.fromEntries(known) };
}

/** May a field be left empty? Of texts and choices of a preset's, no: they have a value in any case. */
function isOptional({ key, path }: Field): boolean {
  return (path[0] === 'data' || path.length === 1) && !decisions.has(key);
}

function without(typed: Draft['typed'], key: string): Draft['typed'] {
  const { [key]: _, ...rest } = typed;
  return rest;
}

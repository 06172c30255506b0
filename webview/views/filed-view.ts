import * as v from 'valibot';
import { BitsOfKept } from '../data/kept-bits';
import { KeptDocument, keepDocument, type ViewDocument } from '../state/view-document';

/** What a file says is shown, or the first place in it that this version does not understand. */
export type ReadView = { readonly view: ViewDocument } | { readonly problem: string };

/** Reads what `keepDocument` wrote. Whatever would be lost by keeping it again is a problem: nothing is passed over in silence. */
export function readView(value: unknown): ReadView {
  const parsed = v.safeParse(KeptDocument, value);
  if (!parsed.success) return { problem: 'view' };
  const kept = keepDocument(parsed.output) as Parts;
  for (const [name, given] of Object.entries(value as Parts)) {
    const place = `view.${name}`;
    const problem = firstDifference(given, kept[name], place);
    // A part that fell back as a whole is wrong somewhere: what differs from the fallback says nothing of where.
    if (problem !== null) return { problem: isFallback(kept, name) ? place : problem };
  }
  return { view: parsed.output };
}

type Parts = Readonly<Record<string, unknown>>;

function isFallback(kept: Parts, name: string): boolean {
  const first = keepDocument(v.parse(KeptDocument, {})) as Parts;
  return JSON.stringify(kept[name]) === JSON.stringify(first[name]);
}

/** The place of the first value that is not there, or another, in `kept`; null where all is. What is only there is no matter. */
function firstDifference(given: unknown, kept: unknown, place: string): string | null {
  if (typeof given !== 'object' || given === null) return given === kept ? null : place;
  if (typeof kept !== 'object' || kept === null) return place;
  if (isSameSet(given, kept)) return null;
  // Of filters, one that is not understood is left out.
  if (Array.isArray(given) && (!Array.isArray(kept) || kept.length !== given.length)) {
    const others: readonly unknown[] = Array.isArray(kept) ? kept : [];
    const at = given.findIndex((item, i) => firstDifference(item, others[i], '') !== null);
    return `${place}.${Math.max(0, at)}`;
  }
  for (const [name, value] of Object.entries(given)) {
    const inner = `${place}.${name}`;
    if (!Object.hasOwn(kept, name)) return inner;
    const problem = firstDifference(value, (kept as Readonly<Record<string, unknown>>)[name], inner);
    if (problem !== null) return problem;
  }
  return null;
}

/** A set of examples can be written in two ways. */
function isSameSet(given: object, kept: object): boolean {
  const [one, other] = [v.safeParse(BitsOfKept, given), v.safeParse(BitsOfKept, kept)];
  return one.success && other.success && one.output.equals(other.output) && Object.keys(given).length === 2;
}

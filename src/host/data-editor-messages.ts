import * as v from 'valibot';
import type { DataEditorMethods } from '../protocol/data-editor';
import type { ParamsSchemas } from './webview-messages';

const index = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const nothing = v.strictObject({});
/** Examples in one answer: more than a screen shows, less than would stall the editor. */
const count = v.pipe(index, v.maxValue(1024));

function span(most: number) {
  return v.pipe(
    v.strictObject({ begin: index, end: index }),
    v.check(({ begin, end }) => begin <= end && end - begin <= most, `ascending, and at most ${most} apart`),
  );
}

/** What each method of the data editor accepts. */
export const dataEditorParams: ParamsSchemas<DataEditorMethods> = {
  start: nothing,
  open: v.strictObject({ array: v.optional(v.string()), again: v.optional(v.boolean()) }),
  thumbnails: v.strictObject({
    begin: index,
    count,
    edge: v.pipe(index, v.minValue(1), v.maxValue(2048)),
    brightness: v.strictObject({ offset: finite, scale: finite }),
  }),
  cells: v.strictObject({ rows: span(1024), columns: span(1024) }),
  survey: nothing,
  train: nothing,
  showLog: nothing,
};

import * as v from 'valibot';

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Edges of thumbnails, in px, from which a person chooses. */
export const zoomLevels = [24, 32, 48, 64, 96, 128, 192, 256, 384] as const;

/** What a person has chosen in the editor, kept over a reload. Each part that cannot be read falls back on its own. */
const EditorState = v.object({
  version: v.literal(1),
  /** Of a file of several; null for the likeliest. */
  array: v.fallback(v.nullable(v.string()), null),
  mode: v.fallback(v.picklist(['images', 'table']), 'images'),
  /** Null until known from the size of the images. */
  zoom: v.fallback(v.nullable(v.picklist(zoomLevels)), null),
  /** The example and the column that are active. */
  example: v.fallback(whole, 0),
  column: v.fallback(whole, 0),
  /** The first ones in sight. */
  top: v.fallback(whole, 0),
  left: v.fallback(whole, 0),
});
export type EditorState = v.InferOutput<typeof EditorState>;

/** A state as it was kept, or the beginning where there is none that can be read. */
export function parseEditorState(kept: unknown): EditorState {
  const parsed = v.safeParse(EditorState, kept);
  return parsed.success ? parsed.output : v.parse(EditorState, { version: 1 });
}

/** Small images are enlarged, so that their pixels can be told apart. */
export function usualZoom({ height, width }: { readonly height: number; readonly width: number }): EditorState['zoom'] {
  const edge = Math.max(height, width);
  return zoomLevels.find((level) => level >= Math.min(128, Math.max(64, edge))) ?? null;
}

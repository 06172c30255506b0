import { contactSheet, type SheetRow } from '../pictures/sheet';
import type { Picture } from './blocks';

/** Pixels between pictures. */
const gap = 1;
/** About as wide is a picture on a page. */
const shownWidth = 56;

/** Pictures of one size in rows. */
export function sheet(rows: readonly SheetRow[]): Picture {
  const [{ images }] = rows;
  return { ...contactSheet(rows, gap), zoom: Math.max(1, Math.round(shownWidth / images.width)) };
}

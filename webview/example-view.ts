import './example-view.css';
import type { Examples } from '../src/protocol/data';
import type { Tone } from './colouring';
import { h } from './dom';
import { differenceToRgba, type Images, toRgba } from './images';
import { formatValue } from './numbers';
import { inOneLine } from './text-pairs';
import { textView } from './text-view';

/** A picture with its own pixels; how large it is shown is CSS's. Without a label it only adds to words beside it. */
function pixelCanvas(width: number, height: number, rgba: Uint8ClampedArray<ArrayBuffer>, label: string) {
  // Small images show their pixels; large ones are made smaller, and that smoothly.
  const size = Math.max(width, height) > 128 ? 'pixels large' : 'pixels';
  const words = label === '' ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': label };
  const canvas = h('canvas', { class: size, width, height, ...words });
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas;
}

export function imageCanvas(images: Images, index: number, label: string): HTMLCanvasElement {
  return pixelCanvas(images.width, images.height, toRgba(images, index), label);
}

export function differenceCanvas(
  { width, height, channels }: Images,
  difference: Float32Array,
  scale: number,
  tone: Tone,
  label: string,
): HTMLCanvasElement {
  return pixelCanvas(width, height, differenceToRgba(difference, channels, scale, tone), label);
}

/** Of a wide table, as many columns are listed side by side as anyone would scroll to. */
export const listedColumns = 40;

export function cellText(value: string | number): string {
  return typeof value === 'number' ? formatValue(value) : value;
}

/** A small likeness: the image, the text in a line, or the first values of the row. */
export function thumbnail(examples: Examples, index: number, label: string): HTMLElement {
  if (examples.kind === 'images') return imageCanvas(examples, index, label);
  if (examples.kind === 'text') return h('span', { class: 'row-likeness' }, inOneLine(examples.texts[index]));
  const values = examples.rows[index].slice(0, 4).map(cellText);
  const more = examples.names.length > 4 ? '…' : '';
  return h('span', { class: 'row-likeness', 'aria-label': label }, values.join(' · ') + more);
}

/** The whole example: the image, the text, or a table of names and values (`limit` at most). */
export function fullView(
  examples: Examples,
  index: number,
  label: string,
  limit = Number.POSITIVE_INFINITY,
): HTMLElement {
  if (examples.kind === 'images') return imageCanvas(examples, index, label);
  if (examples.kind === 'text') return textView(examples.texts[index]);
  const shown = examples.names.slice(0, limit);
  const rows = shown.map((name, column) =>
    h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, cellText(examples.rows[index][column]))),
  );
  if (examples.names.length > limit) rows.push(h('tr', {}, h('th', {}, '…'), h('td')));
  return h('table', { class: 'facts', 'aria-label': label }, h('tbody', {}, ...rows));
}

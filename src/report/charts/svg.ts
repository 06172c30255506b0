import { escaped } from '../escape';

type Attributes = Readonly<Record<string, string | number>>;

/** An element of SVG, numbers to a tenth of a pixel. @param content Elements, or text that is escaped already. */
export function element(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(short(value))}"`);
  return `<${name}${written.join('')}${content === '' ? '/>' : `>${content}</${name}>`}`;
}

export function label(words: string, x: number, y: number, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escaped(words));
}

/** A line through places. What is no finite number interrupts it. */
export function lineThrough(places: readonly (readonly [number, number])[]): string {
  let isDrawing = false;
  return places
    .map(([x, y]) => {
      if (!Number.isFinite(x) || !Number.isFinite(y)) {
        isDrawing = false;
        return '';
      }
      const step = `${isDrawing ? 'L' : 'M'}${short(x)} ${short(y)}`;
      isDrawing = true;
      return step;
    })
    .join('');
}

export function short(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 10) / 10) : value;
}

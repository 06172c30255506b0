import type { Rgb } from '../scene/colours';

/** `#rrggbb` or `rgb(r, g, b)`. */
export function parseColour(text: string): Rgb {
  if (text.startsWith('rgb')) {
    const [red, green, blue] = text.match(/\d+/g)!.map(Number);
    return [red, green, blue];
  }
  const value = Number.parseInt(text.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** `#rrggbb`, as a colour field has it. */
export function hexColour(colour: Rgb): string {
  return `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

/** Bytes. */
export type Rgb = readonly [number, number, number];

/** The theme's colours, as the scene needs them. */
export interface Palette {
  readonly background: Rgb;
  readonly foreground: Rgb;
  readonly muted: Rgb;
  /** Of the cursor's arms, and the axes' names: x red, y green, z blue. */
  readonly axes: readonly [Rgb, Rgb, Rgb];
  readonly font: string;
  readonly highContrast: boolean;
}

/** 0.2126 R + 0.7152 G + 0.0722 B, from 0 to 1. */
export function luminance([red, green, blue]: Rgb): number {
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

export function cssColour([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

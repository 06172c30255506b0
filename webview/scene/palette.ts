/** Bytes. */
export type Rgb = readonly [number, number, number];

/** The theme's colours, as the scene needs them. */
export interface Palette {
  readonly background: Rgb;
  readonly foreground: Rgb;
  readonly muted: Rgb;
  /** Of the cursor's arms, and the axes' names: x red, y green, z blue. */
  readonly axes: readonly [string, string, string];
  readonly font: string;
  readonly dark: boolean;
  readonly highContrast: boolean;
}

/** Reads the theme from the `--vscode-*` variables that hold where `element` is. */
export function readPalette(element: HTMLElement): Palette {
  const style = getComputedStyle(element);
  const highContrast = document.body.className.includes('vscode-high-contrast');
  const variable = (name: string, fallback: string) => style.getPropertyValue(`--vscode-${name}`).trim() || fallback;
  const background = toRgb(variable('editor-background', '#1e1e1e'));
  const dark = luminance(background) < 0.4;
  const foreground = toRgb(variable('editor-foreground', variable('foreground', dark ? '#cccccc' : '#333333')));
  return {
    background,
    foreground,
    muted: highContrast ? foreground : toRgb(variable('descriptionForeground', cssColour(foreground))),
    axes: [
      variable('charts-red', dark ? '#f14c4c' : '#c72e0f'),
      variable('charts-green', dark ? '#89d185' : '#388a34'),
      variable('charts-blue', dark ? '#3794ff' : '#0063d3'),
    ],
    font: variable('font-family', 'system-ui, sans-serif'),
    dark,
    highContrast,
  };
}

/** Any CSS colour as bytes: the browser itself paints it. */
function toRgb(colour: string): Rgb {
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return [30, 30, 30];
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

/** 0.2126 R + 0.7152 G + 0.0722 B, from 0 to 1. */
function luminance([red, green, blue]: Rgb): number {
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue) / 255;
}

export function cssColour([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

import { luminance, type Palette, type Rgb } from './colours';

/** Reads the theme from the `--vscode-*` variables of the page. */
export function readPalette(): Palette {
  const style = getComputedStyle(document.body);
  const highContrast = document.body.className.includes('vscode-high-contrast');
  const variable = (name: string) => style.getPropertyValue(`--vscode-${name}`).trim();
  const colour = (name: string, fallback: Rgb) => toRgb(variable(name)) ?? fallback;
  const background = colour('editor-background', [30, 30, 30]);
  const dark = luminance(background) < 0.4;
  const foreground = colour('editor-foreground', dark ? [204, 204, 204] : [51, 51, 51]);
  return {
    background,
    foreground,
    muted: highContrast ? foreground : colour('descriptionForeground', foreground),
    axes: [
      colour('charts-red', dark ? [241, 76, 76] : [199, 46, 15]),
      colour('charts-green', dark ? [137, 209, 133] : [56, 138, 52]),
      colour('charts-blue', dark ? [55, 148, 255] : [0, 99, 211]),
    ],
    font: variable('font-family') || 'system-ui, sans-serif',
    highContrast,
  };
}

/** Any CSS colour as bytes: the browser itself paints it. Null for what is no colour. */
function toRgb(colour: string): Rgb | null {
  if (!CSS.supports('color', colour)) return null;
  const canvas = document.createElement('canvas');
  canvas.width = 1;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}

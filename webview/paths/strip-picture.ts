import type { Tone } from '../colouring';
import { imageCanvas } from '../example-view';
import type { Images } from '../images';
import { cssColour, type Rgb } from '../scene/colours';
import { themeColour } from '../theme';

/** Some of many images, side by side, below a line of words where they have one. */
export interface PictureRow {
  readonly words?: string;
  readonly swatch?: Rgb;
  readonly images: Images;
  readonly begin: number;
  readonly count: number;
}

/** Of a frame, at least so many pixels: small images are drawn in whole multiples of their own. */
const leastEdge = 48;
const gap = 2;
const lineHeight = 22;

/** Rows of images one below the other. */
export function stripPicture(rows: readonly PictureRow[], tone: Tone): HTMLCanvasElement {
  const { width, height } = rows[0].images;
  const scale = Math.max(1, Math.ceil(leastEdge / Math.max(width, height)));
  const head = (row: PictureRow) => (row.words === undefined ? 0 : lineHeight);
  const canvas = document.createElement('canvas');
  canvas.width = gap + rows.reduce((most, { count }) => Math.max(most, count), 0) * (scale * width + gap);
  canvas.height = gap + rows.reduce((sum, row) => sum + head(row) + scale * height + gap, 0);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is no canvas');
  context.fillStyle = themeColour('--vscode-editor-background', tone === 'dark' ? '#1e1e1e' : '#ffffff');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingEnabled = false;
  context.font = `13px ${themeColour('--vscode-font-family', 'system-ui, sans-serif')}`;
  context.textBaseline = 'middle';
  let top = gap;
  for (const row of rows) {
    const { words, swatch, images, begin, count } = row;
    if (words !== undefined) {
      context.fillStyle = themeColour('--vscode-editor-foreground', tone === 'dark' ? '#cccccc' : '#333333');
      context.fillText(words, gap + (swatch ? 18 : 0), top + lineHeight / 2);
    }
    if (swatch) {
      context.fillStyle = cssColour(swatch);
      context.fillRect(gap, top + 5, 12, 12);
    }
    top += head(row);
    for (let frame = 0; frame < count; frame++) {
      const image = imageCanvas(images, begin + frame, '');
      context.drawImage(image, gap + frame * (scale * width + gap), top, scale * width, scale * height);
    }
    top += scale * height + gap;
  }
  return canvas;
}

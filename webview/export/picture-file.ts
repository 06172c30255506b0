import type { Palette } from '../scene/colours';
import type { PointsView } from '../scene/points-view';
import { paintShapes } from '../scene/shape-painter';
import { legendShapes, legendWidth, type PictureLegend } from './legend-shapes';
import { mostSvgPoints, svgPicture } from './svg-picture';

export interface PictureOptions {
  readonly format: 'png' | 'svg';
  /** Pixels for each of the view's. */
  readonly scale: 1 | 2;
  readonly transparent: boolean;
  /** Null: without one. */
  readonly legend: PictureLegend | null;
}

/** The bytes of a picture of what is shown, with its legend beside it. */
export async function pictureFile(points: PointsView, options: PictureOptions): Promise<Uint8Array> {
  return options.format === 'png' ? pngFile(points, options) : svgFile(points, options);
}

async function pngFile(points: PointsView, options: PictureOptions): Promise<Uint8Array> {
  const { scale, transparent } = options;
  const { view, palette } = points.still();
  const picture = points.picture(scale, transparent);
  const canvas = document.createElement('canvas');
  canvas.width = picture.width + (options.legend ? legendWidth * scale : 0);
  canvas.height = picture.height;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('There is no canvas');
  if (!transparent) {
    context.fillStyle = `rgb(${palette.background.join(' ')})`;
    context.fillRect(0, 0, canvas.width, canvas.height);
  }
  context.drawImage(picture, 0, 0);
  context.scale(scale, scale);
  paintShapes(context, legendOf(options, palette, view));
  return pngBytes(canvas);
}

/** Many points are one picture in it, twice as fine as the screen. */
async function svgFile(points: PointsView, options: PictureOptions): Promise<Uint8Array> {
  const frame = points.still();
  const { view, palette } = frame;
  const isMany = frame.cloud.visible > mostSvgPoints;
  const image = isMany ? await pngBytes(points.picture(2, true, true)) : null;
  const text = svgPicture(frame, {
    width: view.width + (options.legend ? legendWidth : 0),
    legend: legendOf(options, palette, view),
    transparent: options.transparent,
    over: frame.over?.(2)?.toDataURL() ?? null,
    points: image && `data:image/png;base64,${base64(image)}`,
  });
  return new TextEncoder().encode(text);
}

function legendOf(
  { legend }: PictureOptions,
  palette: Palette,
  { width, height }: { readonly width: number; readonly height: number },
) {
  return legend ? legendShapes(legend, palette, { left: width, height }) : [];
}

export async function pngBytes(canvas: HTMLCanvasElement): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The picture is too large for this browser');
  return new Uint8Array(await blob.arrayBuffer());
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

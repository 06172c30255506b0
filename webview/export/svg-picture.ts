import type { Rgb } from '../scene/colours';
import { diameter, sampleScale } from '../scene/point-size';
import { project } from '../scene/projection';
import { type FrameContent, hazeAt } from '../scene/scene-renderer';
import { outlineWidth } from '../scene/shape-painter';
import type { Shape } from '../scene/shapes';

/** More points than these would make a file that few programs open: they are then one picture in it. */
export const mostSvgPoints = 20_000;

/** Beside the scene: what is drawn over it, and the ground, which is absent where it is to be transparent. */
interface SvgParts {
  readonly width: number;
  readonly legend: readonly Shape[];
  readonly transparent: boolean;
  /** A PNG of the points as a data URL, where they are too many. */
  readonly points: string | null;
  /** A PNG of what lies over the points as a data URL; null: nothing does. */
  readonly over: string | null;
}

/** A scalable picture of a scene, as SVG 1.1 has it: what lies behind, the points from the farthest on, and what is above them. */
export function svgPicture(frame: FrameContent, { width, legend, transparent, points, over }: SvgParts): string {
  const { view, palette } = frame;
  const { height } = view;
  const ground = transparent ? '' : `<rect width="${width}" height="${height}" fill="${cssHex(palette.background)}"/>`;
  const picture = (address: string) => `<image width="${view.width}" height="${height}" href="${address}"/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    ground,
    `<clipPath id="view"><rect width="${view.width}" height="${height}"/></clipPath>`,
    '<g clip-path="url(#view)">',
    ...frame.behind.map(element),
    ...(points === null ? discs(frame) : [picture(points)]),
    ...(over === null ? [] : [picture(over)]),
    ...frame.above.map(element),
    '</g>',
    ...legend.map(element),
    '</svg>',
    '',
  ].join('\n');
}

interface Disc {
  readonly x: number;
  readonly y: number;
  readonly depth: number;
  readonly radius: number;
  readonly colour: Rgb;
}

/** From the farthest to the nearest, faded as on the screen; samples are diamonds. */
function discs(frame: FrameContent): string[] {
  const { cloud, view, scale, fog, palette, samples } = frame;
  const seen: (Disc & { readonly diamond: boolean })[] = [];
  for (const index of cloud.order) {
    const place = project(view, cloud.place(index));
    if (place.depth < view.near) continue;
    const colour = mixed(cloud.colour(index), palette.background, hazeAt(fog, place.depth));
    seen.push({ ...place, radius: diameter(scale, place.depth) / 2, colour, diamond: false });
  }
  for (let i = 0; i < (samples?.length ?? 0); i += 3) {
    const place = project(view, [samples![i], samples![i + 1], samples![i + 2]]);
    if (place.depth < view.near) continue;
    const radius = diameter(sampleScale(scale), place.depth) / 2;
    seen.push({ ...place, radius, colour: palette.foreground, diamond: true });
  }
  seen.sort((a, b) => b.depth - a.depth);
  return seen.map(({ x, y, radius, colour, diamond }) => {
    if (!diamond) return `<circle cx="${short(x)}" cy="${short(y)}" r="${short(radius)}" fill="${cssHex(colour)}"/>`;
    const corners = [`${short(x)},${short(y - radius)}`, `${short(x + radius)},${short(y)}`].concat([
      `${short(x)},${short(y + radius)}`,
      `${short(x - radius)},${short(y)}`,
    ]);
    return `<polygon points="${corners.join(' ')}" fill="${cssHex(colour)}"/>`;
  });
}

function element(shape: Shape): string {
  const ink = `"${cssHex(shape.colour)}"${shape.alpha < 1 ? ` opacity="${short(shape.alpha)}"` : ''}`;
  switch (shape.kind) {
    case 'line': {
      const { from, to, width } = shape;
      const ends = `x1="${short(from.x)}" y1="${short(from.y)}" x2="${short(to.x)}" y2="${short(to.y)}"`;
      return `<line ${ends} stroke-width="${short(width)}" stroke-linecap="round" stroke=${ink}/>`;
    }
    case 'lines':
      return `<path d="${pathOf(shape.pieces)}" fill="none" stroke-width="${short(shape.width)}" stroke-linecap="round" stroke=${ink}/>`;
    case 'disc':
      return `<circle cx="${short(shape.at.x)}" cy="${short(shape.at.y)}" r="${short(shape.radius)}" fill=${ink}/>`;
    case 'ring': {
      const { at, radius, width } = shape;
      const ring = `cx="${short(at.x)}" cy="${short(at.y)}" r="${short(radius)}" fill="none" stroke-width="${short(width)}"`;
      return `<circle ${ring} stroke=${ink}/>`;
    }
    case 'area': {
      const corners = shape.corners.map(({ x, y }) => `${short(x)},${short(y)}`).join(' ');
      return `<polygon points="${corners}" fill=${ink}/>`;
    }
    case 'text':
      return textElement(shape, ink);
  }
}

/** Pieces of lines as one path. */
function pathOf(pieces: Float32Array): string {
  const parts: string[] = [];
  for (let i = 0; i < pieces.length; i += 4) {
    parts.push(`M${short(pieces[i])} ${short(pieces[i + 1])}L${short(pieces[i + 2])} ${short(pieces[i + 3])}`);
  }
  return parts.join('');
}

const anchors = { left: 'start', center: 'middle', right: 'end' } as const;
const baselines = { top: 'hanging', middle: 'central', bottom: 'text-after-edge', alphabetic: 'alphabetic' } as const;

function textElement(shape: Extract<Shape, { kind: 'text' }>, ink: string): string {
  const { at, align, baseline, font, outline, text } = shape;
  const place = `x="${short(at.x)}" y="${short(at.y)}" text-anchor="${anchors[align]}" dominant-baseline="${baselines[baseline]}"`;
  const around = `stroke="${cssHex(outline)}" stroke-width="${2 * outlineWidth}" stroke-linejoin="round" paint-order="stroke"`;
  return `<text ${place} style="font: ${escaped(font)}" ${around} fill=${ink}>${escaped(text)}</text>`;
}

function mixed(colour: Rgb, other: Rgb, share: number): Rgb {
  const channel = (i: 0 | 1 | 2) => Math.round(colour[i] + (other[i] - colour[i]) * share);
  return [channel(0), channel(1), channel(2)];
}

/** What every program reads, unlike `rgb(1 2 3)`. */
function cssHex(colour: Rgb): string {
  return `#${colour.map((channel) => Math.round(channel).toString(16).padStart(2, '0')).join('')}`;
}

/** A hundredth of a pixel is finer than any screen. */
function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return text.replace(/[&<>"]/g, (character) => names[character]);
}

import type { Contour } from '../../density/contours';
import type { Palette, Rgb } from '../colours';
import type { Viewpoint } from '../projection';
import type { Shape } from '../shapes';

/** Widths in pixels, of a line and of the ground around it, which keeps it apart from the points. */
const width = 1.4;
const ground = 3.2;

/** Contours as they are seen: the further in, the stronger. */
export function densityLines(view: Viewpoint, contours: readonly Contour[], palette: Palette): readonly Shape[] {
  const seen = contours.map(({ pieces }) => onScreen(view, pieces));
  return [
    ...seen.map((pieces): Shape => ({ kind: 'lines', pieces, width: ground, colour: palette.background, alpha: 1 })),
    ...seen.map((pieces, i): Shape => {
      const colour = mixed(palette.foreground, palette.background, 0.65 * contours[i].share);
      return { kind: 'lines', pieces, width, colour: palette.highContrast ? palette.foreground : colour, alpha: 1 };
    }),
  ];
}

/** Places of the plane z = 0 on the screen, x and y. */
function onScreen(view: Viewpoint, pieces: Float32Array): Float32Array {
  const { position, right, up, forward, focal, width, height } = view;
  const seen = new Float32Array(pieces.length);
  for (let i = 0; i < pieces.length; i += 2) {
    const x = pieces[i] - position[0];
    const y = pieces[i + 1] - position[1];
    const z = -position[2];
    const scale = focal / (x * forward[0] + y * forward[1] + z * forward[2]);
    seen[i] = width / 2 + (x * right[0] + y * right[1] + z * right[2]) * scale;
    seen[i + 1] = height / 2 - (x * up[0] + y * up[1] + z * up[2]) * scale;
  }
  return seen;
}

function mixed(colour: Rgb, other: Rgb, share: number): Rgb {
  const channel = (i: 0 | 1 | 2) => Math.round(colour[i] + (other[i] - colour[i]) * share);
  return [channel(0), channel(1), channel(2)];
}

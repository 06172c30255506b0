import { type Bits, random, toUnit } from '../../../src/random';
import type { PhotoSource } from './photos';

/** Objects of an image, the last in front. */
const leaves = 60;

/**
 * Images with the statistics of photos: objects that hide each other, whose sizes r have the density r^-3 (dead leaves; Lee,
 * Mumford & Huang 2001), in colours of one light, shaded from one side, with a texture of 1/f on each.
 */
export function deadLeaves(edge: number): PhotoSource {
  return (index, part) => paint(edge, random(part === 'train' ? 1 : 2, index));
}

function paint(edge: number, next: Bits): Uint8Array {
  const unit = () => toUnit(next());
  const pixels = new Float32Array(edge * edge * 3);
  const light = unit() * 2 * Math.PI;
  const tint = [0.75 + 0.25 * unit(), 0.75 + 0.25 * unit(), 0.75 + 0.25 * unit()];
  const colour = () => {
    const brightness = 0.1 + 0.8 * unit();
    return tint.map((share) => 255 * share * Math.min(1, Math.max(0, brightness + 0.25 * (unit() - 0.5))));
  };
  const shade = (x: number, y: number) => 0.25 * (Math.cos(light) * x + Math.sin(light) * y);
  const fill = (at: number, [red, green, blue]: readonly number[], factor: number) => {
    pixels[at] = red * factor;
    pixels[at + 1] = green * factor;
    pixels[at + 2] = blue * factor;
  };
  const sky = colour();
  for (let y = 0; y < edge; y++) {
    for (let x = 0; x < edge; x++) fill((y * edge + x) * 3, sky, 1 + shade(x / edge - 0.5, y / edge - 0.5));
  }
  const [smallest, largest] = [edge / 32, edge / 1.5];
  for (let leaf = 0; leaf < leaves; leaf++) {
    // By the inverse of the distribution function of r^-3 between the two bounds.
    const u = unit();
    const radius = 1 / Math.sqrt(u / smallest ** 2 + (1 - u) / largest ** 2);
    const [centreX, centreY] = [unit() * edge, unit() * edge];
    const aspect = 0.5 + unit();
    const paint = colour();
    const waves = Array.from({ length: 3 }, (_, octave) => ({
      x: ((unit() - 0.5) * 4 * 2 ** octave) / radius,
      y: ((unit() - 0.5) * 4 * 2 ** octave) / radius,
      strength: 0.06 / 2 ** octave,
    }));
    const reach = radius * Math.max(aspect, 1);
    for (let y = Math.max(0, Math.ceil(centreY - reach)); y < Math.min(edge, centreY + reach); y++) {
      for (let x = Math.max(0, Math.ceil(centreX - reach)); x < Math.min(edge, centreX + reach); x++) {
        const [dx, dy] = [(x - centreX) / (radius * aspect), (y - centreY) / radius];
        if (dx * dx + dy * dy > 1) continue;
        const texture = waves.reduce((sum, wave) => sum + wave.strength * Math.sin(wave.x * x + wave.y * y), 0);
        fill((y * edge + x) * 3, paint, 1 + shade(dx, dy) + texture);
      }
    }
  }
  return Uint8Array.from(pixels, (value) => Math.min(255, Math.max(0, Math.round(value))));
}

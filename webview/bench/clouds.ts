import { randomBits } from '../scene/shuffle';

/** Points to measure with. */
export interface Cloud {
  /** n x 3. */
  readonly positions: Float32Array;
  /** n x 3, red, green and blue. */
  readonly colours: Uint8Array;
}

const clusters = 20;

/** Twenty round clusters of different sizes, a colour each, with one point in fifty scattered between them; always the same. */
export function clusteredCloud(count: number): Cloud {
  const next = randomBits(count);
  const uniform = () => (next() + 0.5) / 2 ** 32;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const middles = Array.from({ length: clusters }, () => ({
    place: [3 * normal(), 3 * normal(), 3 * normal()],
    spread: 0.2 + uniform(),
    colour: [60 + 190 * uniform(), 60 + 190 * uniform(), 60 + 190 * uniform()],
  }));
  const positions = new Float32Array(3 * count);
  const colours = new Uint8Array(3 * count);
  for (let i = 0; i < count; i++) {
    const { place, spread, colour } = middles[next() % clusters];
    const wide = next() % 50 === 0;
    for (let axis = 0; axis < 3; axis++) {
      positions[3 * i + axis] = wide ? 4 * normal() : place[axis] + spread * normal();
      colours[3 * i + axis] = colour[axis];
    }
  }
  return { positions, colours };
}

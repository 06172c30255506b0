import { random } from '../../random';

/** Tells these numbers from others. */
const partSeed = 0x9a7;

/**
 * Divides examples into so many parts at random. An example's number alone says which it is in: it stays there when others are left out.
 * @returns Of each part the places of its examples.
 */
export function partsOf(numbers: Int32Array, count: number): readonly Int32Array[] {
  const part = numbers.map((number) => random(partSeed, number)() % count);
  const places = Int32Array.from(numbers.keys());
  return Array.from({ length: count }, (_, own) => places.filter((place) => part[place] === own));
}

import { fillNormal, random } from '../../src/random';

export const animalRows = 120;

/** Lines of a CSV file: three groups of rows; the 18th has the label of another, the 31st equals the 21st. */
export function animalTable(): string[] {
  const noise = fillNormal(new Float32Array(3 * animalRows), random(2));
  const lines = Array.from({ length: animalRows }, (_, i) => {
    const group = i % 3;
    const features = Array.from({ length: 3 }, (_, j) => ((j === group ? 8 : 0) + noise[3 * i + j]).toFixed(3));
    return [...features, ['ant', 'bee', 'cow'][i === 17 ? 0 : group]].join();
  });
  lines[30] = lines[20];
  return ['a,b,c,animal', ...lines];
}

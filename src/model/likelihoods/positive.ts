// How a positive number is learned: its logarithm is `gain` times a parameter, with a soft floor. In plain numbers here.

/** The logarithm per unit of its parameter: Adam takes hundreds of steps from 1 to 0.01, and not thousands. */
export const gain = 10;

/** The logarithm that a parameter stands for: floor + softplus(gain parameter - floor). */
export function logOf(parameter: number, floor: number): number {
  const above = gain * parameter - floor;
  return floor + Math.max(0, above) + Math.log1p(Math.exp(-Math.abs(above)));
}

/** The parameter for a logarithm above the floor: the inverse. */
export function parameterOf(log: number, floor: number): number {
  const above = Math.max(1e-3, log - floor);
  return (Math.log(Math.expm1(above)) + floor) / gain;
}

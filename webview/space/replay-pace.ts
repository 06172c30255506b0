/**
 * How long one epoch stays while the epochs are played, ms.
 * @param speed Epochs a second; 0: all of them take about twelve seconds.
 */
export function dwell(epochs: number, speed: number): number {
  return speed > 0 ? 1000 / speed : Math.min(800, Math.max(150, 12_000 / epochs));
}

/** The place after one among so many epochs; null: the last was reached, and it is not begun again. */
export function following(place: number, epochs: number, loop: boolean): number | null {
  if (place + 1 < epochs) return place + 1;
  return loop && epochs > 1 ? 0 : null;
}

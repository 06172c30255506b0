/** The last stage of the schedule. */
const lastStage = 7;

/**
 * What -log p(x) would be after the last stage, if each further stage brought less than the one before by the same factor as the last two
 * did (a geometric series, as Aitken's process takes it). A guess, and said to be one. None of fewer than three stages, or where the last
 * two brought no such series.
 * @param course After each stage, from the first.
 */
export function extrapolated(course: readonly number[]): number | null {
  const left = lastStage + 1 - course.length;
  if (course.length < 3 || left <= 0) return null;
  const [before, middle, last] = course.slice(-3);
  const gain = middle - last;
  const factor = gain / (before - middle);
  if (!(gain > 0 && factor > 0 && factor < 1)) return null;
  return last - (gain * factor * (1 - factor ** left)) / (1 - factor);
}

export function extrapolate(name: string, course: readonly number[]): readonly string[] {
  const value = extrapolated(course);
  if (value === null) return [];
  return [
    `${name}: an extrapolation from stages ${course.length - 3} to ${course.length - 1}, not a training, has ${value.toFixed(2)} nats after stage ${lastStage}.`,
  ];
}

import type { FoundLibrary, LibraryKind } from '../protocol/library';
import type { Translate } from './translate';

/** ms a training step. */
export interface StepTimes {
  readonly dense: number;
  readonly conv: number;
}

/** What came of measuring a library: times, or why it does not work. */
export type Measured = StepTimes | { readonly failure: string };

/** The library's name, e.g. `TensorFlow 2.21.0`. */
export function libraryName({ version }: Pick<FoundLibrary, 'version'>, t: Translate): string {
  return version === null ? t('TensorFlow, release unknown') : t('TensorFlow {0}', version);
}

/** Where it is from, how large it is, and how fast: `bundled · 250 MB · dense 2.9 ms, convolutional 20 ms a step`. */
export function libraryDescription(
  { kind, bytes }: Pick<FoundLibrary, 'kind' | 'bytes'>,
  measured: Measured | undefined,
  isFastest: boolean,
  t: Translate,
): string {
  const times =
    measured && 'dense' in measured
      ? [t('dense {0} ms, convolutional {1} ms a step', digits(measured.dense), digits(measured.conv))]
      : [];
  const parts = [kindInWords(kind, t), t('{0} MB', Math.round(bytes / 1e6)), ...times];
  return [...parts, ...(isFastest ? [t('fastest')] : [])].join(' · ');
}

/** The path whose library is fastest, by the geometric mean of both times; undefined unless there are two to compare. */
export function fastestOf(measured: ReadonlyMap<string, Measured>): string | undefined {
  const times = [...measured].flatMap(([path, one]) => ('dense' in one ? [{ path, time: one.dense * one.conv }] : []));
  if (times.length < 2) return undefined;
  return times.reduce((best, one) => (one.time < best.time ? one : best)).path;
}

function kindInWords(kind: LibraryKind, t: Translate): string {
  switch (kind) {
    case 'bundled':
      return t('comes with Latent Lens');
    case 'libtensorflow':
      return t('TensorFlow for C');
    case 'python':
      return t('in a Python environment');
  }
}

/** Three significant digits. */
function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

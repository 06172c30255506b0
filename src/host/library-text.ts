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

/** How fast it is a training step, where it is from and how large, what matters most first: the rest may be cut off. */
export function libraryDescription(
  { kind, bytes }: Pick<FoundLibrary, 'kind' | 'bytes'>,
  measured: Measured | undefined,
  isFastest: boolean,
  t: Translate,
): string {
  const times =
    measured && 'dense' in measured
      ? [t('dense {0} ms, convolutional {1} ms', digits(measured.dense), digits(measured.conv))]
      : [];
  const parts = [
    ...(isFastest ? [t('fastest')] : []),
    ...times,
    kindInWords(kind, t),
    t('{0} MB', Math.round(bytes / 1e6)),
  ];
  return parts.join(' · ');
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

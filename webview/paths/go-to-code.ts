import { t } from '../l10n';
import type { Panel } from '../panel';

/** Codes and where they are shown, one after another. */
interface Shown {
  readonly codes: Float32Array;
  readonly positions: Float32Array;
}

/** Puts the cursor where a code is shown, and has it decode that very code. */
export function goToCode(
  { session, view }: Panel,
  { codes, positions }: Shown,
  at: number,
  words = t('go to a frame of a path'),
): void {
  const { latent } = session.get().run.record.config.model;
  const [x, y, z] = positions.subarray(3 * at, 3 * at + 3);
  const base = [...codes.subarray(at * latent, (at + 1) * latent)];
  view.change(words, { cursor: { on: true, position: [x, y, z], base } });
}

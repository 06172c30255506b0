import type { DecodeParams } from '../../src/protocol/trainer';
import { type Panel, projectionOf } from '../panel';
import { weightsEpoch } from '../weights-epoch';
import { chosenClass } from './class-choice';
import { chosenTemperature } from './temperature-choice';

/** What a place is decoded with, beside where it is. */
export function decodedBy(panel: Panel): Pick<DecodeParams, 'from' | 'ofClass' | 'epoch'> {
  const { latent, classes } = panel.session.get().run.record.config.model;
  return {
    from: latent > 3 || classes !== undefined ? panel.view.get().pinned : null,
    ofClass: chosenClass(panel),
    epoch: weightsEpoch(panel),
  };
}

/** The cursor, as it is decoded; null where it stands nowhere. */
export function cursorParams(panel: Panel): DecodeParams | null {
  const { cursor } = panel.view.get();
  if (!cursor.on || cursor.position === null) return null;
  const { latent } = panel.session.get().run.record.config.model;
  // One of another run would not fit.
  const base = cursor.base?.length === latent ? { base: Float32Array.from(cursor.base) } : {};
  return {
    position: cursor.position,
    projection: projectionOf(panel),
    temperature: chosenTemperature(panel),
    ...base,
    ...decodedBy(panel),
  };
}

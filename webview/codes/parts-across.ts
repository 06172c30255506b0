import type { ModelConfig } from '../../src/protocol/config';
import { placeGrid } from '../../src/protocol/posteriors';

/** Parts of a code in one row: as the places of a picture stand where they are such, else as many as have room. */
export function partsAcross(model: ModelConfig, shape: readonly number[]): number {
  return model.posterior?.places && shape.length === 3 ? placeGrid(model, shape)[1] : 8;
}

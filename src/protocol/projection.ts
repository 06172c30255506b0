import type { LayoutProjection, LinearProjection, Projection } from './trainer';

/** Up to three latent dimensions are seen as they are; more by their principal components. */
export function defaultProjection(latent: number): { kind: 'pca' } | { kind: 'axes'; axes: [number, number, number] } {
  const shown = (index: number) => (index < latent ? index : -1);
  return latent > 3 ? { kind: 'pca' } : { kind: 'axes', axes: [shown(0), shown(1), shown(2)] };
}

/** Whether it is an affine map, so that every place is that of one code. */
export function isLinear(projection: Projection): projection is LinearProjection {
  return projection.kind === 'pca' || projection.kind === 'axes';
}

/** Whether it is made of the codes by a method that takes its time. */
export function isMade(projection: Projection): projection is LayoutProjection {
  return !isLinear(projection) && projection.kind !== 'columns';
}

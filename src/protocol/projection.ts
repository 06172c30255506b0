/** Up to three latent dimensions are seen as they are; more by their principal components. */
export function defaultProjection(latent: number): { kind: 'pca' } | { kind: 'axes'; axes: [number, number, number] } {
  const shown = (index: number) => (index < latent ? index : -1);
  return latent > 3 ? { kind: 'pca' } : { kind: 'axes', axes: [shown(0), shown(1), shown(2)] };
}

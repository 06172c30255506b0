import type { ObjectiveConfig } from './config/objective';

/** What an objective has with a discriminator of images. */
export interface Gan {
  /** Of what the decoder pays for images that the discriminator tells from examples. */
  readonly weight: number;
  /** Of the reconstruction error in a hidden layer of the discriminator. */
  readonly features: number;
  /** Of the reconstruction error in pixels. */
  readonly pixels: number;
}

/** The one that an objective asks for; null where it asks for none. */
export function ganOf({ gan }: ObjectiveConfig): Gan | null {
  if (!gan?.weight) return null;
  const { weight, features = 1, pixels = 0 } = gan;
  return { weight, features, pixels };
}

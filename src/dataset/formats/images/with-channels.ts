import type { Channels, Picture } from './picture';

/** Grey in all three colours, and an opaque alpha, where the picture lacks them. */
export function withChannels({ channels: own, pixels }: Picture, channels: Channels): Uint8Array | Uint16Array {
  if (own === channels) return pixels;
  const count = pixels.length / own;
  const opaque = pixels instanceof Uint16Array ? 65535 : 255;
  const target = pixels instanceof Uint16Array ? new Uint16Array(count * channels) : new Uint8Array(count * channels);
  const ownColours = own < 3 ? 1 : 3;
  const colours = channels < 3 ? 1 : 3;
  for (let from = 0, to = 0; from < pixels.length; from += own) {
    for (let colour = 0; colour < colours; colour++) target[to++] = pixels[from + (ownColours === 1 ? 0 : colour)];
    if (channels > colours) target[to++] = own > ownColours ? pixels[from + ownColours] : opaque;
  }
  return target;
}

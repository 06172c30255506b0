import { breathe } from '../../training/breathe';
import { type Estimate, meanOf } from '../estimate';
import { ssimWindow, structuralSimilarity } from './ssim';

/** The mean SSIM of images and what becomes of them; null where they are smaller than its window. @throws the signal's reason */
export async function meanSimilarity(
  originals: Float32Array,
  rebuilt: Float32Array,
  [height, width, channels]: readonly number[],
  signal: AbortSignal,
): Promise<Estimate | null> {
  const { edge } = ssimWindow;
  if (height < edge || width < edge) return null;
  const pixels = height * width * channels;
  const similarities = new Float64Array(originals.length / pixels);
  for (let i = 0; i < similarities.length; i++) {
    signal.throwIfAborted();
    const own = (images: Float32Array) => images.subarray(i * pixels, (i + 1) * pixels);
    similarities[i] = structuralSimilarity(own(originals), own(rebuilt), { height, width, channels });
    await breathe();
  }
  return meanOf(similarities);
}

import * as v from 'valibot';
import { product } from '../../bytes/elements';

/** What a writer says of a column beside its stored type. */
export interface Feature {
  /** It holds files of images, or what lies where such files are. */
  readonly isImage?: true;
  /** What its numbers stand for: n is the n-th name, and what is below 0 is missing. */
  readonly classes?: readonly string[];
  /** Of each of its lists. */
  readonly shape?: readonly number[];
}

export const noFeature: Feature = {};

const Described = v.looseObject({ _type: v.optional(v.string()), names: v.optional(v.array(v.string())) });
const HuggingFace = v.object({ info: v.object({ features: v.record(v.string(), v.unknown()) }) });
const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const Tensor = v.looseObject({ shape: v.pipe(v.array(size), v.minLength(1)) });

/**
 * The columns of a data set of Hugging Face, by what its library notes in the file (`huggingface` among the notes of the
 * schema). Notes that are damaged say nothing: the columns are then what they are stored as.
 */
export function huggingFaceFeatures(note: string | undefined): ReadonlyMap<string, Feature> {
  const described = v.safeParse(HuggingFace, json(note));
  const features = new Map<string, Feature>();
  for (const [name, value] of Object.entries(described.success ? described.output.info.features : {})) {
    const own = v.safeParse(Described, value);
    if (!own.success) continue;
    const { _type: type, names } = own.output;
    if (type === 'Image') features.set(name, { isImage: true });
    if (type === 'ClassLabel' && names && names.length > 0) features.set(name, { classes: names });
  }
  return features;
}

/** What Arrow's extension types say of a field: tensors of one shape. */
export function extensionFeature(notes: ReadonlyMap<string, string>): Feature {
  if (notes.get('ARROW:extension:name') !== 'arrow.fixed_shape_tensor') return noFeature;
  const tensor = v.safeParse(Tensor, json(notes.get('ARROW:extension:metadata')));
  if (!tensor.success || !Number.isSafeInteger(product(tensor.output.shape))) return noFeature;
  return { shape: tensor.output.shape };
}

function json(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { ModelFormat } from '../protocol/model-export';
import { encodeSafetensors } from '../training/store/safetensors';
import type { ModelDescription } from './description';
import { onnxModel } from './onnx/onnx-model';
import type { PartName, Parts } from './parts';
import type { Program } from './program';
import { pythonModule } from './python/module';
import { pythonFile, weightsFile } from './python/text';
import { graphModel, weightsFile as graphWeightsFile } from './tensorflow/graph-model';
import { savedModel } from './tensorflow/saved-model';

/** Files by their paths within a folder; a single one without a name of its own is the whole export. */
export type ModelFiles = ReadonlyMap<string, string | Uint8Array>;

/** The name of the description that lies beside a model. */
export const descriptionFile = 'latent-lens.json';

/** Parts that are files, or folders, of their own. */
const separate: readonly PartName[] = ['encoder', 'decoder', 'sampler'];

/** A trained model in a format: a folder of files. */
export function modelFiles(format: ModelFormat, parts: Parts<Program>, description: ModelDescription): ModelFiles {
  return new Map<string, string | Uint8Array>([
    ...filesOf(format, parts, description),
    [descriptionFile, `${JSON.stringify(description, null, 2)}\n`],
  ]);
}

/** Encoder and decoder in one ONNX file. */
export function onnxFile(parts: Parts<Program>, description: ModelDescription): Uint8Array {
  return onnxPart('autoencoder', parts, description);
}

function filesOf(
  format: ModelFormat,
  parts: Parts<Program>,
  description: ModelDescription,
): (readonly [string, string | Uint8Array])[] {
  switch (format) {
    case 'onnx':
      return separate.map((part) => [`${part}.onnx`, onnxPart(part, parts, description)]);
    case 'savedmodel':
      return [['saved_model.pb', savedModel(parts)]];
    case 'tfjs':
      return separate.flatMap((part) => {
        const { json, weights } = graphModel(parts[part], description.version, description);
        return [[`${part}/model.json`, json] as const, [`${part}/${graphWeightsFile}`, weights] as const];
      });
    case 'torch':
    case 'keras': {
      const { code, tensors } = pythonModule(format, parts, description);
      const metadata = { producer: description.producer, version: description.version };
      return [
        [pythonFile, code],
        [weightsFile, encodeSafetensors({ tensors, metadata })],
      ];
    }
  }
}

const words: Readonly<Record<PartName, string>> = {
  encoder: 'Raw data to q(z|x)',
  decoder: 'Codes to raw data, the mean of p(x|z)',
  sampler: 'Noise to draws from p(z), and what they are decoded to',
  autoencoder: 'Raw data and noise to a draw from q(z|x), and what it is decoded to',
};

function onnxPart(part: PartName, parts: Parts<Program>, description: ModelDescription): Uint8Array {
  const { version, parts: ports, ...others } = description;
  const metadata = Object.entries({ ...others, version, ports: ports[part] }).map(([key, value]) => {
    return [key, typeof value === 'string' ? value : JSON.stringify(value)] as const;
  });
  return onnxModel(parts[part], {
    name: part,
    version,
    description: `${words[part]}.`,
    metadata: Object.fromEntries(metadata),
  });
}

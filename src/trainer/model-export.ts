import type { Encoding } from '../dataset';
import { writeFileAtomic } from '../dataset/bytes/atomic-file';
import { writeFailure } from '../dataset/bytes/failure';
import { describeModel } from '../interchange/description';
import { modelFiles, onnxFile } from '../interchange/files';
import { programsOf } from '../interchange/parts';
import { rawDataOf } from '../interchange/raw-data';
import { checkFree, writeFolder } from '../interchange/write';
import { UserError } from '../protocol/errors';
import { isPython } from '../protocol/model-export';
import { writes } from '../protocol/networks';
import type { ModelExport, ModelExported } from '../protocol/trainer';
import { RunDirectory } from '../training/store/run-directory';
import { loadTrained } from './batch';
import { version } from './version';

/**
 * Writes a trained model for other programs, by what the run has written down: its data may be gone.
 * @throws UserError export.exists, export.noCode, data.unwritable, run.*
 */
export async function exportModel({ format, path, ...chosen }: ModelExport): Promise<ModelExported> {
  await checkFree(path);
  const { architecture } = (await RunDirectory.open(chosen.directory)).record.config.model;
  if (isPython(format) && writes(architecture)) throw new UserError('export.noCode', { format, architecture });
  const { record, model, weights } = await loadTrained(chosen);
  const programs = programsOf(model, rawDataOf(record.encoding as Encoding));
  const description = describeModel(record, model.classes, weights, programs, version);
  if (format === 'onnx' && path.endsWith('.onnx')) {
    await writeFileAtomic(path, onnxFile(programs, description)).catch((error) => {
      throw writeFailure(error, path);
    });
    return { paths: [path], weights };
  }
  const files = modelFiles(format, programs, description);
  await writeFolder(path, files);
  return { paths: [...files.keys()], weights };
}

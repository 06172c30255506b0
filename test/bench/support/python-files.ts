import * as v from 'valibot';
import type { DataFile } from './data-files';
import { PythonError, PythonPeer } from './python';

const Written = v.object({ examples: v.number() });

/** Files that only Python's libraries write, of about `bytes` of values each. What is missing for one is noted. */
export async function writePythonFiles(
  at: (name: string) => string,
  bytes: number,
  notes: Set<string>,
): Promise<readonly DataFile[]> {
  const files: readonly DataFile[] = [
    {
      what: 'text in Parquet, Zstandard',
      way: 'parquet-texts',
      peer: 'pyarrow',
      path: at('texts.parquet'),
      text: 'text',
    },
    {
      what: 'text in Arrow, Zstandard',
      way: 'arrow-texts',
      peer: 'pyarrow',
      path: at('texts.arrow'),
      text: 'text',
    },
    {
      what: 'Hugging Face, PNG images in Parquet',
      way: 'parquet-images',
      peer: 'datasets',
      path: at('images.parquet'),
    },
    { what: 'AnnData, sparse counts', way: 'h5ad', peer: 'anndata or h5py', path: at('cells.h5ad') },
  ];
  const written: DataFile[] = [];
  for (const file of files) {
    try {
      const { peer } = await PythonPeer.start('write.py', Written, { args: [file.way, file.path, String(bytes)] });
      await peer.stop();
      written.push(file);
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      notes.add(`Without ${file.what}: ${error.message}. LATENT_LENS_PYTHON names a Python that has it.`);
    }
  }
  return written;
}

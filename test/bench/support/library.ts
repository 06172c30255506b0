import { formatSentence } from '../../../src/protocol/errors';
import { chooseBackend } from '../../../src/runtime/backend';

/**
 * Loads the TensorFlow library that the trainer would take: LATENT_LENS_LIBRARY selects it. Answers its version.
 * `notes` hear where it is, and why it is not the one that was selected.
 */
export async function useLibrary(notes: Set<string>): Promise<string> {
  const { version, library, fallback } = await chooseBackend('tensorflow');
  notes.add(`TensorFlow ${version}${library ? `, from ${library.path}` : ''}.`);
  if (fallback) notes.add(formatSentence(fallback));
  return version;
}

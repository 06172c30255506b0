import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Lets an editor speak a language without the language pack of the marketplace: an empty one, by which the editor's own words
 * stay English, while `vscode.env.language` is the language and extensions are shown with their translations.
 *
 * @param data The editor's data folder, before it starts.
 * @param language As the editor names it, e.g. `zh-cn`.
 */
export async function writeLanguagePack(data: string, language: string): Promise<void> {
  await mkdir(data, { recursive: true });
  const translations = join(data, `messages.${language}.json`);
  await writeFile(translations, JSON.stringify({ version: '1.0.0', contents: {} }));
  // What the editor keeps of the language packs that are installed.
  const packs = {
    [language]: {
      hash: language,
      extensions: [{ extensionIdentifier: { id: `test.language-pack-${language}` }, version: '1.0.0' }],
      translations: { vscode: translations },
      label: language,
    },
  };
  await writeFile(join(data, 'languagepacks.json'), JSON.stringify(packs));
  // code-server takes the language from here alone: without the file it is English, whatever the browser asks for.
  await mkdir(join(data, 'User'), { recursive: true });
  await writeFile(join(data, 'User', 'argv.json'), JSON.stringify({ locale: language }));
}

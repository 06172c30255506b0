import type { Sentence } from '../../protocol/errors';
import type { FormatFile } from './format';

/** The same data, and what was understood of the place where they are. */
export function saying(file: FormatFile, sentence: Sentence): FormatFile {
  const said = <T extends { readonly warnings: readonly Sentence[] }>(data: T): T => ({
    ...data,
    warnings: [sentence, ...data.warnings],
  });
  return {
    ...file,
    async examples(options) {
      const { summary, load } = await file.examples(options);
      return {
        summary: said(summary),
        async load() {
          const dataset = await load();
          return { ...dataset, summary: said(dataset.summary) };
        },
      };
    },
    stored: async (options) => said(await file.stored(options)),
  };
}

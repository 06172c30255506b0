import type { Block } from '../blocks';
import type { ReportFacts } from '../facts';
import { glossary } from '../glossary';
import { type Words, withoutFolders } from '../words';

/** The whole configuration, how to repeat it, and what the measures are. */
export function repeat({ runs, made, command }: ReportFacts, words: Words): readonly Block[] {
  const { t } = words;
  return [
    { kind: 'heading', level: 2, text: t('Configuration') },
    ...runs.flatMap(({ record }): readonly Block[] => [
      ...(runs.length > 1 ? [{ kind: 'heading', level: 3, text: record.name } as const] : []),
      { kind: 'code', language: 'json', text: JSON.stringify(withoutPlaces(record.config), null, 2) },
    ]),
    { kind: 'heading', level: 2, text: t('How to repeat this') },
    {
      kind: 'text',
      text: t(
        'Save a configuration above as run.latent.json beside the data, and train by it: with the same data (see their fingerprint), versions and number of cores the run is the same.',
      ),
    },
    {
      kind: 'code',
      language: 'console',
      text: [
        ...runs.map(({ folder }) => `latent-lens train --config run.latent.json --out ${quoted(folder)}`),
        ...runs.map(({ folder, seed }) => `latent-lens measure --run ${quoted(folder)} --seed ${seed}`),
        `latent-lens ${command.map(withoutFolders).map(quoted).join(' ')}`,
      ].join('\n'),
    },
    { kind: 'text', text: t('This report was made on {0}.', made.slice(0, 10)) },
    { kind: 'heading', level: 2, text: t('What the measures are') },
    glossary(runs, words),
  ];
}

/** Without the folders of this machine. */
function withoutPlaces(value: unknown): unknown {
  if (typeof value === 'string') return withoutFolders(value);
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [name, withoutPlaces(own)]));
}

/** For a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

import type { Examples } from '../../protocol/data';
import type { Block } from '../blocks';
import { type ReportFacts, type RunFacts, type ShownExamples, type ShownKind, shownKinds } from '../facts';
import { numberWords } from '../numbers';
import { sheet } from '../sheet';
import type { Words } from '../words';

/** Columns of a table that are shown. */
const mostColumns = 8;
/** Samples of tables and texts. */
const mostRows = 12;
const samplesInRow = 16;

/** What comes back of examples, and what is made of draws from the prior. */
export function examples({ runs, shown }: ReportFacts, words: Words): readonly Block[] {
  const { t } = words;
  const drawn = runs.flatMap((run) => samples(run, words));
  return [
    { kind: 'heading', level: 2, text: t('Reconstructions') },
    ...shown.flatMap((own) => shownKinds.flatMap((kind) => reconstructions(own, kind, runs, words))),
    ...(drawn.length > 0 ? [{ kind: 'heading', level: 2, text: t('Samples') } as const, ...drawn] : []),
  ];
}

function reconstructions(
  { kinds, indices, originals, by }: ShownExamples,
  kind: ShownKind,
  runs: readonly RunFacts[],
  words: Words,
): readonly Block[] {
  const { t } = words;
  const places = kinds.flatMap((own, place) => (own === kind ? [place] : []));
  if (places.length === 0 || by.length === 0) return [];
  const named = by.map(({ run, ...rest }) => ({ ...rest, name: runs[run].record.name }));
  const title = kindWords(kind, words);
  const numbers = t('examples {0}', places.map((place) => indices[place]).join(', '));
  const caption =
    runs.length > 1 ? t('{0} of {1}: {2}.', title, named[0].name, numbers) : t('{0}: {1}.', title, numbers);
  if (originals.kind === 'images') {
    const rows = [originals, ...named.map(({ reconstructions: own }) => own)].filter((own) => own.kind === 'images');
    const errors = named
      .map(({ name, errors: own }) => `${name} ${places.map((place) => numberWords(own[place])).join(', ')}`)
      .join('; ');
    return [
      {
        kind: 'picture',
        caption: t(
          '{0} Above the originals, below {1}. Reconstruction term, nats: {2}.',
          caption,
          named.map(({ name }) => name).join(', '),
          errors,
        ),
        description: t('{0} originals, and below each its reconstructions', places.length),
        picture: sheet(rows.map((own) => ({ images: own, places }))),
      },
    ];
  }
  const head = [t('Example'), ...columnNames(originals), ...named.map(({ name }) => `${name}, ${t('nats')}`)];
  const rows = places.map((place) => [
    String(indices[place]),
    ...columnNames(originals).map((_, column) =>
      [originals, ...named.map(({ reconstructions: own }) => own)].map((own) => cell(own, place, column)).join(' → '),
    ),
    ...named.map(({ errors }) => numberWords(errors[place])),
  ]);
  const numeric = named.map((_, i) => head.length - named.length + i);
  return [
    { kind: 'table', caption: t('{0} The original → what comes back of it.', caption), head, rows, numbers: numeric },
  ];
}

function kindWords(kind: ShownKind, { t }: Words): string {
  switch (kind) {
    case 'worst':
      return t('Worst reconstructions');
    case 'median':
      return t('Median reconstructions');
    case 'best':
      return t('Best reconstructions');
  }
}

function columnNames(all: Examples): readonly string[] {
  return all.kind === 'rows' ? all.names.slice(0, mostColumns) : all.kind === 'text' ? ['text'] : [];
}

function cell(all: Examples, row: number, column: number): string {
  if (all.kind === 'text') return all.texts[row];
  const value = all.kind === 'rows' ? all.rows[row][column] : '';
  return typeof value === 'number' ? numberWords(value) : value;
}

function samples({ record, samples: drawn }: RunFacts, words: Words): readonly Block[] {
  const { t } = words;
  if (!drawn) return [];
  const caption = t('{0}: {1} draws from the prior, decoded, none of them chosen.', record.name, drawn.count);
  const all = Array.from({ length: drawn.count }, (_, i) => i);
  if (drawn.kind === 'images') {
    const rows = Array.from({ length: Math.ceil(drawn.count / samplesInRow) }, (_, row) => ({
      images: drawn,
      places: all.slice(row * samplesInRow, (row + 1) * samplesInRow),
    }));
    return [{ kind: 'picture', caption, description: t('{0} samples', drawn.count), picture: sheet(rows) }];
  }
  const rows = all
    .slice(0, mostRows)
    .map((place) => [String(place + 1), ...columnNames(drawn).map((_, column) => cell(drawn, place, column))]);
  return [{ kind: 'table', caption, head: [t('Sample'), ...columnNames(drawn)], rows }];
}

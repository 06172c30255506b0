import type { Reconstructions } from '../../src/protocol/trainer';
import { h } from '../dom';
import { cellText, imageCanvas, listedColumns } from '../example-view';
import type { Rows } from '../images';
import { t } from '../l10n';
import { formatNats } from '../numbers';
import { characterPairs } from '../text-pairs';
import { comparedText } from '../text-view';
import { cellError, columnSpread } from './row-error';

/** What a cell of the grid shows: original and reconstruction, and the error in nats. */
export function pairContent(content: Reconstructions, at: number, label: string | null): readonly Node[] {
  const { originals, reconstructions, errors, indices } = content;
  const name = h('span', { class: 'pair-name' }, label ?? `#${indices[at]}`);
  const error = h('span', { class: 'pair-error' }, formatNats(errors[at]));
  if (originals.kind === 'images' && reconstructions.kind === 'images') {
    return [
      h('span', { class: 'pair-images' }, imageCanvas(originals, at, ''), imageCanvas(reconstructions, at, '')),
      h('span', { class: 'pair-caption' }, name, error),
    ];
  }
  if (originals.kind === 'rows' && reconstructions.kind === 'rows') {
    return [h('span', { class: 'row-caption' }, name, error), ...rowPair(originals, reconstructions, at)];
  }
  if (originals.kind === 'text' && reconstructions.kind === 'text') {
    const pairs = characterPairs(originals.texts[at], reconstructions.texts[at]);
    const lines = (['from', 'to'] as const).map((side) =>
      h('span', { class: `text-${side}` }, comparedText(pairs, side)),
    );
    return [h('span', { class: 'row-caption' }, name, error), h('span', { class: 'text-pair' }, ...lines)];
  }
  return [name, error];
}

/** Two lines for each value; what the reconstruction has wrong is marked, a number the more the further off it is. */
function rowPair(originals: Rows, reconstructions: Rows, at: number): readonly HTMLElement[] {
  const [before, after] = [originals.rows[at], reconstructions.rows[at]];
  return originals.names.slice(0, listedColumns).map((name, column) => {
    const [from, to] = [before[column], after[column]];
    const error = cellError(from, to, columnSpread(originals, column));
    const words = `${name}: ${cellText(from)} / ${cellText(to)}${error.difference === '' ? '' : ` (${error.difference})`}`;
    const cell = h(
      'span',
      { class: 'row-value', title: words },
      h('span', {}, cellText(from)),
      h(
        'span',
        { class: 'row-reconstruction' },
        h('span', { class: 'row-reconstructed' }, cellText(to)),
        error.difference !== '' && h('span', { class: 'row-difference' }, error.difference),
      ),
    );
    cell.style.setProperty('--wrong', error.weight.toFixed(2));
    cell.classList.toggle('wrong', error.weight >= 0.005);
    return cell;
  });
}

/** The cell in words. */
export function pairLabel({ indices, errors }: Reconstructions, at: number, label: string | null): string {
  const name = label === null ? `#${indices[at]}` : `${label}, #${indices[at]}`;
  return t('{0}, error {1} nats', name, formatNats(errors[at]));
}

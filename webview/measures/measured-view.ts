import type { KeptMeasure } from '../../src/protocol/kept-measures';
import { measureSources } from '../../src/protocol/measure-sources';
import type { MeasuredValue } from '../../src/protocol/measures';
import { h } from '../dom';
import { sentenceInWords, t } from '../l10n';
import { formatDuration, formatInteger, formatValue } from '../numbers';
import { weightsInWords } from '../weights-note';
import { measureWords, ofWords } from './measure-words';
import { createRateChart } from './rate-chart';

/** Values of a measure that are seen at once; of more, such as one for each dimension, the others when asked for. */
const atOnce = 8;

/** What was measured once: its values with their errors, and on demand its formula, its source and what it was measured of. */
export function createMeasuredView(kept: KeptMeasure): HTMLElement {
  const { measure, values, absence } = kept.measured;
  const isCurve = measure === 'rate-distortion';
  const shown = isCurve ? [] : values.slice(0, atOnce);
  const rest = values.slice(shown.length);
  return h(
    'div',
    { class: 'measured', testid: `measured-${measure}` },
    h('details', {}, h('summary', {}, measureWords(measure)), aboutOf(kept), rest.length > 0 && tableOf(measure, rest)),
    absence && h('p', { class: 'hint' }, sentenceInWords(absence).text),
    isCurve && values.length > 0 && createRateChart(values),
    shown.length > 0 && tableOf(measure, shown),
    !isCurve && rest.length > 0 && h('p', { class: 'hint' }, t('{0} more above, below the name', rest.length)),
  );
}

function aboutOf({ measured: { measure, values, seconds }, epoch, steps, judged, seed }: KeptMeasure): HTMLElement {
  const { formula, source } = measureSources[measure];
  const settings = [...new Set(values.flatMap((value) => settingsOf(value)))].slice(0, atOnce).join(', ');
  return h(
    'dl',
    {},
    ...described(t('Formula'), h('code', {}, formula)),
    ...(source === '' ? [] : described(t('Source'), source)),
    ...(settings === '' ? [] : described(t('Settings'), settings)),
    ...described(
      t('Measured'),
      t(
        '{0}; {1} examples; seed {2}; in {3}',
        weightsInWords(epoch, steps),
        judged.examples,
        String(seed),
        formatDuration(seconds),
      ),
    ),
    ...described(t('Data fingerprint'), h('code', { title: judged.fingerprint }, judged.fingerprint.slice(0, 12))),
  );
}

function described(term: string, description: HTMLElement | string): HTMLElement[] {
  return [h('dt', {}, term), h('dd', {}, description)];
}

function settingsOf({ settings = {} }: MeasuredValue): string[] {
  return Object.entries(settings).map(([name, value]) => `${name} = ${value}`);
}

function tableOf(measure: KeptMeasure['measured']['measure'], values: readonly MeasuredValue[]): HTMLElement {
  const heads = [t('Name'), t('Value'), t('Standard error')];
  return h(
    'table',
    { 'aria-label': measureWords(measure) },
    h('thead', { class: 'sr-only' }, h('tr', {}, ...heads.map((head) => h('th', { scope: 'col' }, head)))),
    h('tbody', {}, ...values.map(rowOf)),
  );
}

/** A value that is exact has an error of 0, one of which none is known has none. */
function rowOf(value: MeasuredValue): HTMLElement {
  const { name, of, value: number, error, unit, n, note, settings = {} } = value;
  const bits = settings.bits === undefined ? '' : t('at {0} bits', formatValue(settings.bits));
  const words = [name, ofWords(of), bits].filter(Boolean).join(' · ');
  const title = [`n = ${formatInteger(n)}`, ...settingsOf(value)].join(', ');
  return h(
    'tr',
    { title },
    h('th', { scope: 'row' }, words, note && h('small', {}, sentenceInWords(note).text)),
    h('td', {}, number === null ? '–' : `${formatValue(number)}${unit === '' ? '' : ` ${unit}`}`),
    h('td', {}, error === null ? '' : `± ${formatValue(Number(error.toPrecision(2)))}`),
  );
}

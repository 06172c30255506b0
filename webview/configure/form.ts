import { capabilitiesOf } from '../../src/protocol/capabilities';
import { type Field, type FieldSection, fields } from '../../src/protocol/fields';
import { textButton } from '../controls';
import { h, setText } from '../dom';
import { sentenceInWords, t } from '../l10n';
import { dataInWords } from '../model-words';
import { createColumnsView } from './columns-view';
import { createFieldView, type FieldView } from './field-view';
import { type ConfigurePage, configOf, type PageView, problemsIn } from './page-state';
import { createPresetView } from './preset-view';
import { isRelevant } from './relevance';

export interface Form extends PageView {
  /** Goes to a setting. */
  focus(key: string): void;
}

interface FormActions {
  onChooseData(): void;
  onReadAgain(): void;
}

/** Settings that are asked for in another way than by a field of their own. */
const elsewhere: ReadonlySet<string> = new Set(['preset', 'data.roles', 'data.ignore']);
/** As long as nobody knows what the data are, nothing is asked about how to read them. */
const unknownData = { kind: 'vectors', format: 'builtin' } as const;
const sections: readonly FieldSection[] = ['data', 'model', 'objective', 'training', 'run'];

/** All settings, by sections. */
export function createForm(page: ConfigurePage, { onChooseData, onReadAgain }: FormActions): Form {
  const { state } = page;
  const presets = createPresetView(page);
  const columns = createColumnsView(page);
  const choose = textButton({ label: t('Choose…'), testid: 'choose-data', onClick: onChooseData });
  const again = textButton({ label: t('Read Again'), testid: 'read-again', onClick: onReadAgain });
  const about = h('p', { class: 'data-about', testid: 'data-about' });
  const warnings = h('ul', { class: 'data-notes' });
  const noObjective = h(
    'p',
    { class: 'setting-help' },
    t('A plain autoencoder minimises its reconstruction error alone.'),
  );

  const views = new Map<string, FieldView>();
  const create = (field: Field): HTMLElement => {
    const view = createFieldView(field, page, field.key === 'data.source' ? choose.element : undefined);
    views.set(field.key, view);
    return view.element;
  };
  const fieldsOf = (section: FieldSection) =>
    fields.filter((field) => field.section === section && !elsewhere.has(field.key)).map(create);
  const [source, ...reading] = fieldsOf('data');
  const content: Readonly<Record<FieldSection, readonly HTMLElement[]>> = {
    data: [source, h('div', { class: 'data-state' }, about, again.element), warnings, columns.element, grid(reading)],
    model: [grid(fieldsOf('model'))],
    objective: [noObjective, grid(fieldsOf('objective'))],
    training: [grid(fieldsOf('training'))],
    run: [grid(fieldsOf('run'))],
  };
  const element = h(
    'div',
    { class: 'configure-form' },
    presets.element,
    ...sections.map((section) =>
      h(
        'fieldset',
        { class: 'section', testid: `section-${section}` },
        h('legend', {}, h('h2', {}, sectionName(section))),
        ...content[section],
      ),
    ),
  );

  return {
    element,
    focus(key) {
      const view = views.get(key) ?? views.get('data.source');
      view?.element.scrollIntoView({ block: 'center' });
      view?.focus();
    },
    update() {
      const now = state.get();
      const { summary, preview, draft, failure } = now;
      const situation = { summary: summary ?? unknownData, config: configOf(now), hasColumns: preview !== null };
      const problems = problemsIn(now);
      for (const field of fields) {
        const view = views.get(field.key);
        if (!view) continue;
        const problem = problems.find(({ key }) => key === field.key);
        view.element.hidden = !problem && !isRelevant(field, draft, situation);
        view.update();
        view.setProblem(problem);
      }
      columns.element.hidden = preview === null || summary?.kind === 'text';
      columns.update();
      presets.update();
      noObjective.hidden = capabilitiesOf(configOf(now).model).kl;
      setText(about, now.isReading ? t('The data are being read…') : summary && !failure ? dataInWords(summary) : '');
      again.element.hidden = failure === null || now.isReading;
      showWarnings(warnings, failure ? [] : (summary?.warnings ?? []).map((warning) => sentenceInWords(warning).text));
    },
  };
}

function grid(views: readonly HTMLElement[]): HTMLElement {
  return h('div', { class: 'settings' }, ...views);
}

function showWarnings(list: HTMLElement, sentences: readonly string[]): void {
  list.hidden = sentences.length === 0;
  const shown = [...list.children].map(({ textContent }) => textContent);
  if (shown.join('\n') !== sentences.join('\n')) list.replaceChildren(...sentences.map((text) => h('li', {}, text)));
}

function sectionName(section: FieldSection): string {
  switch (section) {
    case 'data':
      return t('Data');
    case 'model':
      return t('Model');
    case 'objective':
      return t('Objective');
    case 'training':
      return t('Training');
    case 'run':
      return t('Run');
  }
}

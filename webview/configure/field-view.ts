import { choiceName, fieldName } from '../../src/protocol/field-words';
import { type Field, fieldText, withValue } from '../../src/protocol/fields';
import { h, setText } from '../dom';
import { t, translate } from '../l10n';
import { isChanged, settledValue, textOf, withData, withoutChange, withText } from './draft';
import { createControl } from './field-control';
import { type ConfigurePage, dataOf, nameByItself, type PageState, type PageView } from './page-state';
import { misfitsOf, type Problem } from './problems';

export interface FieldView extends PageView {
  readonly key: string;
  focus(): void;
  setProblem(problem: Problem | undefined): void;
}

/** A setting: its name, what it is entered with, what it means, what is wrong with it, and the way back. */
export function createFieldView(field: Field, page: ConfigurePage, beside?: HTMLElement): FieldView {
  const { state, defaults } = page;
  const { key } = field;
  const id = `setting-${key.replaceAll('.', '-')}`;
  const [helpId, errorId] = [`${id}-help`, `${id}-error`];
  const name = translate(fieldName(field));
  const isOptional = key !== 'data.source' && (field.section === 'data' || key === 'name');

  const control = createControl(field, { id, isOptional, onText: (text) => change(text) });
  const reset = h('button', { type: 'button', class: 'link', testid: `reset-${key}`, on: { click: () => undo() } });
  const mark = h('span', { class: 'changed-mark' }, t('changed'));
  const error = h('p', { id: errorId, class: 'setting-error', testid: `error-${key}` });
  const label = control.isGroup
    ? h('span', { id: `${id}-label`, class: 'setting-name' }, name)
    : h('label', { for: id, class: 'setting-name' }, name);
  if (control.isGroup) control.element.setAttribute('aria-labelledby', `${id}-label`);
  const element = h(
    'div',
    { class: `setting ${field.form}`, testid: `setting-${key}` },
    h('div', { class: 'setting-head' }, label, mark, reset),
    beside ? h('div', { class: 'setting-row' }, control.element, beside) : control.element,
    error,
    h('p', { id: helpId, class: 'setting-help' }, helpOf(field)),
  );

  function change(text: string): void {
    const { draft, ...rest } = state.get();
    const data = dataOf({ draft, ...rest });
    const changed = withText(draft, field, text, data, defaults);
    const isOtherData = key === 'data.source' && changed.typed[key] === undefined;
    state.set({ draft: isOtherData ? withData(draft, { source: text.trim() }) : changed });
  }

  function undo(): void {
    state.set({ draft: withoutChange(state.get().draft, field) });
    // Before the focus is there: a text that is being typed stays as it is.
    view.update();
    control.input.focus();
  }

  const view: FieldView = {
    key,
    element,
    focus: () => control.input.focus(),
    setProblem(problem) {
      setText(error, problem?.sentence ?? '');
      error.hidden = !problem;
      element.classList.toggle('invalid', problem !== undefined);
      control.describe(problem ? `${errorId} ${helpId}` : helpId, problem !== undefined);
    },
    update() {
      const now = state.get();
      const { draft } = now;
      control.show(textOf(draft, field, dataOf(now), defaults));
      control.suggest(suggestion(field, now));
      if (field.form === 'choice') control.disable(unfitting(field, now));
      const changed = isChanged(draft, field, dataOf(now), defaults);
      element.classList.toggle('changed', changed);
      mark.hidden = !changed;
      reset.hidden = !changed;
      if (!changed) return;
      const own = inWords(field, settledValue(withoutChange(draft, field), field, dataOf(now), defaults));
      setText(reset, own === '' ? t('Reset') : t('Reset to {0}', own));
      reset.setAttribute('aria-label', own === '' ? t('Reset {0}', name) : t('Reset {0} to {1}', name, own));
    },
  };
  return view;
}

/** What a setting means, and between what it lies. */
function helpOf({ description, limits: { low, high } }: Field): string {
  const words = translate(description);
  if (low !== undefined && high !== undefined) return `${words} ${t('From {0} to {1}.', String(low), String(high))}`;
  return words;
}

function inWords(field: Field, value: unknown): string {
  return field.form === 'choice' && typeof value === 'string' ? translate(choiceName(field, value)) : fieldText(value);
}

/** What a setting is that may be left empty. */
function suggestion({ key, section }: Field, state: PageState): string {
  if (key === 'name') return nameByItself(state);
  if (key === 'data.limit') return t('All');
  return section === 'data' ? t('Automatic') : '';
}

/** The choices that the data or the rest of the model rule out. */
function unfitting(field: Field, { draft, summary }: PageState): ReadonlySet<string> {
  if (field.section !== 'model' || !summary) return new Set();
  const { key, path } = field;
  const isMisfit = (choice: string) => {
    const other = { ...draft, request: withValue(draft.request, path, choice) };
    return misfitsOf(other, summary).some((misfit) => misfit.key === key);
  };
  return new Set(field.choices.filter(isMisfit));
}

import { choiceName } from '../../src/protocol/field-words';
import type { Field } from '../../src/protocol/fields';
import { h } from '../dom';
import { t, translate } from '../l10n';

/** What a setting is entered with. */
export interface FieldControl {
  readonly element: HTMLElement;
  /** What takes the focus, and what a label names; a group of boxes has a name of its own. */
  readonly input: HTMLElement;
  readonly isGroup: boolean;
  /** A text that is being typed stays as it is. */
  show(text: string): void;
  describe(ids: string, isInvalid: boolean): void;
  /** What it is while nothing is entered. */
  suggest(text: string): void;
  /** Choices that cannot be made, beside the one that is. */
  disable(choices: ReadonlySet<string>): void;
}

interface ControlOptions {
  readonly id: string;
  /** Nothing may be chosen. */
  readonly isOptional: boolean;
  onText(text: string): void;
}

export function createControl(field: Field, options: ControlOptions): FieldControl {
  switch (field.form) {
    case 'choice':
      return choiceControl(field, options);
    case 'choices':
      return boxesControl(field, options);
    case 'switch':
      return switchControl(options);
    default:
      return textControl(field, options);
  }
}

function textControl({ form, key }: Field, { id, onText }: ControlOptions): FieldControl {
  const isNumeric = form === 'number' || form === 'numbers';
  const input = h('input', {
    id,
    type: 'text',
    class: isNumeric ? 'entry numeric' : 'entry',
    inputmode: form === 'number' ? 'decimal' : undefined,
    autocomplete: 'off',
    spellcheck: 'false',
    testid: key,
    on: { input: () => onText(input.value) },
  });
  return {
    ...withDescription(input),
    show(text) {
      // `10, ` becomes `10` only once it is left.
      if (document.activeElement === input && input.value.trim() !== '') return;
      if (input.value !== text) input.value = text;
    },
    suggest: (text) => {
      input.placeholder = text;
    },
    disable: () => {},
  };
}

function choiceControl(field: Field, { id, isOptional, onText }: ControlOptions): FieldControl {
  const options = field.choices.map((choice) => h('option', { value: choice }, translate(choiceName(field, choice))));
  const input = h(
    'select',
    { id, class: 'entry choice', testid: field.key, on: { change: () => onText(input.value) } },
    isOptional && h('option', { value: '' }, t('Automatic')),
    ...options,
  );
  return {
    ...withDescription(input),
    show: (text) => {
      input.value = text;
    },
    disable(choices) {
      for (const option of options) option.disabled = choices.has(option.value) && option.value !== input.value;
    },
  };
}

function switchControl({ id, onText }: ControlOptions): FieldControl {
  const input = h('input', { id, type: 'checkbox', on: { change: () => onText(String(input.checked)) } });
  return {
    ...withDescription(input),
    show: (text) => {
      input.checked = text === 'true';
    },
    disable: () => {},
  };
}

function boxesControl(field: Field, { id, onText }: ControlOptions): FieldControl {
  const boxes = field.choices.map((choice) => h('input', { type: 'checkbox', value: choice, on: { change: tell } }));
  function tell(): void {
    onText(
      boxes
        .filter(({ checked }) => checked)
        .map(({ value }) => value)
        .join(', '),
    );
  }
  const element = h(
    'div',
    { id, class: 'boxes', role: 'group', testid: field.key },
    ...boxes.map((box) => h('label', { class: 'box' }, box, translate(choiceName(field, box.value)))),
  );
  return {
    ...withDescription(element),
    input: boxes[0] ?? element,
    isGroup: true,
    show(text) {
      const chosen = new Set(text.split(', '));
      for (const box of boxes) box.checked = chosen.has(box.value);
    },
    disable: () => {},
  };
}

function withDescription(input: HTMLElement): Omit<FieldControl, 'show' | 'disable'> {
  return {
    element: input,
    input,
    isGroup: false,
    suggest: () => {},
    describe(ids, isInvalid) {
      input.setAttribute('aria-describedby', ids);
      input.setAttribute('aria-invalid', String(isInvalid));
    },
  };
}

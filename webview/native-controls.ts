// Controls of the platform: what they open is never cut off by a dialog or an overlay.
import { h } from './dom';

export interface Choice<V extends string> {
  readonly value: V;
  readonly label: string;
}

/** One of a list. */
export function select<V extends string>(label: string, testid: string, options: readonly Choice<V>[]) {
  const input = h('select', { class: 'dropdown native', testid });
  const element = h('label', { class: 'field' }, h('span', { class: 'field-label' }, label), input);
  let offered = '';
  /** What was chosen stays, if it is there. */
  const offer = (choices: readonly Choice<V>[]) => {
    const key = JSON.stringify(choices);
    if (key === offered) return;
    offered = key;
    const { value } = input;
    input.replaceChildren(...choices.map((choice) => h('option', { value: choice.value }, choice.label)));
    if (choices.some((choice) => choice.value === value)) input.value = value;
  };
  offer(options);
  return {
    element,
    input,
    offer,
    get value() {
      return input.value as V;
    },
    set value(value: V) {
      input.value = value;
    },
  };
}

export function checkbox(label: string, testid: string, checked: boolean) {
  const input = h('input', { type: 'checkbox', testid, checked });
  return { element: h('label', { class: 'check-field' }, input, label), input };
}

interface NumberInputOptions {
  readonly label: string;
  readonly testid: string;
  readonly title?: string;
  /** What somebody has entered; null: nothing. */
  onChange(value: number | null): void;
}

/** Any number, or none. */
export function numberInput({ label, testid, title, onChange }: NumberInputOptions) {
  const input = h('input', { type: 'number', class: 'number-field', testid, step: 'any', title });
  /** What somebody types is not written over by what happens meanwhile. */
  let edited = false;
  let present: number | null = null;
  const show = () => {
    if (!edited) input.value = present === null ? '' : String(present);
  };
  input.addEventListener('input', () => {
    edited = true;
  });
  input.addEventListener('change', () => {
    edited = false;
    const value = input.valueAsNumber;
    // What is no number is as it was; nothing at all is a choice.
    if (Number.isFinite(value)) onChange(value);
    else if (!input.validity.badInput) onChange(null);
    show();
  });
  return {
    element: h('label', { class: 'field' }, h('span', { class: 'field-label' }, label), input),
    input,
    /** @param usual What holds where there is none. */
    show(value: number | null, usual: string): void {
      present = value;
      input.placeholder = usual;
      show();
    },
  };
}

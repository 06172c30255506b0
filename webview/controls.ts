import './controls.css';
// The panel's standard controls. The widget toolkit is known to this module only, so that it can be exchanged.
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeProgressRing,
} from '@vscode/webview-ui-toolkit';
import { h, setText } from './dom';
import { type IconName, icon } from './icons';

provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption(), vsCodeProgressRing());

export interface Control {
  readonly element: HTMLElement;
}

export interface Button extends Control {
  setLabel(label: string): void;
  setDisabled(disabled: boolean): void;
  setPressed(pressed: boolean): void;
}

interface ButtonOptions {
  readonly label: string;
  readonly testid: string;
  readonly appearance?: 'primary' | 'secondary';
  onClick(): void;
}

/** A button with a word on it. */
export function textButton({ label, testid, appearance = 'secondary', onClick }: ButtonOptions): Button {
  return makeButton(h('vscode-button' as 'button', { appearance, testid }, label), onClick, (element, text) =>
    setText(element, text),
  );
}

/** A button with a picture on it; its label is the tooltip and what a screen reader says. */
export function iconButton(name: IconName, { label, testid, onClick }: ButtonOptions): Button & IconSwap {
  const element = h('vscode-button' as 'button', { appearance: 'icon', testid }, icon(name));
  const setLabel = (target: HTMLElement, text: string) => {
    target.setAttribute('aria-label', text);
    target.title = text;
  };
  setLabel(element, label);
  return {
    ...makeButton(element, onClick, setLabel),
    setIcon: (other) => element.replaceChildren(icon(other)),
  };
}

interface IconSwap {
  setIcon(name: IconName): void;
}

function makeButton(
  element: HTMLElement,
  onClick: () => void,
  setLabel: (element: HTMLElement, label: string) => void,
): Button {
  element.addEventListener('click', onClick);
  return {
    element,
    setLabel: (label) => setLabel(element, label),
    setDisabled: (disabled) => element.toggleAttribute('disabled', disabled),
    setPressed: (pressed) => element.setAttribute('aria-pressed', String(pressed)),
  };
}

export interface Option {
  readonly value: string;
  readonly label: string;
}

export interface Dropdown extends Control {
  value: string;
}

interface DropdownOptions {
  /** Shown before the control. */
  readonly label: string;
  readonly testid: string;
  readonly options: readonly Option[];
  readonly value: string;
  /** Only for a screen reader, where the place makes the meaning clear. */
  readonly hideLabel?: boolean;
  onChange(value: string): void;
}

/** Above this many options the platform's own list is used: it scrolls, searches by typing and costs nothing. */
const manyOptions = 40;

export function dropdown(settings: DropdownOptions): Dropdown {
  const { control, offer } = settings.options.length > manyOptions ? nativeSelect(settings) : toolkitDropdown(settings);
  control.setAttribute('aria-label', settings.label);
  control.dataset.testid = settings.testid;
  control.title = settings.label;
  control.addEventListener('change', () => settings.onChange(control.value));
  const element = settings.hideLabel
    ? control
    : h(
        'span',
        { class: 'field' },
        h('span', { class: 'field-label', 'aria-hidden': 'true' }, settings.label),
        control,
      );
  return {
    element,
    get value() {
      return control.value;
    },
    set value(value) {
      if (control.value === value) return;
      offer?.(value);
      control.value = value;
    },
  };
}

type ValueElement = HTMLElement & { value: string };

function toolkitDropdown({ options, value }: DropdownOptions): ChoiceControl {
  const items = options.map((option) =>
    h('vscode-option' as 'option', { value: option.value, selected: option.value === value }, option.label),
  );
  return { control: h('vscode-dropdown' as 'select', { class: 'dropdown' }, ...items) };
}

interface ChoiceControl {
  readonly control: ValueElement;
  /** Makes sure that the list has a value before it is chosen. */
  offer?(value: string): void;
}

/** Above this many options only the chosen one is made until somebody comes to the list. */
const madeAtOnce = 2000;

function nativeSelect({ options, value }: DropdownOptions): ChoiceControl {
  const control = h('select', { class: 'dropdown native' });
  const made = (option: Option) => h('option', { value: option.value }, option.label);
  const fill = () => {
    if (control.length === options.length) return;
    const present = control.value;
    const all = document.createDocumentFragment();
    for (const option of options) all.append(made(option));
    control.replaceChildren(all);
    control.value = present;
  };
  const offer = (wanted: string) => {
    if (control.length === options.length) return;
    const chosen = options.find((option) => option.value === wanted);
    control.replaceChildren(...(chosen ? [made(chosen)] : []));
  };
  offer(value);
  if (options.length <= madeAtOnce) fill();
  control.addEventListener('pointerdown', fill);
  control.addEventListener('focus', fill);
  return { control, offer };
}

export interface Slider extends Control {
  readonly input: HTMLInputElement;
}

interface SliderOptions {
  readonly label: string;
  readonly testid: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  onInput(value: number): void;
}

export function slider({ label, testid, min, max, step, value, onInput }: SliderOptions): Slider {
  const input = h('input', {
    type: 'range',
    class: 'slider',
    'aria-label': label,
    title: label,
    testid,
    min,
    max,
    step,
  });
  input.value = String(value);
  input.addEventListener('input', () => onInput(input.valueAsNumber));
  return { element: input, input };
}

export interface Segmented<V extends string> extends Control {
  value: V;
}

interface SegmentedOptions<V extends string> {
  readonly label: string;
  readonly testid: string;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly value: V;
  /** `tabs` where it switches what is seen below; each names the element it shows. */
  readonly controls?: Readonly<Record<V, string>>;
  onChange(value: V): void;
}

/** One of a few choices, all in sight. Arrow keys move the choice; it is one stop for Tab. */
export function segmented<V extends string>(settings: SegmentedOptions<V>): Segmented<V> {
  const { label, testid, options, controls, onChange } = settings;
  const role = controls ? 'tab' : 'radio';
  const selected = controls ? 'aria-selected' : 'aria-checked';
  let current = settings.value;
  const buttons = options.map((option) =>
    h(
      'button',
      {
        type: 'button',
        role,
        testid: `${testid}-${option.value}`,
        'aria-controls': controls?.[option.value],
        on: { click: () => choose(option.value) },
      },
      option.label,
    ),
  );
  const element = h(
    'div',
    { class: 'segmented', role: controls ? 'tablist' : 'radiogroup', 'aria-label': label, testid },
    ...buttons,
  );
  const show = () => {
    options.forEach((option, position) => {
      const on = option.value === current;
      buttons[position].setAttribute(selected, String(on));
      buttons[position].tabIndex = on ? 0 : -1;
    });
  };
  const choose = (value: V) => {
    if (value === current) return;
    current = value;
    show();
    onChange(value);
  };
  element.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = options.findIndex((option) => option.value === current) + step;
    const position = (next + options.length) % options.length;
    choose(options[position].value);
    buttons[position].focus();
  });
  show();
  return {
    element,
    get value() {
      return current;
    },
    set value(value) {
      current = value;
      show();
    },
  };
}

/** Something is under way, of unknown length. */
export function progressRing(label: string): HTMLElement {
  const ring = h('vscode-progress-ring' as 'div', { 'aria-label': label, class: 'ring' });
  // The toolkit gives each an English label of its own as it appears.
  new MutationObserver(() => {
    if (ring.getAttribute('aria-label') !== label) ring.setAttribute('aria-label', label);
  }).observe(ring, { attributeFilter: ['aria-label'] });
  return ring;
}

import type { Brightness, ViewedData } from '../../src/protocol/view';
import { dropdown, segmented, slider } from '../controls';
import { h, setText } from '../dom';
import { t } from '../l10n';
import { formatValue } from '../numbers';
import type { Store } from '../state/store';
import { type EditorState, usualZoom, zoomLevels } from './editor-state';
import { shapeText } from './facts';

export interface Toolbar {
  readonly element: HTMLElement;
  setBrightness(brightness: Brightness): void;
}

interface ToolbarOptions {
  readonly data: ViewedData;
  readonly state: Store<EditorState>;
  onArray(name: string): void;
  onGoTo(example: number): void;
}

/** What is shown of a file, and how. */
export function createToolbar({ data, state, onArray, onGoTo }: ToolbarOptions): Toolbar {
  const { choice, images, examples } = data;
  const brightness = h('span', { class: 'hint', testid: 'brightness' });
  const zoom = images && zoomSlider(images, state);
  const element = h(
    'div',
    { class: 'toolbar', role: 'toolbar', 'aria-label': t('View') },
    choice && choice.members.length > 1 ? arrayPicker(choice, onArray) : null,
    images && modeSwitch(state),
    zoom,
    examples > 0 ? goTo(examples, onGoTo) : null,
    images && brightness,
  );
  element.hidden = element.childElementCount === 0;
  if (zoom) {
    state.watch(
      ({ mode }) => mode,
      (mode) => {
        zoom.hidden = mode !== 'images';
        brightness.hidden = mode !== 'images';
      },
    );
  }
  return {
    element,
    setBrightness({ offset, scale }) {
      setText(brightness, t('black {0}, white {1}', formatValue(offset), formatValue(offset + scale)));
    },
  };
}

export function arrayPicker(
  { chosen, members }: NonNullable<ViewedData['choice']>,
  onChange: (name: string) => void,
): HTMLElement {
  return dropdown({
    label: t('Array'),
    testid: 'array',
    options: members.map(({ name, shape, dtype }) => ({
      value: name,
      label: shape ? `${name}  ${shapeText(shape)} ${dtype}` : name,
    })),
    value: chosen,
    onChange,
  }).element;
}

function modeSwitch(state: Store<EditorState>): HTMLElement {
  return segmented<EditorState['mode']>({
    label: t('View'),
    testid: 'mode',
    options: [
      { value: 'images', label: t('Images') },
      { value: 'table', label: t('Table') },
    ],
    value: state.get().mode,
    onChange: (mode) => state.set({ mode }),
  }).element;
}

function zoomSlider(images: NonNullable<ViewedData['images']>, state: Store<EditorState>): HTMLElement {
  const level = state.get().zoom ?? usualZoom(images) ?? zoomLevels[3];
  const { element, input } = slider({
    label: t('Size of the images'),
    testid: 'zoom',
    min: 0,
    max: zoomLevels.length - 1,
    step: 1,
    value: zoomLevels.indexOf(level),
    onInput: (value) => {
      state.set({ zoom: zoomLevels[value] });
      describe();
    },
  });
  const describe = () => input.setAttribute('aria-valuetext', t('{0} pixels', zoomLevels[input.valueAsNumber]));
  describe();
  return h('span', { class: 'field' }, h('span', { class: 'field-label', 'aria-hidden': 'true' }, t('Size')), element);
}

function goTo(examples: number, onGoTo: (example: number) => void): HTMLElement {
  const input = h('input', {
    class: 'go-to',
    type: 'number',
    min: 0,
    max: examples - 1,
    'aria-label': t('Go to example'),
    testid: 'go-to',
    on: {
      change: () => {
        if (Number.isInteger(input.valueAsNumber)) onGoTo(input.valueAsNumber);
      },
    },
  });
  return h('label', { class: 'field' }, h('span', { class: 'field-label' }, t('Go to')), input);
}

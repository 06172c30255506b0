import type { DataKind } from '../../src/protocol/data';
import type { GivenContent } from '../../src/protocol/given';
import { largestGiven, longestGiven } from '../../src/protocol/given';
import { textButton } from '../controls';
import { h } from '../dom';
import { t } from '../l10n';

export interface GivenInput {
  readonly element: HTMLElement;
  /** Takes a file that was dropped or pasted anywhere. */
  takeFile(file: File): Promise<void>;
  focus(): void;
}

interface GivenInputOptions {
  readonly kind: DataKind;
  take(content: GivenContent): void;
  /** Hears in a sentence what is wrong with it. */
  refuse(sentence: string): void;
}

/** Where a person gives an example of their own: of images a file; of all else, words. */
export function createGivenInput({ kind, take, refuse }: GivenInputOptions): GivenInput {
  const isPicture = kind === 'images';
  const takeText = (text: string) => {
    if (text.length > longestGiven) refuse(t('The text is longer than {0} characters. Give less of it.', longestGiven));
    else take({ kind: 'text', text });
  };
  const takeFile = async (file: File) => {
    if (file.size > largestGiven) {
      refuse(t('{0} is larger than {1} MB. Give a smaller file.', file.name, largestGiven / 2 ** 20));
    } else if (isPicture) take({ kind: 'picture', bytes: new Uint8Array(await file.arrayBuffer()) });
    else takeText(await file.text());
  };
  return isPicture ? pictureInput(takeFile) : textInput(kind, takeText, takeFile);
}

function pictureInput(takeFile: GivenInput['takeFile']): GivenInput {
  const file = h('input', { type: 'file', accept: 'image/*,.pbm,.pgm,.ppm,.pnm,.tif,.tiff', testid: 'given-file' });
  file.hidden = true;
  file.addEventListener('change', () => {
    const [chosen] = file.files ?? [];
    // The same file can be chosen again.
    if (chosen) void takeFile(chosen).finally(() => (file.value = ''));
  });
  const choose = h(
    'button',
    { type: 'button', class: 'given-drop', testid: 'given-choose', on: { click: () => file.click() } },
    t('Drop or paste a picture, or choose a file'),
  );
  return { element: h('div', { class: 'given-input' }, choose, file), takeFile, focus: () => choose.focus() };
}

function textInput(kind: DataKind, takeText: (text: string) => void, takeFile: GivenInput['takeFile']): GivenInput {
  const label = askedFor(kind);
  const field = h('textarea', {
    class: 'given-text',
    rows: 4,
    spellcheck: 'false',
    'aria-label': label,
    placeholder: label,
    testid: 'given-text',
  });
  const encode = textButton({ label: t('Encode'), testid: 'given-encode', onClick: () => takeText(field.value) });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    takeText(field.value);
  });
  return { element: h('div', { class: 'given-input' }, field, encode.element), takeFile, focus: () => field.focus() };
}

function askedFor(kind: DataKind): string {
  if (kind === 'text') return t('A text');
  if (kind === 'vectors') return t('The numbers of an example, separated by commas');
  return t('A row: its cells as in the data, below the names of the columns or without them, or as JSON');
}

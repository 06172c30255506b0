import '../theme.css';
import '../layout.css';
import './data-editor.css';
import type { DataEditorEvents, DataEditorMethods } from '../../src/protocol/data-editor';
import type { ViewedData } from '../../src/protocol/view';
import { connectToHost } from '../connection';
import { iconButton, textButton } from '../controls';
import { h } from '../dom';
import { describeError, t } from '../l10n';
import { readLanguage } from '../language';
import { createLoading } from '../loading';
import { createNotices } from '../notices';
import { createStore, type Store } from '../state/store';
import { createDataBody, type DataBody } from './data-body';
import type { DataHost } from './data-session';
import { type EditorState, parseEditorState } from './editor-state';
import { arrayPicker } from './toolbar';

const vscode = acquireVsCodeApi<unknown>();

readLanguage();
void start(connectToHost<DataEditorMethods, DataEditorEvents>((message) => vscode.postMessage(message)));

async function start(host: DataHost): Promise<void> {
  let state = keptStore(parseEditorState(vscode.getState()));
  const title = h('h1', { class: 'data-title', testid: 'title' });
  const train = textButton({
    label: t('Train VAE on this'),
    testid: 'train',
    appearance: 'primary',
    onClick: () => void host.call('train', {}).catch(fail),
  });
  const again = iconButton('refresh', {
    label: t('Inspect again'),
    testid: 'again',
    onClick: () => void open(true),
  });
  const notices = createNotices();
  const content = h('main', { class: 'data-content' });
  document.body.append(
    h(
      'div',
      { class: 'data-editor' },
      h('header', { class: 'data-header' }, title, h('div', { class: 'data-actions' }, train.element, again.element)),
      notices.element,
      content,
    ),
  );
  let view: DataBody | null = null;
  /** What there was to choose from, also where the choice cannot be read. */
  let choice: ViewedData['choice'] = null;
  let loading = createLoading();
  host.on('progress', ({ fraction }) => (view ? view.progress(fraction) : loading.progress(fraction)));

  try {
    title.textContent = (await host.call('start', {})).name;
  } catch (error) {
    fail(error);
  }
  await open(false);

  function fail(error: unknown): void {
    const words = describeError(error);
    if (words !== null) notices.show(words);
  }

  async function open(isAgain: boolean): Promise<void> {
    view?.close();
    view = null;
    // What watches the old one goes with it.
    state = keptStore(state.get());
    loading = createLoading();
    content.replaceChildren(loading.element);
    train.setDisabled(true);
    const { array } = state.get();
    try {
      const data = await host.call('open', { ...(array !== null && { array }), ...(isAgain && { again: true }) });
      ({ choice } = data);
      view = createDataBody({ host, data, state, onArray, fail });
      content.replaceChildren(view.element);
      train.setDisabled(false);
    } catch (error) {
      loading.fail(error, () => void host.call('showLog', {}));
      if (!choice) return;
      const picker = arrayPicker({ ...choice, chosen: array ?? choice.chosen }, onArray);
      content.prepend(h('div', { class: 'toolbar' }, picker));
    }
  }

  function onArray(array: string): void {
    state.set({ array, example: 0, column: 0, top: 0, left: 0 });
    void open(false);
  }
}

/** A state of which each change is kept over a reload. */
function keptStore(begin: EditorState): Store<EditorState> {
  const state = createStore(begin);
  let due: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    clearTimeout(due);
    due = undefined;
    vscode.setState(state.get());
  };
  state.changed(
    (current) => current,
    () => {
      due ??= setTimeout(keep, 250);
    },
  );
  window.addEventListener('pagehide', () => due !== undefined && keep());
  return state;
}

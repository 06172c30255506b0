import '../theme.css';
import './configure.css';
import type { ConfigureMethods, ConfigureStart } from '../../src/protocol/configure';
import { fieldOf } from '../../src/protocol/fields';
import { connectToHost } from '../connection';
import { h, oncePerFrame } from '../dom';
import { describeError, t } from '../l10n';
import { readLanguage } from '../language';
import { createLoading } from '../loading';
import { createNotices } from '../notices';
import { createStore } from '../state/store';
import { createActionsBar } from './actions-bar';
import { DataReader } from './data-reader';
import { draftOf, readDraft, requestOfDraft, withData, withText } from './draft';
import { createForm } from './form';
import { createNetworkView } from './network-view';
import { type ConfigureHost, type ConfigurePage, dataOf, nameByItself, type PageState, problemsIn } from './page-state';

const vscode = acquireVsCodeApi<unknown>();

/** How long the page waits for the data before it shows itself, ms. */
const patience = 1500;

readLanguage();
void start(connectToHost<ConfigureMethods, Record<never, never>>((message) => vscode.postMessage(message)));

async function start(host: ConfigureHost): Promise<void> {
  const loading = createLoading();
  document.body.append(loading.element);
  try {
    const begun = await host.call('start', {});
    await show(host, begun, () => loading.element.remove());
  } catch (error) {
    loading.fail(error, () => void host.call('showLog', {}));
  }
}

/** @param ready Called when there is something to see. */
async function show(host: ConfigureHost, begun: ConfigureStart, ready: () => void): Promise<void> {
  const state = createStore<PageState>({
    draft: readDraft(vscode.getState()) ?? draftOf(begun.request),
    file: begun.file,
    summary: null,
    preview: null,
    failure: null,
    isReading: true,
    isStarting: false,
    isFinding: false,
  });
  const { folder } = begun;
  const notices = createNotices();
  const fail = (error: unknown) => {
    const sentence = describeError(error);
    if (sentence !== null) notices.show(sentence);
  };
  const page: ConfigurePage = { host, state, defaults: begun.defaults, fail };
  const reader = new DataReader(host, state);
  // Most data are known before a person would have begun to read. Where it takes longer, the form comes first.
  await Promise.race([reader.read(), new Promise((resolve) => setTimeout(resolve, patience))]);

  const form = createForm(page, {
    onChooseData: () => void chooseData().catch(fail),
    onReadAgain: () => void reader.read(),
  });
  const network = createNetworkView(state);
  const actions = createActionsBar({
    state,
    onTrain: () => void train().catch(fail),
    onSave: () => void save().catch(fail),
    onFindRate: () => void findRate().catch(fail),
    onProblem: form.focus,
  });
  const views = [form, network, actions];
  const update = () => {
    for (const view of views) view.update();
  };
  update();
  state.changed((now) => now, oncePerFrame(update));
  state.changed(({ draft }) => draft, keep);
  state.changed(({ file }) => file, keep);
  keep();
  ready();
  document.body.append(
    h(
      'div',
      { class: 'configure', testid: 'configure' },
      notices.element,
      h(
        'main',
        { class: 'configure-body' },
        h('h1', { class: 'configure-title' }, t('Configure Training')),
        h('div', { class: 'configure-columns' }, form.element, h('aside', {}, network.element)),
      ),
      actions.element,
    ),
  );
  window.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void train().catch(fail);
  });

  /** Once all is right; else it goes to what is not. */
  function isRight(): boolean {
    const [problem] = problemsIn(state.get());
    if (problem) form.focus(problem.key);
    return !problem;
  }

  async function train(): Promise<void> {
    if (state.get().isStarting || !isRight()) return;
    const now = state.get();
    state.set({ isStarting: true });
    try {
      const request = requestOfDraft(now.draft, dataOf(now));
      await host.call('train', { request: { name: nameByItself(now), ...request } });
    } finally {
      state.set({ isStarting: false });
    }
  }

  async function findRate(): Promise<void> {
    if (state.get().isFinding || !isRight()) return;
    const now = state.get();
    state.set({ isFinding: true });
    try {
      const found = await host.call('findRate', { request: requestOfDraft(now.draft, dataOf(now)) });
      if (!found) return;
      const then = state.get();
      const text = String(found.learningRate);
      const draft = withText(then.draft, fieldOf('training.learningRate'), text, dataOf(then), begun.defaults);
      state.set({ draft });
    } finally {
      state.set({ isFinding: false });
    }
  }

  async function save(): Promise<void> {
    if (!isRight()) return;
    const now = state.get();
    const saved = await host.call('save', { request: requestOfDraft(now.draft, dataOf(now)) });
    if (!saved) return;
    state.set({ file: saved.file });
  }

  async function chooseData(): Promise<void> {
    const chosen = await host.call('chooseData', {});
    if (chosen) state.set({ draft: withData(state.get().draft, chosen.data) });
  }

  function keep(): void {
    const { draft, file } = state.get();
    vscode.setState({ ...draft, file, folder });
  }
}

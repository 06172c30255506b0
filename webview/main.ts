import './theme.css';
import type { PanelStart, PanelState } from '../src/protocol/panel';
import { ColumnCache, isOfCodes } from './column-cache';
import { Host } from './connection';
import { CurrentColumns } from './data/current-columns';
import { followShown } from './data/shown-examples';
import { h, setText } from './dom';
import { ExampleCache } from './example-cache';
import { describeError, sentenceInWords } from './l10n';
import { readLanguage } from './language';
import { createLoading, phaseWords } from './loading';
import { hideWhatIsMissing } from './needs';
import { createNotices, type Notices } from './notices';
import { type Asked, type Panel, projectionOf } from './panel';
import { createPanelView } from './panel-view';
import { RunSelections } from './selection/run-selections';
import { type Session, sessionOf, withEpoch, withRun } from './session';
import { fitToRun, keepState, parseKeptState } from './state/kept-state';
import { type LinkHost, linkPanels } from './state/linked';
import { createStore, type Store } from './state/store';
import type { Ui } from './state/ui';
import { listenForUndo } from './state/undo';
import type { ViewDocument } from './state/view-document';
import { createViewStore, type ViewStore } from './state/view-store';
import { watchTheme } from './theme';
import { tellOfCollapse } from './training/collapse-notice';
import { weightsEpoch } from './weights-epoch';

const vscode = acquireVsCodeApi<PanelState>();

readLanguage();
void start(new Host((message) => vscode.postMessage(message)));

async function start(host: Host): Promise<void> {
  const loading = createLoading();
  document.body.append(loading.element);
  host.on('loading', ({ phase, fraction }) => loading.progress(fraction, phaseWords(phase)));
  try {
    // The answer tells all that happened before it: no other event comes earlier, and none is missed from here on.
    const begun = await host.call('start', {});
    host.answerFirst(begun.answers ?? []);
    hideWhatIsMissing(begun.offers);
    const session = createStore(sessionOf(begun.run));
    const notices = createNotices();
    listen(host, session, notices);
    tellOfCollapse(session, notices);
    const asked = createStore<Asked>({ view: null, given: null });
    host.on('view', (view) => asked.set({ view }));
    host.on('give', ({ content }) => asked.set({ given: content }));
    const choices = await restoreChoices(begun, host, notices);
    const { panel, announcer } = createPanel(host, begun.offers, session, asked, choices, notices);
    listenForUndo(host, panel.view, panel.announce);
    await loadLabels(panel);
    loading.element.replaceWith(createPanelView(panel, notices), announcer);
    panel.linked.begin();
  } catch (error) {
    loading.fail(error, () => void host.call('showLog', {}));
  }
}

function listen(host: Host, session: Store<Session>, notices: Notices): void {
  host.on('notice', ({ sentence }) => notices.show(sentenceInWords(sentence)));
  host.on('run', ({ run }) => session.set(withRun(session.get(), run)));
  host.on('progress', (progress) => session.set({ progress }));
  host.on('status', ({ status, failure, weights = session.get().weights }) => {
    const { frames } = session.get();
    // Other weights have other answers to everything.
    const shown = weights.epoch === session.get().weights.epoch ? frames : [...frames];
    session.set({ status, message: failure ? sentenceInWords(failure) : null, progress: null, weights, frames: shown });
  });
  host.on('epoch', ({ metrics, frames }) =>
    session.set({
      history: withEpoch(session.get().history, metrics),
      frames,
      weights: { ...session.get().weights, epoch: metrics.epoch, steps: 0 },
    }),
  );
}

interface Choices {
  readonly view: ViewStore;
  readonly ui: Store<Ui>;
}

/** The choices of before a reload, and from now on each change kept. */
async function restoreChoices({ run, page, offers }: PanelStart, host: Host, notices: Notices): Promise<Choices> {
  const kept = vscode.getState();
  const restored = kept?.run === run.directory ? kept.view : undefined;
  const choices = fitToRun(parseKeptState(restored), run, restored === undefined ? page : null);
  const ui = createStore(choices.ui);
  // Before anything is waited for: the host may ask as soon as it has answered.
  host.on('show', ({ page: asked }) => ui.set({ page: asked }));
  host.on('link', ({ compare }) => ui.set({ linked: true, ...(compare && { drawer: 'compare' }) }));
  const selections = new RunSelections(
    { read: () => host.call('selections', {}), change: (change) => host.call('keepSelections', change) },
    run.record,
    failing(notices),
  );
  const view = createViewStore({
    ...withoutDecoder(choices.view, offers),
    named: await selections.load(choices.view.named),
  });
  let due: ReturnType<typeof setTimeout> | undefined;
  const keep = () => {
    clearTimeout(due);
    due = undefined;
    const shown = { ...view.get(), named: selections.unsaved(view.get().named) };
    vscode.setState({ run: run.directory, view: keepState({ view: shown, ui: ui.get() }) });
  };
  const keepSoon = () => {
    due ??= setTimeout(keep, 250);
  };
  view.changed((state) => state, keepSoon);
  ui.changed((state) => state, keepSoon);
  window.addEventListener('pagehide', () => due !== undefined && keep());
  keep();
  selections.follow(view, keepSoon);
  return { view, ui };
}

/** Where the host decodes nothing, a view of elsewhere shows nothing decoded. */
function withoutDecoder(view: ViewDocument, offers: PanelStart['offers']): ViewDocument {
  if (offers === undefined || offers.includes('decode')) return view;
  return { ...view, cursor: { ...view.cursor, on: false }, samples: { ...view.samples, on: false } };
}

function createPanel(
  host: Host,
  offers: PanelStart['offers'],
  session: Store<Session>,
  asked: Panel['asked'],
  { view, ui }: Choices,
  notices: Notices,
): { readonly panel: Panel; readonly announcer: HTMLElement } {
  const { run } = session.get();
  const announcer = h('div', { class: 'sr-only', 'aria-live': 'polite', testid: 'announcement' });
  const columns = new ColumnCache(run.columns, run.record.data.label, (name, signal) => {
    const role = columns.info(name)?.role;
    const epoch = isOfCodes(role) ? view.get().epoch : weightsEpoch({ session, view });
    const ofLayout = role === 'neighbourhood' ? { projection: projectionOf({ view }) } : {};
    return host.call('column', { name, ...(epoch !== null && { epoch }), ...ofLayout }, signal);
  });
  const fail = failing(notices);
  const announce = (text: string) => setText(announcer, text);
  const parts: Omit<Panel, 'shown'> = {
    host,
    offers: (method) => offers === undefined || offers.includes(method),
    session,
    view,
    ui,
    linked: linkPanels({ host: linkThrough(host), session, view, ui, fail, announce }),
    asked,
    theme: watchTheme(),
    examples: new ExampleCache((indices) => host.call('examples', { indices })),
    columns,
    current: new CurrentColumns(columns, session, view),
    fail,
    tell: (sentence) => notices.show({ text: sentence, full: sentence }),
    announce,
  };
  return { panel: { ...parts, shown: followShown(parts) }, announcer };
}

function linkThrough(host: Host): LinkHost {
  return {
    link: (on) => host.call('link', { on }),
    share: (change) => host.call('share', change),
    onPeers: (listener) => host.on('peers', ({ runs }) => listener(runs)),
    onShared: (listener) => host.on('shared', listener),
  };
}

/** Shows the sentence of what went wrong; what was cancelled needs none. */
function failing(notices: Notices): (error: unknown) => void {
  return (error) => {
    const words = describeError(error);
    if (words !== null) notices.show(words);
  };
}

/** The labels name examples everywhere; the panel can do without them. */
async function loadLabels({ columns, fail }: Panel): Promise<void> {
  const label = columns.labelInfo();
  if (label) await columns.get(label.name).catch(fail);
}

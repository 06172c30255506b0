import * as vscode from 'vscode';
import type { Sentence } from '../protocol/errors';
import type { GivenContent } from '../protocol/given';
import type { FiledView, PanelEvents, PanelMethods, PanelPage } from '../protocol/panel';
import type { Connection, Handlers } from '../protocol/rpc';
import { FileSaving } from './export/file-saving';
import { FilmSaving } from './export/film-saving';
import { type FailureParts, failureHandlers } from './failures/failure-handlers';
import { type FirstAnswers, firstAnswers, noAnswers } from './first-answers';
import { forwarding } from './forwarding';
import type { Messages } from './messages';
import { panelHtml } from './panel-html';
import type { PanelHub } from './panel-hub';
import { PanelLink } from './panel-link';
import { panelParams } from './panel-messages';
import type { RunSession } from './run-session';
import { translate } from './sentences';
import type { Settings } from './settings';
import { revealSource } from './source-reveal';
import { resumeOrTakeOver } from './take-over';
import { transferSentences } from './transfer-sentences';
import { checked } from './webview-messages';
import { WebviewPages } from './webview-page';

interface PanelSide {
  readonly calls: Record<never, never>;
  readonly serves: PanelMethods;
  readonly emits: PanelEvents;
  readonly hears: Record<never, never>;
}

/** The editor panel of one run. Each `start` of a page is answered with the run as it then is: nothing needs a queue. */
export class LatentPanel {
  private readonly disposables: vscode.Disposable[] = [];
  private readonly pages: WebviewPages<PanelSide>;
  private readonly link: PanelLink;
  private readonly saving: FileSaving;
  private readonly film: FilmSaving;
  /** A page asked for while nobody could hear it. */
  private wanted: PanelPage | undefined;
  private wantedView: FiledView | undefined;
  private given: GivenContent | undefined;
  /** For the first page. */
  private answers: Promise<FirstAnswers>;
  private linkWanted: { readonly compare: boolean } | undefined;
  /** Notices that this panel has shown: a person who dismissed one does not want it again. */
  private readonly told = new Set<string>();

  constructor(
    readonly session: RunSession,
    readonly panel: vscode.WebviewPanel,
    extensionUri: vscode.Uri,
    private readonly firstPage: PanelPage,
    private readonly log: vscode.LogOutputChannel,
    private readonly messages: Messages,
    private readonly settings: Settings,
    private readonly hub: PanelHub,
    private readonly failures: FailureParts,
  ) {
    this.answers = firstAnswers(session);
    this.saving = new FileSaving(session, messages);
    this.film = new FilmSaving(this.saving);
    this.link = new PanelLink(hub, {
      get fingerprint() {
        return session.summary?.record.fingerprint;
      },
      get run() {
        return { directory: session.directory ?? '', name: session.name };
      },
      axes: async (epoch) => (await session.connected()).call('shownAxes', { epoch }),
    });
    this.own(this.link);
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'panel.svg');
    this.pages = new WebviewPages<PanelSide>(panel.webview, checked(panelParams, this.handlers()), log);
    this.own(session.attach());
    this.own(panel.webview.onDidReceiveMessage((message) => this.pages.receive(message)));
    this.own(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.end('hidden');
      }),
    );
    this.own(panel.onDidDispose(() => this.dispose()));
    this.listen();
    this.showTitle();
    panel.webview.html = panelHtml(extensionUri, 'webview');
  }

  show(page: PanelPage, column?: vscode.ViewColumn): void {
    if (this.started && this.panel.visible) this.started.emit('show', { page });
    else this.wanted = page;
    this.panel.reveal(column);
  }

  /** Shows what a file says. */
  showView(view: FiledView): void {
    if (this.started && this.panel.visible) this.started.emit('view', view);
    else this.wantedView = view;
    this.panel.reveal();
  }

  /** Has the page encode an example. */
  give(content: GivenContent): void {
    if (this.started && this.panel.visible) this.started.emit('give', { content });
    else this.given = content;
  }

  /** Has this panel take part in what a person does in others of the same data. @param compare Its run is held against theirs. */
  joinOthers(compare: boolean): void {
    if (this.started && this.panel.visible) this.started.emit('link', { compare });
    else this.linkWanted = { compare };
  }

  /** Asks the page which epoch it shows, and forks the run from there. */
  fork(): void {
    this.started?.emit('fork', {});
  }

  saveView(): void {
    this.started?.emit('saveView', {});
  }

  undo(): void {
    this.started?.emit('undo', {});
  }

  /** Asks a person what to take away. @param what Is proposed. */
  export(what?: 'page' | 'film'): void {
    this.started?.emit('export', { ...(what && { what }) });
  }

  redo(): void {
    this.started?.emit('redo', {});
  }

  private handlers(): Handlers<PanelMethods> {
    const { session, saving, film } = this;
    return {
      start: async () => {
        const page = this.pages.current;
        this.pageEnded();
        if (session.loading) page?.connection.emit('loading', session.loading);
        const answers = await this.answers;
        this.answers = Promise.resolve(noAnswers);
        const run = await session.ready();
        // The answer holds all that happened until now, and no event can come before it is sent.
        if (page) page.started = true;
        setImmediate(() => this.greet());
        return { run, page: this.firstPage, answers: answers.of(run) };
      },
      stop: async () => {
        await session.stop();
        return null;
      },
      resume: async () => {
        await resumeOrTakeOver(session);
        return null;
      },
      trainFurther: () => this.ask('latentLens.trainFurther'),
      fork: ({ epoch }) => {
        // Weights within an epoch have no number.
        const wanted = epoch ?? (session.summary?.weights.choice === 'best' ? 'best' : 'newest');
        return this.ask('latentLens.forkRun', { directory: session.directory, epoch: wanted });
      },
      locateData: () => this.ask('latentLens.locateData'),
      readDataAgain: () => this.ask('latentLens.readDataAgain'),
      useWeights: ({ choice }) => session.useWeights(choice),
      showLog: () => {
        this.log.show(true);
        return null;
      },
      revealSource: async ({ index }, signal) => {
        const trainer = await session.connected();
        const projection = { kind: 'axes', axes: [0, -1, -1] } as const;
        const { source } = await trainer.call('inspect', { index, projection }, signal);
        if (source) await revealSource(source);
        else this.messages.information(vscode.l10n.t('This example was generated: there is no file to show.'));
        return null;
      },
      exportTable: (params, signal) => saving.table(params, signal),
      exportSelection: ({ use, examples }, signal) => saving.selection(use, examples, signal),
      saveFile: (file, signal) => saving.file(file, signal),
      beginFilm: (plan, signal) => film.begin(plan, signal),
      addToFilm: ({ pictures }) => film.add(pictures),
      endFilm: () => film.end(),
      abandonFilm: () => film.abandon(),
      saveView: (kept, signal) => saving.view(kept, signal),
      exportPage: (page, signal) => saving.page(page, signal),
      openView: () => this.ask('latentLens.openView'),
      ...forwarding(session),
      ...failureHandlers(session, this.failures),
      layOut: (params) => {
        session.layout.begin({ ...params, waits: this.settings.layoutsWait });
        return null;
      },
      stopLayout: () => {
        session.layout.stop();
        return null;
      },
      layouts: async (params, signal) => {
        const kept = await (await session.connected()).call('layouts', params, signal);
        return { kept, running: session.layout.running };
      },
      ...this.link.handlers(() => {
        const connection = this.started;
        return connection && ((event, params) => connection.emit(event, params));
      }),
    };
  }

  /** Has a command do something with this run. It tells by itself what goes wrong, and may take as long as a person does. */
  private ask(command: string, argument: unknown = this.session.directory): null {
    void vscode.commands.executeCommand(command, argument);
    return null;
  }

  /** What a page should know that is not in the answer to its `start`. */
  private greet(): void {
    const { noticed, summary } = this.session;
    const { from, data } = summary?.record ?? {};
    for (const sentence of [...noticed, ...(data?.warnings ?? []), ...(from ? transferSentences(from) : [])])
      this.tell(sentence);
    if (this.wanted !== undefined) this.started?.emit('show', { page: this.wanted });
    this.wanted = undefined;
    if (this.wantedView) this.started?.emit('view', this.wantedView);
    this.wantedView = undefined;
    if (this.given) this.started?.emit('give', { content: this.given });
    this.given = undefined;
    if (this.linkWanted) this.started?.emit('link', this.linkWanted);
    this.linkWanted = undefined;
  }

  private tell(sentence: Sentence): void {
    const message = translate(sentence);
    if (!this.started || this.told.has(message)) return;
    this.told.add(message);
    this.started.emit('notice', { sentence });
  }

  private listen(): void {
    const { session } = this;
    this.own(session.onLoading((loading) => this.pages.current?.connection.emit('loading', loading)));
    this.own(session.onProgress((progress) => this.started?.emit('progress', progress)));
    this.own(session.onColumn((progress) => this.started?.emit('columnProgress', progress)));
    this.own(session.onMeasured((measured) => this.started?.emit('measured', measured)));
    this.own(session.layout.onBegun((layout) => this.started?.emit('layoutBegun', { layout })));
    this.own(session.layout.onProgress((progress) => this.started?.emit('layoutProgress', progress)));
    this.own(session.layout.onPositions((shown) => this.started?.emit('layoutPositions', shown)));
    this.own(session.layout.onEnded((failure) => this.started?.emit('layoutEnded', { failure })));
    this.own(session.onRun((run) => this.started?.emit('run', { run })));
    this.own(session.onEpoch((epoch) => this.started?.emit('epoch', epoch)));
    this.own(
      this.failures.desk.onDidDecide(({ directory, ...decided }) => {
        if (directory === session.directory) this.started?.emit('corrected', decided);
      }),
    );
    this.own(
      session.onStatus(({ status, failure, weights }) =>
        this.started?.emit('status', { status, failure, ...(weights && { weights }) }),
      ),
    );
    this.own(session.onNotice((sentence) => this.tell(sentence)));
    this.own(
      session.onDidChange(() => {
        this.showTitle();
        this.hub.refresh();
      }),
    );
  }

  private get started(): Connection<PanelSide> | undefined {
    const page = this.pages.current;
    return page?.started ? page.connection : undefined;
  }

  private showTitle(): void {
    const { name } = this.session;
    if (this.panel.title !== name) this.panel.title = name;
  }

  private own(disposable: { dispose(): unknown }): void {
    this.disposables.push({ dispose: () => void disposable.dispose() });
  }

  private end(reason: string): void {
    this.pages.end(reason);
    this.pageEnded();
  }

  /** What belongs to the page goes with it. */
  private pageEnded(): void {
    this.link.pageEnded();
    void this.film.abandon();
  }

  /** Detaches from the session last: it may end then, which this panel has no ears for any more. */
  private dispose(): void {
    this.end('closed');
    for (const disposable of this.disposables.splice(0).reverse()) disposable.dispose();
  }
}

import './palette.css';
import type { PageContent } from '../../src/page/content';
import { PageRun } from '../../src/page/page-run';
import type { PanelEvents, PanelMethods, PanelState, SavedFile } from '../../src/protocol/panel';
import { Connection, type Handlers } from '../../src/protocol/rpc';
import type { RunSelection, SelectionChange } from '../../src/protocol/selections';
import type { Transport } from '../../src/protocol/transport';
import { Memory } from './memory';
import { readContent } from './read-content';
import { followSystemTone } from './tone';

interface HostSide {
  readonly calls: Record<never, never>;
  readonly serves: Partial<PanelMethods>;
  readonly emits: PanelEvents;
  readonly hears: Record<never, never>;
}

/**
 * The host of a panel in a page that stands alone. The panel's own script comes after this one and finds here what an editor
 * would give it; the connection between them is that between any panel and its host.
 */
function serve(): void {
  let deliver: (message: unknown) => void = () => undefined;
  const transport: Transport = {
    // As between processes: what one side does to an array is not seen by the other.
    send: (message) => void window.dispatchEvent(new MessageEvent('message', { data: structuredClone(message) })),
    onMessage: (listener) => {
      deliver = listener;
    },
    onClose: () => undefined,
  };
  const memory = new Memory(`latent-lens ${location.pathname} `);
  let begun: unknown;
  const handlers: Record<string, unknown> = {
    async start() {
      const content = await readContent();
      const all = handlersOf(content, memory);
      // No panel stands beside it to be linked with.
      Object.assign(handlers, all, { link: () => null, share: () => null });
      if (content.state !== null) begun = { run: content.run.directory, view: content.state };
      return { run: content.run, page: 'space', offers: ['start', ...Object.keys(all)] };
    },
  };
  new Connection<HostSide>(transport, handlers as Handlers<Partial<PanelMethods>>);
  const api: ReturnType<typeof acquireVsCodeApi<PanelState>> = {
    postMessage: (message) => deliver(message),
    getState: () => (memory.get('state') ?? begun ?? undefined) as PanelState | undefined,
    setState(state) {
      memory.set('state', state);
      return state;
    },
  };
  Object.assign(globalThis, { acquireVsCodeApi: () => api });
}

function handlersOf(content: PageContent, memory: Memory) {
  const selections = () => (memory.get('selections') ?? content.selections) as readonly RunSelection[];
  return {
    ...new PageRun(content).handlers(),
    selections: () => ({ selections: selections() }),
    keepSelections({ put, remove }: SelectionChange) {
      const gone = new Set([...remove, ...put.map(({ name }) => name)]);
      memory.set('selections', [...selections().filter(({ name }) => !gone.has(name)), ...put]);
      return null;
    },
    saveFile({ words, ending, content: bytes }: SavedFile) {
      const name = `${[content.run.record.name, words].filter(Boolean).join(' ')}${ending}`;
      download(name, bytes);
      return { paths: [name], examples: 0 };
    },
  };
}

/** By the browser, to where it puts what is downloaded. */
function download(name: string, bytes: Uint8Array): void {
  const address = URL.createObjectURL(new Blob([Uint8Array.from(bytes)]));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

followSystemTone();
serve();

import type { GivenContent } from '../src/protocol/given';
import type { FiledView, PanelMethods, PanelPage } from '../src/protocol/panel';
import type { Projection } from '../src/protocol/trainer';
import type { ColumnCache } from './column-cache';
import type { Host } from './connection';
import type { CurrentColumns } from './data/current-columns';
import type { Shown } from './data/filter-masks';
import type { ExampleCache } from './example-cache';
import { askedProjection } from './layouts/chosen-layout';
import type { Session } from './session';
import type { Linked } from './state/linked';
import type { Store } from './state/store';
import type { Ui } from './state/ui';
import type { ViewStore } from './state/view-store';
import type { Theme } from './theme';

/** What the host asks to show: the view of a file, or an example of a person's own. */
export interface Asked {
  readonly view: FiledView | null;
  readonly given: GivenContent | null;
}

/** What every part of the panel works with. */
export interface Panel {
  readonly host: Host;
  /** Whether the host has a method; controls say what they need by `needs`. */
  offers(method: keyof PanelMethods): boolean;
  /** The run, as the host tells it. */
  readonly session: Store<Session>;
  /** What the person has chosen to see; can be undone. */
  readonly view: ViewStore;
  /** How the panel stands on the screen. */
  readonly ui: Store<Ui>;
  /** Other panels of the same data. */
  readonly linked: Linked;
  /** It may be asked before there is a panel to show it in. */
  readonly asked: Store<Asked>;
  readonly theme: Store<Theme>;
  readonly examples: ExampleCache;
  readonly columns: ColumnCache;
  /** Columns with their values, those of the model as they now are. */
  readonly current: CurrentColumns;
  /** Which examples the filters let through. */
  readonly shown: Store<Shown>;
  /** Shows what went wrong; says nothing of what was cancelled. */
  fail(error: unknown): void;
  /** Shows a sentence until it is dismissed. */
  tell(sentence: string): void;
  /** Says something to a screen reader. */
  announce(text: string): void;
}

/** How the points are laid out. */
export function projectionOf({ view }: Pick<Panel, 'view'>): Projection {
  return askedProjection(view.get().projection);
}

/** Makes `run` wait until the page is in sight, so that what nobody sees costs the trainer nothing. */
export function whileShown({ ui }: Panel, page: PanelPage, run: () => void): () => void {
  let due = false;
  ui.changed(
    (state) => state.page,
    (shown) => {
      if (shown !== page || !due) return;
      due = false;
      run();
    },
  );
  return () => {
    if (ui.get().page === page) run();
    else due = true;
  };
}

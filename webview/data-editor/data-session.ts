import type { DataEditorEvents, DataEditorMethods } from '../../src/protocol/data-editor';
import type { ViewedData } from '../../src/protocol/view';
import type { HostConnection } from '../connection';
import type { Store } from '../state/store';
import type { EditorState } from './editor-state';

export type DataHost = HostConnection<DataEditorMethods, DataEditorEvents>;

/** What the parts of the editor work with while one array or table is open. */
export interface DataSession {
  readonly host: DataHost;
  readonly data: ViewedData;
  readonly state: Store<EditorState>;
  /** Shows what went wrong; says nothing of what was cancelled. */
  fail(error: unknown): void;
}

/** A part of the editor that shows examples. */
export interface ExampleView {
  readonly element: HTMLElement;
  /** Scrolls to an example, and makes it the active one. */
  show(example: number): void;
}

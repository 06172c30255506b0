import './views.css';
import { removeButton } from '../chip';
import { textButton } from '../controls';
import { h } from '../dom';
import { t } from '../l10n';
import { needs } from '../needs';
import type { Panel } from '../panel';
import { fitToRun } from '../state/kept-state';
import type { Bookmark } from '../state/ui';
import { keepDocument } from '../state/view-document';
import { readView } from './filed-view';

export interface ViewsDialog {
  readonly element: HTMLDialogElement;
  open(): void;
}

/** Views by name, kept with the panel, and those in files. */
export function createViewsDialog(panel: Panel): ViewsDialog {
  const { asked, host, session, ui, view } = panel;
  const list = h('ul', { class: 'views-list', 'aria-label': t('Bookmarks'), testid: 'views-list' });
  const empty = h('p', { class: 'hint' }, t('No view is kept yet.'));
  const name = h('input', {
    type: 'text',
    class: 'text-field',
    maxlength: 80,
    placeholder: t('Name'),
    'aria-label': t('Name of the view'),
    testid: 'views-name',
    on: {
      keydown: (event) => {
        if (event.key === 'Enter') keep();
      },
    },
  });
  const button = (label: string, testid: string, onClick: () => void) => textButton({ label, testid, onClick }).element;
  const element = h(
    'dialog',
    { class: 'views overlay', 'aria-label': t('Views'), testid: 'views-dialog' },
    h('h2', {}, t('Views')),
    list,
    empty,
    h(
      'div',
      { class: 'views-naming' },
      name,
      button(t('Keep'), 'views-keep', () => keep()),
    ),
    h(
      'div',
      { class: 'dialog-buttons' },
      needs(
        button(t('Save View…'), 'views-save', () => save()),
        'saveView',
      ),
      needs(
        button(t('Open View…'), 'views-open', () => {
          element.close();
          void host.call('openView', {}).catch(panel.fail);
        }),
        'openView',
      ),
      button(t('Close'), 'views-close', () => element.close()),
    ),
  );

  const present = (): Omit<Bookmark, 'name'> => ({ view: keepDocument(view.get()), camera: ui.get().camera });

  function save(): void {
    element.close();
    void host.call('saveView', present()).catch(panel.fail);
  }

  /** A name that is there already is given to this view. */
  function keep(): void {
    const wanted = name.value.trim();
    if (wanted === '') {
      name.focus();
      return;
    }
    const others = ui.get().bookmarks.filter((other) => other.name !== wanted);
    ui.set({ bookmarks: [...others, { name: wanted, ...present() }] });
    name.value = '';
    panel.announce(t('The view {0} is kept.', wanted));
  }

  function show(called: string, kept: Omit<Bookmark, 'name'>): void {
    const read = readView(kept.view);
    if ('problem' in read) {
      panel.tell(
        t('The view {0} has something that this version does not know, at {1}. It is not shown.', called, read.problem),
      );
      return;
    }
    const choices = fitToRun({ view: read.view, ui: ui.get() }, session.get().run, 'space');
    view.change(t('show the view {0}', called), choices.view);
    ui.set({ page: 'space', camera: kept.camera });
    panel.announce(t('The view {0} is shown.', called));
  }

  const row = (bookmark: Bookmark) =>
    h(
      'li',
      { class: 'chip' },
      h(
        'button',
        {
          type: 'button',
          class: 'chip-words',
          title: t('Show the view {0}', bookmark.name),
          on: {
            click: () => {
              element.close();
              show(bookmark.name, bookmark);
            },
          },
        },
        bookmark.name,
      ),
      removeButton(t('Forget {0}', bookmark.name), () =>
        ui.set({ bookmarks: ui.get().bookmarks.filter((other) => other.name !== bookmark.name) }),
      ),
    );
  ui.watch(
    (state) => state.bookmarks,
    (bookmarks) => {
      list.replaceChildren(...bookmarks.map(row));
      list.hidden = bookmarks.length === 0;
      empty.hidden = bookmarks.length > 0;
    },
  );
  host.on('saveView', save);
  asked.watch(
    (state) => state.view,
    (filed) => {
      if (filed) show(filed.file, { view: filed.view, camera: filed.camera });
    },
  );
  return { element, open: () => element.showModal() };
}

import { removeButton } from '../chip';
import { iconButton } from '../controls';
import { h } from '../dom';
import { icon } from '../icons';
import { t } from '../l10n';
import { formatInteger } from '../numbers';
import type { Panel } from '../panel';
import type { NamedSelection } from '../state/view-document';
import { combine, howOf } from './combine';
import { isOfOtherData } from './run-selections';

/** What a name may have, in UTF-16 units. */
export const longestName = 80;

/** The selections that have names: each can be selected again, combined with the present one, renamed and forgotten. */
export function createKeptSelections(panel: Panel): { readonly element: HTMLElement } {
  const { session, view } = panel;
  const list = h('ul', { class: 'kept', 'aria-label': t('Kept selections'), testid: 'selections-kept' });
  let renaming: string | null = null;

  const isOther = (selection: NamedSelection) => isOfOtherData(selection, session.get().run.record);

  function select(selected: NamedSelection, event: MouseEvent): void {
    const { name, examples } = selected;
    if (isOther(selected)) {
      panel.tell(t('“{0}” was kept for other data, whose examples are not these. It is not applied.', name));
      return;
    }
    const { selection } = view.get();
    const next = combine(selection, examples, howOf(event));
    view.change(t('select {0}', name), { selection: next });
  }

  function forget({ name }: NamedSelection): void {
    const named = view.get().named.filter((other) => other.name !== name);
    view.change(t('forget the selection {0}', name), { named });
  }

  /** Another selection of that name stays: nobody meant to lose it. */
  function rename(selection: NamedSelection, to: string): void {
    renaming = null;
    const name = to.trim().slice(0, longestName);
    const { named } = view.get();
    if (name !== '' && name !== selection.name && named.some((other) => other.name === name)) {
      panel.tell(t('There is a selection “{0}” already. Choose another name.', name));
    } else if (name !== '' && name !== selection.name) {
      view.change(t('rename the selection {0}', selection.name), {
        named: named.map((other) => (other === selection ? { ...other, name } : other)),
      });
    }
    draw();
    [...list.querySelectorAll<HTMLElement>('.kept-words')].find((button) => button.dataset.name === name)?.focus();
  }

  function field(selection: NamedSelection): HTMLElement {
    const input = h('input', {
      type: 'text',
      class: 'text-field',
      maxlength: longestName,
      'aria-label': t('New name of {0}', selection.name),
      testid: 'selection-rename',
      on: {
        keydown: (event) => {
          if (event.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
          event.preventDefault();
          event.stopPropagation();
          rename(selection, event.key === 'Enter' ? input.value : selection.name);
        },
        blur: () => {
          if (renaming === selection.name) rename(selection, input.value);
        },
      },
    });
    input.value = selection.name;
    return h('li', { class: 'kept-entry' }, input);
  }

  function entry(selection: NamedSelection): HTMLElement {
    const { name, examples } = selection;
    const ofOtherData = isOther(selection);
    const title = ofOtherData
      ? t('{0}, kept for other data', name)
      : t('Select {0}; Shift adds it, Alt removes it, both keep what is in both', name);
    return h(
      'li',
      { class: ofOtherData ? 'kept-entry other-data' : 'kept-entry' },
      h(
        'button',
        {
          type: 'button',
          class: 'kept-words',
          'data-name': name,
          title,
          on: { click: (event) => select(selection, event) },
        },
        ofOtherData && icon('warning'),
        h('span', { class: 'kept-name' }, name),
        h('span', { class: 'kept-count' }, formatInteger(examples.count)),
        ofOtherData && h('span', { class: 'sr-only' }, t('kept for other data')),
      ),
      iconButton('edit', {
        label: t('Rename {0}', name),
        testid: 'selection-rename-begin',
        onClick: () => {
          renaming = name;
          draw();
          const input = list.querySelector('input');
          input?.focus();
          input?.select();
        },
      }).element,
      removeButton(t('Forget {0}', name), () => forget(selection)),
    );
  }

  function draw(): void {
    const { named } = view.get();
    list.hidden = named.length === 0;
    const byName = named.toSorted((one, other) => one.name.localeCompare(other.name, undefined, { numeric: true }));
    list.replaceChildren(
      ...byName.map((selection) => (selection.name === renaming ? field(selection) : entry(selection))),
    );
  }
  view.watch((state) => state.named, draw);
  return { element: list };
}

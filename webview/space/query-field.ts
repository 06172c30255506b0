import './query-field.css';
import { UserError } from '../../src/protocol/errors';
import { textButton } from '../controls';
import type { Bits } from '../data/bits';
import { askQuery } from '../data/query/ask';
import { type Completions, completeQuery } from '../data/query/completion';
import { QueryError } from '../data/query/tokens';
import { h, setText } from '../dom';
import { t } from '../l10n';
import { Latest, patience } from '../latest';
import type { Panel } from '../panel';

export interface QueryField {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
}

/** What a query answers: the examples, or what is wrong with it. */
type Answer = { readonly text: string } & ({ readonly examples: Bits } | { readonly error: QueryError });

/** One field to search and to ask: it completes, says how many match, and where it does not understand. */
export function createQueryField(panel: Panel): QueryField {
  const { columns, current, session, view } = panel;
  const { examples } = session.get().run.record.data;
  const input = h('input', {
    type: 'text',
    class: 'text-field query-input',
    role: 'combobox',
    'aria-label': t('Search or query'),
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': 'query-list',
    'aria-describedby': 'query-message',
    placeholder: t('Search, or ask: reconstruction > 40 and label = "4"'),
    autocomplete: 'off',
    spellcheck: 'false',
    testid: 'query',
  });
  const mark = h('div', { class: 'query-mark', 'aria-hidden': 'true' });
  const list = h('ul', {
    class: 'query-list overlay',
    role: 'listbox',
    id: 'query-list',
    'aria-label': t('Completions'),
  });
  const message = h('span', {
    class: 'hint query-message',
    id: 'query-message',
    role: 'status',
    testid: 'query-message',
  });
  const filter = textButton({ label: t('Filter'), testid: 'query-filter', onClick: () => submit('filter') });
  const select = textButton({ label: t('Select'), testid: 'query-select', onClick: () => submit('select') });
  const element = h(
    'div',
    { class: 'query' },
    h('div', { class: 'query-box' }, input, mark, list),
    filter.element,
    select.element,
    message,
  );
  list.hidden = true;
  let offered: Completions = { from: 0, to: 0, items: [] };
  let active = -1;

  const ask = async (text: string, signal?: AbortSignal): Promise<Answer> => {
    const waiting = window.setTimeout(() => setText(message, t('Computing…')), patience);
    try {
      return { text, examples: await askQuery(text, examples, columns.infos, current, signal) };
    } catch (error) {
      if (error instanceof QueryError) return { text, error };
      throw error;
    } finally {
      window.clearTimeout(waiting);
    }
  };
  const show = (answer: Answer, submitted: boolean) => {
    if (answer.text !== input.value) return;
    const failure = 'error' in answer ? answer.error : null;
    // What is still being written is not wrong yet.
    const unfinished = failure !== null && failure.offset + failure.length >= answer.text.trimEnd().length;
    const marked = unfinished && !submitted ? null : failure;
    input.setAttribute('aria-invalid', String(marked !== null));
    message.classList.toggle('failed', marked !== null);
    setText(message, 'examples' in answer ? matchWords(answer.examples) : (failure?.sentence ?? ''));
    mark.replaceChildren(...(marked ? underlined(answer.text, marked) : []));
    mark.scrollLeft = input.scrollLeft;
  };
  /** What is no longer asked is not computed to its end. */
  let typing = new AbortController();
  const askLive = (text: string) => {
    typing = new AbortController();
    return ask(text, typing.signal);
  };
  const live = new Latest(askLive, (answer) => show(answer, false), panel.fail);

  async function submit(what: 'filter' | 'select'): Promise<void> {
    const text = input.value;
    close();
    if (text.trim() === '') return;
    try {
      const answer = await ask(text);
      show(answer, true);
      if ('error' in answer) input.focus();
      else if (what === 'filter') {
        const { filters } = view.get();
        const asked = text.trim();
        const known = filters.some((filter) => filter.kind === 'query' && filter.text === asked);
        if (!known) view.change(t('filter by {0}', asked), { filters: [...filters, { kind: 'query', text: asked }] });
        write('');
      } else if (!answer.examples.empty) {
        // A query that nothing matches says so, and what is selected stays.
        view.change(t('select {0}', text.trim()), { selection: answer.examples });
      }
    } catch (error) {
      panel.fail(error);
    }
  }

  function write(text: string, caret = text.length): void {
    input.value = text;
    input.setSelectionRange(caret, caret);
    changed();
  }

  function changed(): void {
    mark.replaceChildren();
    input.setAttribute('aria-invalid', 'false');
    typing.abort(new UserError('process.cancelled'));
    if (input.value.trim() === '') {
      live.cancel();
      setText(message, '');
    } else live.ask(input.value);
  }

  function open(): void {
    offered = completeQuery(input.value, input.selectionStart ?? input.value.length, columns.infos);
    active = -1;
    list.replaceChildren(
      ...offered.items.map(({ text, kind }, position) =>
        h(
          'li',
          {
            role: 'option',
            id: `query-option-${position}`,
            class: `query-option ${kind}`,
            'aria-selected': 'false',
            on: {
              pointerdown: (event) => {
                event.preventDefault();
                accept(position);
              },
            },
          },
          text,
        ),
      ),
    );
    const shows = offered.items.length > 0;
    list.hidden = !shows;
    input.setAttribute('aria-expanded', String(shows));
    input.removeAttribute('aria-activedescendant');
  }

  function close(): void {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  function move(by: 1 | -1): void {
    if (list.hidden) open();
    const { length } = offered.items;
    if (length === 0) return;
    list.children[active]?.setAttribute('aria-selected', 'false');
    active = active < 0 ? (by > 0 ? 0 : length - 1) : (active + by + length) % length;
    const option = list.children[active];
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', option.id);
  }

  function accept(position: number): void {
    const { text } = offered.items[position];
    const after = input.value.slice(offered.to).replace(/^ +/, '');
    const before = `${input.value.slice(0, offered.from)}${text}${text === '(' ? '' : ' '}`;
    write(before + after, before.length);
    open();
  }

  input.addEventListener('input', () => {
    changed();
    if (input.value.trim() === '') close();
    else open();
  });
  input.addEventListener('scroll', () => {
    mark.scrollLeft = input.scrollLeft;
  });
  input.addEventListener('blur', close);
  // A list of the toolkit opens without taking the focus.
  window.addEventListener('pointerdown', (event) => {
    if (!list.hidden && !(event.target instanceof Node && element.contains(event.target))) close();
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event.key === 'ArrowDown' ? 1 : -1);
    else if (event.key === 'Enter' && active >= 0) accept(active);
    else if (event.key === 'Enter') void submit(event.shiftKey ? 'select' : 'filter');
    else if (event.key === 'Escape' && !list.hidden) close();
    else if (event.key === 'Escape' && input.value !== '') write('');
    else return;
    event.preventDefault();
  });
  return { element, input };
}

function matchWords(examples: Bits): string {
  return examples.empty ? t('No example matches.') : t('{0} match', examples.count);
}

/** The query unseen, with a line under what is wrong; a line of its own where something is missing at the end. */
function underlined(text: string, { offset, length }: QueryError): readonly Node[] {
  const wrong = text.slice(offset, offset + length) || '\u00a0\u00a0';
  return [document.createTextNode(text.slice(0, offset)), h('span', { class: 'query-wrong' }, wrong)];
}

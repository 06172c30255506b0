import './names.css';
import { h } from '../../dom';
import { t } from '../../l10n';
import { type Combine, combineBy } from '../../selection/combine';
import type { Palette, Rgb } from '../colours';
import type { Viewpoint } from '../projection';
import type { Shape } from '../shapes';
import { type NamePlace, type NameSize, nameAt, type PlaceName, placeNames } from './name-places';

/**
 * Names over the points: a list of buttons, one stop for Tab, between which arrows go. The pointer is the view's own, which asks
 * here what is under it, so that a drag that begins on a name still turns the space.
 */
export class NamesLayer {
  readonly element = h('ul', { class: 'place-names', 'aria-label': t('Names in the space'), testid: 'place-names' });
  private names: readonly PlaceName[] = [];
  private buttons: readonly HTMLButtonElement[] = [];
  private sizes: readonly NameSize[] = [];
  private placed: readonly NamePlace[] = [];
  private focused: number | null = null;
  private hovered: number | null = null;

  /** `chosen` is told the number of a name; `stirred`, that other names are to be seen. */
  constructor(
    private readonly chosen: (number: number, how: Combine) => void,
    private readonly stirred: () => void,
  ) {
    this.element.hidden = true;
    this.element.addEventListener('keydown', (event) => this.keyDown(event));
    this.element.addEventListener('focusin', ({ target }) =>
      this.focus(this.buttons.indexOf(target as HTMLButtonElement)),
    );
    this.element.addEventListener('focusout', () => this.focus(-1));
  }

  set(names: readonly PlaceName[]): void {
    const kept = this.focused;
    this.names = names;
    this.hovered = null;
    this.placed = [];
    this.buttons = names.map((name, number) => this.button(name, number));
    this.element.replaceChildren(...this.buttons.map((button) => h('li', {}, button)));
    this.element.hidden = names.length === 0;
    this.measure();
    if (kept !== null) this.buttons[Math.min(kept, names.length - 1)]?.focus({ preventScroll: true });
  }

  private button({ text, description, colour }: PlaceName, number: number): HTMLButtonElement {
    const swatch = colour === null ? null : h('span', { class: 'swatch' });
    if (swatch && colour !== null) swatch.style.backgroundColor = colour;
    return h(
      'button',
      {
        type: 'button',
        class: 'place-name absent',
        title: description,
        'aria-label': description,
        tabindex: number === 0 ? 0 : -1,
        on: { click: (event) => this.chosen(number, combineBy(event)) },
      },
      swatch,
      text,
    );
  }

  /** Fonts may have changed. */
  measure(): void {
    this.sizes = this.buttons.map(({ offsetWidth: width, offsetHeight: height }) => ({ width, height }));
  }

  /** Puts the names where their places are seen. */
  show(view: Viewpoint): void {
    if (this.names.length === 0) return;
    const former = new Set(this.placed.map(({ number }) => number));
    this.placed = this.places(view, former);
    const now = new Set(this.placed.map(({ number }) => number));
    for (const number of former) if (!now.has(number)) this.buttons[number].classList.add('absent');
    for (const { number, x, y } of this.placed) {
      const { style, classList } = this.buttons[number];
      const { width, height } = this.sizes[number];
      style.transform = `translate(${Math.round(x - width / 2)}px, ${Math.round(y - height / 2)}px)`;
      if (!former.has(number)) classList.remove('absent');
    }
  }

  private places(view: Viewpoint, former: ReadonlySet<number>): readonly NamePlace[] {
    const places = this.names.map(({ place }) => place);
    return placeNames(places, this.sizes, view, { former, first: this.focused });
  }

  /** The number of the name that is seen there; null: none. */
  at(x: number, y: number): number | null {
    return nameAt(this.placed, this.sizes, x, y);
  }

  /** The pointer is on a name; null: on none. */
  hover(number: number | null): void {
    if (number === this.hovered) return;
    if (this.hovered !== null) this.buttons[this.hovered]?.classList.remove('hovered');
    if (number !== null) this.buttons[number].classList.add('hovered');
    this.hovered = number;
  }

  /** The names for a picture to take away. */
  shapes(view: Viewpoint, palette: Palette): readonly Shape[] {
    const placed = this.places(view, new Set(this.placed.map(({ number }) => number)));
    return placed.map(({ number, x, y }) => ({
      kind: 'text',
      text: this.names[number].text,
      at: { x, y },
      align: 'center',
      baseline: 'middle',
      font: `600 12px ${palette.font}`,
      colour: palette.foreground,
      outline: palette.background satisfies Rgb,
      alpha: 1,
    }));
  }

  private focus(number: number): void {
    this.focused = number < 0 ? null : number;
    if (number >= 0) for (const [other, button] of this.buttons.entries()) button.tabIndex = other === number ? 0 : -1;
    this.stirred();
  }

  /** Arrows go from name to name; Enter and the space bar are the button's own, with the keys that combine selections. */
  private keyDown(event: KeyboardEvent): void {
    const last = this.buttons.length - 1;
    const at = this.focused ?? 0;
    const next = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: last }[
      event.key
    ];
    if (event.key === 'Enter' || event.key === ' ') {
      event.stopPropagation();
      event.preventDefault();
      this.chosen(at, combineBy(event));
    } else if (next !== undefined) {
      event.stopPropagation();
      event.preventDefault();
      this.buttons[(next + this.buttons.length) % this.buttons.length].focus({ preventScroll: true });
    }
  }
}

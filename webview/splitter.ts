import { h } from './dom';

interface SplitterOptions {
  readonly label: string;
  /** Which way it moves. */
  readonly axis: 'x' | 'y';
  readonly min: number;
  /** May depend on the room there is. */
  max(): number;
  get(): number;
  set(size: number): void;
}

/** A bar between two areas that sizes the one after it, by pointer or arrow keys. */
export function splitter({ label, axis, min, max, get, set }: SplitterOptions): HTMLElement {
  const element = h('div', {
    class: `splitter splitter-${axis}`,
    role: 'separator',
    tabindex: 0,
    'aria-label': label,
    'aria-orientation': axis === 'x' ? 'vertical' : 'horizontal',
    'aria-valuemin': min,
  });
  const resize = (size: number) => {
    set(Math.round(Math.min(Math.max(size, min), Math.max(min, max()))));
    element.setAttribute('aria-valuenow', String(get()));
  };
  element.setAttribute('aria-valuenow', String(get()));
  element.addEventListener('pointerdown', (down) => {
    if (down.button !== 0) return;
    down.preventDefault();
    element.focus();
    element.setPointerCapture(down.pointerId);
    const [start, size] = [axis === 'x' ? down.clientX : down.clientY, get()];
    const move = (event: PointerEvent) => resize(size + start - (axis === 'x' ? event.clientX : event.clientY));
    element.addEventListener('pointermove', move);
    element.addEventListener('lostpointercapture', () => element.removeEventListener('pointermove', move), {
      once: true,
    });
  });
  element.addEventListener('keydown', (event) => {
    const [more, less] = axis === 'x' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    if (event.key !== more && event.key !== less) return;
    event.preventDefault();
    resize(get() + (event.key === more ? 16 : -16));
  });
  return element;
}

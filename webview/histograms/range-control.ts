import { type Binning, boundAt, decimal, shareOf } from '../data/binning';
import { h } from '../dom';
import { t } from '../l10n';
import { formatValue, plainDecimal } from '../numbers';

export interface Range {
  /** Null: no bound. */
  readonly low: number | null;
  readonly high: number | null;
}

type Side = 'from' | 'to';

interface RangeListener {
  /** @param gesture Changes with the same one are parts of one drag; without one they are of keys. */
  choose(range: Range, gesture?: symbol): void;
  /** Which place along the bars the pointer is at, 0..1; null: none. */
  hover(share: number | null): void;
}

export interface RangeControl {
  /** To lie over the bars. */
  readonly element: HTMLElement;
  show(binning: Binning, range: Range, name: string): void;
}

/** How near a handle a press takes it, and how far a press must move to mean a new range, px. */
const reach = 7;
const slack = 3;
/** Bars that Page Up and Page Down move a bound by. */
const page = 5;

/**
 * A range over the bars of a column: drag across for a new one, within it to move it, at its ends to change them; a double
 * click takes it away. Each end is a slider for keys.
 */
export function createRangeControl(listener: RangeListener): RangeControl {
  const before = h('div', { class: 'range-out' });
  const after = h('div', { class: 'range-out' });
  const handles = { from: handle('from'), to: handle('to') };
  const element = h('div', { class: 'range' }, before, after, handles.from, handles.to);
  let binning: Binning | null = null;
  let range: Range = { low: null, high: null };

  function handle(side: Side): HTMLElement {
    return h('div', {
      class: `range-handle range-${side}`,
      role: 'slider',
      tabindex: 0,
      testid: `range-${side}`,
      on: {
        keydown: (event) => {
          const bound = boundByKey(event, side);
          if (bound === undefined) return;
          event.preventDefault();
          set(side, bound);
        },
      },
    });
  }

  const boundOf = (side: Side) => (side === 'from' ? range.low : range.high);
  const shareAt = (side: Side) => {
    const bound = boundOf(side);
    return bound === null || !binning ? Number(side === 'to') : shareOf(binning, bound, side);
  };
  /** Of a press and a place it is drawn to; within one whole number it is that one. */
  const between = (from: number, to: number): Range => {
    if (!binning) return range;
    const [low, high] = [boundAt(binning, from, 'from'), boundAt(binning, to, 'to')];
    if (low === null || high === null || low <= high) return { low, high };
    const only = Math.round(binning.low + ((from + to) / 2) * (binning.high - binning.low));
    return { low: only, high: only };
  };

  /** One end, which stops at the other. */
  function set(side: Side, bound: number | null, gesture?: symbol): void {
    const { low, high } = range;
    if (side === 'from')
      listener.choose({ low: bound === null ? null : Math.min(bound, high ?? bound), high }, gesture);
    else listener.choose({ low, high: bound === null ? null : Math.max(bound, low ?? bound) }, gesture);
  }

  /** Undefined: a key for something else. */
  function boundByKey(
    { key, shiftKey, altKey, ctrlKey, metaKey }: KeyboardEvent,
    side: Side,
  ): number | null | undefined {
    if (!binning || altKey || ctrlKey || metaKey) return undefined;
    const { low, high, bins, whole, step } = binning;
    if (key === 'Home') return side === 'from' ? null : (range.low ?? ends(binning).low);
    if (key === 'End') return side === 'to' ? null : (range.high ?? ends(binning).high);
    if (key === 'Delete' || key === 'Backspace') return null;
    const width = (high - low) / bins;
    const by = {
      ArrowLeft: -1,
      ArrowDown: -1,
      ArrowRight: 1,
      ArrowUp: 1,
      PageDown: -page,
      PageUp: page,
    }[key];
    if (by === undefined) return undefined;
    const at = boundOf(side) ?? (side === 'from' ? ends(binning).low : ends(binning).high);
    const next = decimal(at + by * (shiftKey && !whole ? step : width));
    return boundAt(binning, shareOf(binning, next, side), side);
  }

  element.addEventListener('pointerdown', (down) => {
    if (down.button !== 0 || !binning) return;
    const { left, width } = element.getBoundingClientRect();
    if (width === 0) return;
    down.preventDefault();
    element.setPointerCapture(down.pointerId);
    const place = (event: PointerEvent) => Math.min(1, Math.max(0, (event.clientX - left) / width));
    const start = place(down);
    const gesture = Symbol('drag');
    const isNear = (side: Side) => Math.abs(shareAt(side) - start) * width <= reach;
    const isSet = range.low !== null || range.high !== null;
    const begin = range;
    const [low, high] = [shareAt('from'), shareAt('to')];
    const side = isNear('from') && !(isNear('to') && start > high) ? 'from' : isNear('to') ? 'to' : null;
    if (side) handles[side].focus();
    let moved = false;
    const drag = (event: PointerEvent) => {
      if (!binning) return;
      const at = place(event);
      moved ||= Math.abs(at - start) * width > slack;
      if (!moved) return;
      if (side) set(side, boundAt(binning, at, side), gesture);
      else if (isSet && start > low && start < high) {
        // The bound that there is not stays away.
        const by = Math.min(1 - high, Math.max(-low, at - start));
        listener.choose(
          {
            low: begin.low === null ? null : boundAt(binning, low + by, 'from'),
            high: begin.high === null ? null : boundAt(binning, high + by, 'to'),
          },
          gesture,
        );
      } else {
        listener.choose(between(Math.min(start, at), Math.max(start, at)), gesture);
      }
    };
    element.addEventListener('pointermove', drag);
    element.addEventListener('lostpointercapture', () => element.removeEventListener('pointermove', drag), {
      once: true,
    });
  });
  element.addEventListener('dblclick', () => listener.choose({ low: null, high: null }));
  element.addEventListener('pointermove', (event) => {
    const { left, width } = element.getBoundingClientRect();
    listener.hover(width > 0 ? Math.min(1, Math.max(0, (event.clientX - left) / width)) : null);
  });
  element.addEventListener('pointerleave', () => listener.hover(null));

  return {
    element,
    show(next, chosen, name) {
      [binning, range] = [next, chosen];
      const [low, high] = [shareAt('from'), shareAt('to')];
      before.style.width = `${100 * low}%`;
      after.style.width = `${100 * (1 - high)}%`;
      handles.from.style.left = `${100 * low}%`;
      handles.to.style.left = `${100 * high}%`;
      const { low: least, high: most } = ends(next);
      handles.from.setAttribute('aria-label', t('{0}, from', name));
      handles.to.setAttribute('aria-label', t('{0}, to', name));
      for (const side of ['from', 'to'] as const) {
        const bound = boundOf(side);
        handles[side].classList.toggle('set', bound !== null);
        handles[side].setAttribute('aria-valuemin', plainDecimal(least));
        handles[side].setAttribute('aria-valuemax', plainDecimal(most));
        const now = bound ?? (side === 'from' ? least : most);
        handles[side].setAttribute('aria-valuenow', plainDecimal(Math.min(most, Math.max(least, now))));
        handles[side].setAttribute('aria-valuetext', bound === null ? t('no bound') : formatValue(bound));
      }
    },
  };
}

/** The smallest and the largest number of the bars. */
function ends({ low, high, whole }: Binning): { readonly low: number; readonly high: number } {
  return whole ? { low: low + 0.5, high: high - 0.5 } : { low, high };
}

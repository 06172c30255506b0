/** How long an element may be for every browser to lay it out, in px. */
const longest = 8_000_000;

const axes = {
  x: { scroll: 'scrollLeft', client: 'clientWidth', size: 'width', delta: 'deltaX' },
  y: { scroll: 'scrollTop', client: 'clientHeight', size: 'height', delta: 'deltaY' },
} as const;

/**
 * One axis along which content of any length is scrolled. Content that is longer than browsers can lay out has a scroll bar
 * for all of it; the wheel moves it by what it says.
 */
export class LongScroll {
  private readonly names: (typeof axes)['x' | 'y'];
  private length = 0;
  /** Where the content begins that is in sight, and where the bar was put for it; of use where all does not fit. */
  private top = 0;
  private bar = 0;

  constructor(
    private readonly viewport: HTMLElement,
    private readonly spacer: HTMLElement,
    axis: 'x' | 'y',
    private readonly moved: () => void,
  ) {
    this.names = axes[axis];
    viewport.addEventListener('wheel', (event) => this.wheel(event), { passive: false });
    viewport.addEventListener('scroll', () => this.scrolled());
  }

  /** Of the content, in px. */
  setLength(length: number): void {
    const { start } = this;
    this.length = length;
    this.spacer.style[this.names.size] = `${Math.min(length, longest)}px`;
    this.start = start;
  }

  /** Where in the content the part in sight begins, in px. */
  get start(): number {
    return this.fits ? this.viewport[this.names.scroll] : this.top;
  }

  set start(wanted: number) {
    const { scroll } = this.names;
    this.top = Math.min(Math.max(0, wanted), this.range);
    this.viewport[scroll] = this.fits ? this.top : this.top * this.ratio;
    this.bar = this.viewport[scroll];
  }

  /** Where a place of the content lies in the element that is scrolled. */
  place(at: number): number {
    return this.fits ? at : at - this.top + this.viewport[this.names.scroll];
  }

  /** Scrolls no further than needed for a stretch to be in sight. @param hidden What covers the begin of the viewport. */
  reveal(from: number, to: number, hidden = 0): void {
    const room = this.viewport[this.names.client] - hidden;
    if (from < this.start) this.start = from;
    else if (to > this.start + room) this.start = to - room;
  }

  private get fits(): boolean {
    return this.length <= longest;
  }

  private get range(): number {
    return Math.max(0, this.length - this.viewport[this.names.client]);
  }

  /** Px of the bar for one of the content. */
  private get ratio(): number {
    return (longest - this.viewport[this.names.client]) / Math.max(1, this.range);
  }

  private wheel(event: WheelEvent): void {
    const delta = event[this.names.delta];
    if (this.fits || delta === 0 || event.ctrlKey) return;
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    this.start += delta * unit;
    this.moved();
  }

  private scrolled(): void {
    const at = this.viewport[this.names.scroll];
    if (!this.fits && Math.abs(at - this.bar) >= 1) {
      this.bar = at;
      this.top = Math.min(this.range, at / this.ratio);
    }
    this.moved();
  }
}

import type { Place } from '../shapes';

/** Pixels that a key moves the frame, or makes it larger. */
const step = 20;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A box that keys move and size, to select without a pointer. It stays within the view. */
export class KeyFrame {
  private x: number;
  private y: number;
  private width: number;
  private height: number;

  /** In the middle of the view, a third as wide and high. */
  constructor(private readonly view: Size) {
    this.width = view.width / 3;
    this.height = view.height / 3;
    this.x = this.width;
    this.y = this.height;
  }

  /** By steps to the right and up. */
  move(right: number, up: number): void {
    this.x = within(this.x + right * step, this.view.width - this.width);
    this.y = within(this.y - up * step, this.view.height - this.height);
  }

  /** Wider and higher by steps, about its middle. */
  grow(wider: number, higher: number): void {
    const { view } = this;
    const [middleX, middleY] = [this.x + this.width / 2, this.y + this.height / 2];
    this.width = Math.min(view.width, Math.max(step, this.width + wider * step));
    this.height = Math.min(view.height, Math.max(step, this.height + higher * step));
    this.x = within(middleX - this.width / 2, view.width - this.width);
    this.y = within(middleY - this.height / 2, view.height - this.height);
  }

  get corners(): readonly [Place, Place] {
    return [
      { x: this.x, y: this.y },
      { x: this.x + this.width, y: this.y + this.height },
    ];
  }
}

function within(value: number, most: number): number {
  return Math.max(0, Math.min(most, value));
}

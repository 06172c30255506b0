/** A place in the element, in CSS pixels, and the same in client coordinates. */
export interface PointerPlace {
  readonly x: number;
  readonly y: number;
  readonly clientX: number;
  readonly clientY: number;
}

export interface Modifiers {
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

export interface PointerListener {
  /** The pointer moves with no button down; null: it left. */
  hover(at: PointerPlace | null): void;
  /** A button goes down; true takes hold of what is there, so that the camera stays. */
  press(at: PointerPlace, modifiers: Modifiers): boolean;
  /** What was taken hold of moves by (dx, dy), to a place. */
  drag(at: PointerPlace, dx: number, dy: number, shift: boolean): void;
  /** It was let go of; `moved` is false where the button went up where it had gone down. */
  release(at: PointerPlace, moved: boolean, modifiers: Modifiers): void;
  /** It is not meant: a second finger made a gesture of it. */
  cancel(): void;
  click(at: PointerPlace, modifiers: Modifiers): void;
  doubleClick(at: PointerPlace): void;
}

/** A button that goes up so near to where it went down is a click. */
const steadiness = 4;

/** Tells hovering, clicking and dragging apart; what is no drag of ours is the camera's. */
export class PointerInput {
  private readonly abort = new AbortController();
  private pressed: { readonly id: number; readonly at: PointerPlace; moved: boolean } | null = null;
  private held: PointerPlace | null = null;

  constructor(
    private readonly element: HTMLElement,
    private readonly listener: PointerListener,
  ) {
    const { signal } = this.abort;
    // Before the camera's own listeners, to keep from them what is not theirs.
    element.addEventListener('pointerdown', (event) => this.down(event), { capture: true, signal });
    element.addEventListener('pointermove', (event) => this.move(event), { capture: true, signal });
    element.addEventListener('pointerup', (event) => this.up(event), { capture: true, signal });
    element.addEventListener('pointercancel', () => this.cancel(), { signal });
    element.addEventListener('pointerleave', () => this.listener.hover(null), { signal });
    element.addEventListener('dblclick', (event) => this.listener.doubleClick(this.place(event)), { signal });
  }

  /** A button is down: the camera or the cursor is being dragged. */
  get busy(): boolean {
    return this.pressed !== null;
  }

  private place({ clientX, clientY }: MouseEvent): PointerPlace {
    const { left, top } = this.element.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top, clientX, clientY };
  }

  private down(event: PointerEvent): void {
    if (this.pressed) {
      // A second finger makes a gesture of it.
      this.pressed.moved = true;
      this.letGo();
      return;
    }
    const at = this.place(event);
    this.pressed = { id: event.pointerId, at, moved: event.button !== 0 };
    this.listener.hover(null);
    this.element.focus({ preventScroll: true });
    if (event.button !== 0 || !this.listener.press(at, event)) return;
    this.held = at;
    this.element.setPointerCapture(event.pointerId);
    event.stopPropagation();
  }

  private move(event: PointerEvent): void {
    const at = this.place(event);
    const { pressed, held } = this;
    if (!pressed) {
      if (event.pointerType !== 'touch') this.listener.hover(at);
      return;
    }
    if (event.pointerId !== pressed.id) return;
    if (Math.hypot(at.x - pressed.at.x, at.y - pressed.at.y) > steadiness) pressed.moved = true;
    if (!held) return;
    this.held = at;
    this.listener.drag(at, at.x - held.x, at.y - held.y, event.shiftKey);
  }

  private up(event: PointerEvent): void {
    const { pressed, held } = this;
    if (!pressed || event.pointerId !== pressed.id) return;
    this.pressed = null;
    this.held = null;
    const at = this.place(event);
    if (held) this.listener.release(at, pressed.moved, event);
    else if (!pressed.moved) {
      this.listener.click(at, event);
      // What a click opens may move the view: what is under the pointer is told of when it moves again.
      this.listener.hover(null);
      return;
    }
    if (event.pointerType !== 'touch') this.listener.hover(at);
  }

  private cancel(): void {
    this.pressed = null;
    this.letGo();
  }

  private letGo(): void {
    if (this.held) this.listener.cancel();
    this.held = null;
  }

  dispose(): void {
    this.abort.abort();
  }
}

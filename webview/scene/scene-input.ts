import { type Combine, combineBy } from '../selection/combine';
import type { CameraRig } from './camera-rig';
import { handleAt, moveAlongAxis, moveInDepth, moveInPlane } from './cursor-motion';
import { type KeyAction, keyAction } from './keyboard';
import type { Overlays } from './overlays';
import { nearestInSpace, nearestOnScreen } from './picking';
import type { PointScale } from './point-size';
import { type Modifiers, PointerInput, type PointerPlace } from './pointer-input';
import { Pointing } from './pointing';
import type { Viewpoint } from './projection';
import type { SceneContent } from './scene-content';
import type { PointsViewListener } from './scene-state';
import type { ScreenPoints } from './screen-points';
import { Selector } from './tools/selector';
import type { Tool } from './tools/tool';
import type { Vector3 } from './vector';

/** How long the camera takes to frame or to look at something, in ms. */
export const cameraDuration = 350;
/** Pixels that a key moves the 3-D cursor. */
const cursorStep = 10;

/** The view that the input is of. */
export interface SceneHost {
  /** The size of the points as they are seen. */
  readonly scale: PointScale;
  /** Something is to be drawn. */
  invalidate(): void;
  /** The marks over the points changed. */
  remark(): void;
  /** All points are to be drawn. */
  refresh(): void;
  /** Somebody takes hold of the camera. */
  takeCamera(): void;
}

/** What pointer and keys do in the space, but for the camera's own dragging and zooming. */
export class SceneInput {
  private readonly abort = new AbortController();
  private readonly pointer: PointerInput;
  private readonly selector: Selector;
  private readonly pointing: Pointing;
  private pointerAt: PointerPlace | null = null;
  private hoverStale = false;
  private cursorMoved = false;

  constructor(
    private readonly element: HTMLElement,
    private readonly content: SceneContent,
    private readonly rig: CameraRig,
    private readonly listener: PointsViewListener,
    private readonly host: SceneHost,
    private readonly overlays: Overlays,
    screen: ScreenPoints,
  ) {
    this.pointing = new Pointing(content, rig, overlays, screen, () => host.scale);
    this.pointer = new PointerInput(element, {
      hover: (at) => this.pointTo(at),
      press: (at, modifiers) => this.takeCursor(at) || this.beginStroke(at, modifiers),
      drag: (at, dx, dy, shift) => this.drag(at, dx, dy, shift),
      release: (at, moved, modifiers) => this.release(at, moved, modifiers),
      cancel: () => this.selector.cancel(),
      click: (at, modifiers) => this.click(at, modifiers),
      doubleClick: ({ x, y }) => this.lookAtPoint(this.pick(x, y)),
    });
    this.selector = new Selector(
      {
        get view() {
          return rig.viewpoint;
        },
        within: (region) => {
          this.pointing.prepare();
          return screen.within(region);
        },
      },
      listener,
    );
    element.append(this.selector.layer.element);
    element.addEventListener('keydown', (event) => this.keyDown(event), { signal: this.abort.signal });
  }

  set tool(tool: Tool) {
    this.selector.tool = tool;
    this.element.style.cursor = this.idleCursor;
  }

  private get idleCursor(): string {
    return this.selector.tool === 'orbit' ? 'grab' : 'crosshair';
  }

  /** Nothing moves any more: makes ready for what the pointer may ask. */
  rest(): void {
    this.pointing.prepare();
  }

  /** A button is down. */
  get busy(): boolean {
    return this.pointer.busy;
  }

  /** The 3-D cursor moved since this was last asked. */
  takeCursorMove(): boolean {
    const moved = this.cursorMoved;
    this.cursorMoved = false;
    return moved;
  }

  /** Once a frame: what is under the pointer. What is there while the camera moves is nobody's choice. */
  advance(view: Viewpoint, cameraMoved: boolean, pointsGlide: boolean): void {
    if (cameraMoved) this.leaveHovered();
    else if (pointsGlide || this.hoverStale) this.refreshHover(view);
  }

  private pick(x: number, y: number): number | null {
    return this.pointing.pointAt(this.rig.viewpoint, x, y);
  }

  private click({ x, y }: PointerPlace, modifiers: Modifiers): void {
    const name = this.pointing.nameAt(x, y);
    const spot = this.pointing.spotAt(this.rig.viewpoint, x, y);
    if (name !== null) this.listener.name?.(name, combineBy(modifiers));
    else if (spot !== null) this.listener.spot?.(spot);
    else this.listener.pick?.(this.pick(x, y));
  }

  private pointTo(at: PointerPlace | null): void {
    this.pointerAt = at;
    this.hoverStale = true;
    this.host.invalidate();
  }

  /** Once a frame at most, and while the points glide under a resting pointer as well. */
  private refreshHover(view: Viewpoint): void {
    const { content } = this;
    const at = this.pointerAt;
    const pointed = this.hoverStale;
    this.hoverStale = false;
    if (this.pointer.busy) return;
    const handle = at && content.cursorPlace ? handleAt(view, content.cursorPlace, content.present, at.x, at.y) : null;
    const name = at && handle === null ? this.pointing.nameAt(at.x, at.y) : null;
    const spot = at && handle === null && name === null ? this.pointing.spotAt(view, at.x, at.y) : null;
    const isFree = handle === null && name === null && spot === null;
    const index = at && isFree ? this.pointing.pointAt(view, at.x, at.y) : null;
    const points = name !== null || spot !== null || (index !== null && this.selector.tool === 'orbit');
    this.overlays.names.hover(name);
    this.element.style.cursor = handle !== null ? 'move' : points ? 'pointer' : this.idleCursor;
    if (handle !== content.handle || index !== content.hovered) this.host.remark();
    const tell = index !== content.hovered || (index !== null && pointed);
    content.handle = handle;
    content.hovered = index;
    if (tell) this.listener.hover?.(index, { x: at?.clientX ?? 0, y: at?.clientY ?? 0 });
  }

  private takeCursor({ x, y }: PointerPlace): boolean {
    const { content } = this;
    this.leaveHovered();
    content.handle = content.cursorPlace
      ? handleAt(this.rig.viewpoint, content.cursorPlace, content.present, x, y)
      : null;
    this.host.remark();
    const idle = this.selector.tool === 'orbit' ? 'grabbing' : this.idleCursor;
    this.element.style.cursor = content.handle === null ? idle : 'move';
    return content.handle !== null;
  }

  private beginStroke(at: PointerPlace, modifiers: Modifiers): boolean {
    return this.selector.begin(at, combineBy(modifiers));
  }

  private drag(at: PointerPlace, dx: number, dy: number, shift: boolean): void {
    if (this.content.handle !== null) this.dragCursor(dx, dy, shift);
    else this.selector.move(at);
  }

  /** A stroke that went nowhere is a click. */
  private release(at: PointerPlace, moved: boolean, modifiers: Modifiers): void {
    this.pointTo(null);
    if (this.content.handle !== null) return;
    if (moved) this.selector.end();
    else if (this.selector.cancel()) this.click(at, modifiers);
  }

  /** It is looked for anew once the camera rests. */
  private leaveHovered(): void {
    this.hoverStale = true;
    if (this.content.hovered === null) return;
    this.content.hovered = null;
    this.host.remark();
    this.listener.hover?.(null, { x: 0, y: 0 });
  }

  private dragCursor(dx: number, dy: number, shift: boolean): void {
    const { cursorPlace, handle, flat } = this.content;
    if (!cursorPlace || handle === null) return;
    const view = this.rig.viewpoint;
    if (handle !== 'centre') this.moveCursor(moveAlongAxis(view, cursorPlace, handle, dx, dy));
    else if (shift && !flat) this.moveCursor(moveInDepth(view, cursorPlace, -dy));
    else this.moveCursor(moveInPlane(view, cursorPlace, dx, dy));
  }

  /** A cursor stays on the axes that are there. */
  private moveCursor(place: Vector3): void {
    const { present } = this.content;
    this.content.cursorPlace = [place[0], present[1] ? place[1] : 0, present[2] ? place[2] : 0];
    this.cursorMoved = true;
    this.host.invalidate();
  }

  private keyDown(event: KeyboardEvent): void {
    const action = keyAction(event);
    if (!action || !this.act(action)) return;
    // The editor would take what we took for one of its own shortcuts.
    event.preventDefault();
    event.stopPropagation();
  }

  /** False where there is nothing to act on. */
  private act(action: KeyAction): boolean {
    switch (action.kind) {
      case 'orbit':
        if (this.selector.moveFrame(action.x, action.y, false)) return true;
        this.host.takeCamera();
        this.rig.orbit(action.x, action.y);
        return true;
      case 'pan':
        if (this.selector.moveFrame(action.x, action.y, true)) return true;
        this.host.takeCamera();
        this.rig.pan(action.x, action.y);
        return true;
      case 'zoom':
        this.host.takeCamera();
        this.rig.zoom(action.closer);
        return true;
      case 'frame':
        this.host.takeCamera();
        this.rig.frame(performance.now(), cameraDuration);
        this.host.refresh();
        return true;
      case 'cursor':
        return this.pushCursor(action);
      case 'step':
        return this.choose(this.content.cloud.step(this.content.selected, action.by));
      case 'tool':
        this.listener.tool?.(action.tool);
        return true;
      case 'enter':
        return this.selector.takeFrame(action.how) || this.enter(action.how);
      case 'focus':
        return this.lookAtPoint(this.content.selected);
      case 'clear':
        this.clear();
        return true;
    }
  }

  /** With Alt, it is the editor's where no tool takes it. */
  private enter(how: Combine): boolean {
    const plain = how === 'replace' || how === 'add';
    return plain && this.choose(this.nearest());
  }

  /** One after the other: what is being drawn, the tool, the pinned point. */
  private clear(): void {
    if (this.selector.cancel()) return;
    if (this.selector.tool === 'orbit') this.listener.pick?.(null);
    else this.listener.tool?.('orbit');
  }

  private pushCursor({ x, y, z }: { readonly x: number; readonly y: number; readonly z: number }): boolean {
    const { cursorPlace, flat } = this.content;
    if (!cursorPlace) return false;
    const view = this.rig.viewpoint;
    const across = moveInPlane(view, cursorPlace, x * cursorStep, -y * cursorStep);
    this.moveCursor(z === 0 || flat ? across : moveInDepth(view, across, z * cursorStep));
    return true;
  }

  private choose(index: number | null): boolean {
    if (index !== null) this.listener.pick?.(index);
    return index !== null;
  }

  private nearest(): number | null {
    const { hovered, cursorPlace, cloud } = this.content;
    if (hovered !== null) return hovered;
    if (cursorPlace) return nearestInSpace(cloud, cursorPlace);
    const view = this.rig.viewpoint;
    return nearestOnScreen(cloud, view, view.width / 2, view.height / 2);
  }

  lookAt(place: Vector3): void {
    this.host.takeCamera();
    this.rig.focus(place, performance.now(), cameraDuration);
  }

  /** Where there is one. */
  lookAtPoint(index: number | null): boolean {
    if (index === null) return false;
    this.lookAt(this.content.cloud.place(index));
    return true;
  }

  dispose(): void {
    this.abort.abort();
    this.pointer.dispose();
  }
}

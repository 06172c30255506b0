import { MOUSE, PerspectiveCamera, TOUCH } from 'three';
import { OrbitControls } from 'three/addons/controls/OrbitControls.js';
import { type Box, centre, radius } from './bounds';
import { depthOfMiddle, type Eye, nearPlane } from './eye';
import { type CameraState, firstDirection, framing, framingDistance, shiftToKeep, straightOn } from './framing';
import { Glide } from './glide';
import { fieldOfView, type Viewpoint, viewpoint } from './projection';
import { addScaled, interpolate, length, normalise, subtract, type Vector3 } from './vector';

/** Steps of the keyboard: an angle, pixels, and a factor of the distance. */
const orbitStep = (6 * Math.PI) / 180;
const panStep = 40;
const zoomStep = 0.86;
/** A look that differs by less than this share of the distance is the same. */
const carelessness = 0.01;
/** A camera that moves less than this share of its distance is at rest. */
const stillness = 3e-4;
/** Less than this share of its distance is the rounding of where it stands. */
const rounding = 1e-9;
/** A camera that is let go slows down to 1/e in so many ms, at any frame rate. */
const damping = 80;
/** Frames further apart than this, in ms, don't follow one another. */
const pause = 200;

/** What the camera looks at, and from how far. */
interface Look {
  readonly target: Vector3;
  readonly distance: number;
}

/**
 * The camera and what moves it. As long as nobody zoomed or panned, it keeps the points framed when they spread or
 * shrink; whoever took hold of it keeps it.
 */
export class CameraRig {
  readonly camera = new PerspectiveCamera(fieldOfView);
  private readonly controls: OrbitControls;
  private readonly glide = new Glide();
  private box: Box = { min: [-1, -1, -1], max: [1, 1, 1] };
  private flat = false;
  private width = 1;
  private height = 1;
  private everSized = false;
  private reduced = false;
  /** Somebody chose what is seen. */
  private owned = false;
  private gliding = false;
  private start: Look;
  private goal: Look;
  /** What the rig itself chose last: another look than this was chosen by hand. */
  private expected: Look;
  private latest: CameraState;
  private updated = 0;

  /** `stirred` is called when the camera moves, `taken` when somebody takes hold of it by pointer or wheel. */
  constructor(element: HTMLElement, stirred: () => void, taken: () => void) {
    this.controls = new OrbitControls(this.camera, element);
    this.controls.enableDamping = true;
    this.controls.zoomSpeed = 1.4;
    this.controls.addEventListener('start', taken);
    this.controls.addEventListener('change', stirred);
    this.controls.addEventListener('end', stirred);
    this.place(framing(this.box, firstDirection, false, 1));
    this.start = this.goal = this.expected = this.look;
    this.latest = this.state;
  }

  /** The points are within `box` now; a camera that nobody took hold of follows, in `duration` ms. */
  setBox(box: Box, flat: boolean, now: number, duration: number): void {
    const turned = flat !== this.flat;
    this.box = box;
    if (turned) this.setFlat(flat);
    this.controls.minDistance = radius(box) * 0.02;
    this.controls.maxDistance = radius(box) * 16;
    if (turned) this.frame(now, 0, flat ? straightOn : firstDirection);
    else if (!this.owned) this.frame(now, duration);
  }

  private setFlat(flat: boolean): void {
    this.flat = flat;
    this.controls.enableRotate = !flat;
    this.controls.zoomToCursor = flat;
    this.controls.mouseButtons.LEFT = flat ? MOUSE.PAN : MOUSE.ROTATE;
    this.controls.touches.ONE = flat ? TOUCH.PAN : TOUCH.ROTATE;
  }

  /** Whether the size of the picture is known. */
  get sized(): boolean {
    return this.everSized;
  }

  resize(width: number, height: number, now: number): void {
    this.setSize(width, height);
    if (!this.owned) this.frame(now, 0);
  }

  private setSize(width: number, height: number): void {
    this.everSized = true;
    this.width = width;
    this.height = height;
    this.camera.aspect = width / height;
    this.camera.updateProjectionMatrix();
  }

  /** As `resize`, but a place of the space stays where it is seen, or comes to be just inside of the smaller view. */
  resizeAround(width: number, height: number, place: Vector3): void {
    const before = this.viewpoint;
    this.setSize(width, height);
    const shift = shiftToKeep(before, this.viewpoint, place);
    const shifted = ({ target, distance }: Look): Look => ({ target: addScaled(target, shift, 1), distance });
    this.start = shifted(this.start);
    this.goal = shifted(this.goal);
    this.expected = shifted(this.expected);
    this.place({ position: addScaled(this.position, shift, 1), target: addScaled(this.target, shift, 1) });
  }

  /** Frames the points again where nobody chose another look. */
  followFrame(now: number, duration: number): void {
    if (!this.owned) this.frame(now, duration);
  }

  setReducedMotion(reduced: boolean): void {
    this.reduced = reduced;
    this.controls.enableDamping = !reduced;
  }

  /** Moves on; true if it moved since the last call, or is about to. */
  update(now: number): boolean {
    const elapsed = now - this.updated;
    this.updated = now;
    this.controls.dampingFactor = 1 - Math.exp(-(elapsed > 0 && elapsed < pause ? elapsed : 1000 / 60) / damping);
    this.controls.update();
    const arrived = this.settle();
    if (differs(this.look, this.expected)) {
      this.owned = true;
      this.gliding = false;
      this.expected = this.look;
    }
    if (this.gliding) {
      const t = this.glide.progress(now);
      this.expected = {
        target: interpolate(this.start.target, this.goal.target, t),
        distance: this.start.distance + (this.goal.distance - this.start.distance) * t,
      };
      this.place(this.stateOf(this.expected));
      this.gliding = !this.glide.finished(now);
    }
    this.setDepthRange();
    const { step } = this;
    this.latest = this.state;
    return this.gliding || arrived || step > stillness * this.distance;
  }

  /**
   * Damping goes on for ever, each time by a share of what is left: what can hardly be seen is done at once, and then nothing moves
   * any more. True where it was.
   */
  private settle(): boolean {
    const { camera, controls, latest, step } = this;
    if (step <= rounding * this.distance) {
      camera.position.set(...latest.position);
      controls.target.set(...latest.target);
      return false;
    }
    if (this.reduced || step > stillness * this.distance) return false;
    controls.enableDamping = false;
    controls.update();
    controls.enableDamping = true;
    return true;
  }

  /** How far the camera has moved since it was last looked at. */
  private get step(): number {
    const { position, target } = this.state;
    return Math.max(length(subtract(position, this.latest.position)), length(subtract(target, this.latest.target)));
  }

  private setDepthRange(): void {
    const reach = radius(this.box);
    const away = length(subtract(this.position, centre(this.box)));
    this.camera.near = nearPlane(this.box, this.position, this.distance);
    this.camera.far = away + 40 * reach;
    this.camera.updateProjectionMatrix();
    this.camera.updateMatrixWorld();
  }

  /** Fits the view to the box, and keeps it fitted. */
  frame(now: number, duration: number, direction = this.direction): void {
    const state = framing(this.box, direction, this.flat, this.width / this.height);
    this.place({ target: this.target, position: addScaled(this.target, direction, this.distance) });
    this.moveTo({ target: state.target, distance: distanceOf(state) }, now, duration);
    this.owned = false;
  }

  /** Looks at a place, from near enough to tell it from its neighbours. */
  focus(place: Vector3, now: number, duration: number): void {
    this.moveTo({ target: place, distance: Math.min(this.distance, this.framedDistance * 0.4) }, now, duration);
    this.owned = true;
  }

  private moveTo(goal: Look, now: number, duration: number): void {
    this.start = this.expected = this.look;
    this.goal = goal;
    this.gliding = true;
    this.glide.begin(now, this.reduced ? 0 : duration);
  }

  private place({ position, target }: CameraState): void {
    this.camera.position.set(...position);
    this.controls.target.set(...target);
    this.controls.update();
    this.setDepthRange();
  }

  private stateOf({ target, distance }: Look): CameraState {
    return { target, position: addScaled(target, this.direction, distance) };
  }

  get state(): CameraState {
    return { position: this.position, target: this.target };
  }

  /** A state that frames the points goes on framing them. */
  set state(state: CameraState) {
    this.place(state);
    this.expected = this.look;
    this.gliding = false;
    this.owned = differs(this.look, { target: centre(this.box), distance: this.framedDistance });
  }

  orbit(x: number, y: number): void {
    if (this.flat) {
      this.pan(x, y);
      return;
    }
    this.controls.rotateLeft(-x * orbitStep);
    this.controls.rotateUp(y * orbitStep);
  }

  pan(x: number, y: number): void {
    this.controls.pan(-x * panStep, y * panStep);
  }

  zoom(closer: boolean): void {
    if (closer) this.controls.dollyIn(zoomStep);
    else this.controls.dollyOut(zoomStep);
  }

  /** All that a picture depends on besides the points. */
  get eye(): Eye {
    const { viewpoint: view, distance, framedDistance, box } = this;
    return { view, distance, framedDistance, middleDepth: depthOfMiddle(view, box) };
  }

  get viewpoint(): Viewpoint {
    return viewpoint(this.position, this.target, { width: this.width, height: this.height, near: this.camera.near });
  }

  /** From the camera to what it looks at. */
  private get distance(): number {
    return distanceOf(this.state);
  }

  /** The distance that frames all points. */
  private get framedDistance(): number {
    return framingDistance(this.box, this.flat, this.width / this.height);
  }

  /** The camera shows all points, and goes on doing so when they spread: nobody zoomed or panned. */
  get framesAll(): boolean {
    return !this.owned;
  }

  private get look(): Look {
    return { target: this.target, distance: this.distance };
  }

  /** From the target to the camera. */
  private get direction(): Vector3 {
    return normalise(subtract(this.position, this.target), straightOn);
  }

  private get position(): Vector3 {
    const { x, y, z } = this.camera.position;
    return [x, y, z];
  }

  private get target(): Vector3 {
    const { x, y, z } = this.controls.target;
    return [x, y, z];
  }

  dispose(): void {
    this.controls.dispose();
  }
}

function distanceOf({ position, target }: CameraState): number {
  return length(subtract(position, target));
}

function differs(a: Look, b: Look): boolean {
  const limit = carelessness * b.distance;
  return length(subtract(a.target, b.target)) > limit || Math.abs(a.distance - b.distance) > limit;
}

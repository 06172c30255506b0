import type { Trails } from '../../src/protocol/trails';
import type { Bits } from '../data/bits';
import type { Density } from '../density/messages';
import type { Combine } from '../selection/combine';
import type { Bodies } from './bodies/bodies';
import type { Rgb } from './colours';
import type { CameraState } from './framing';
import type { PlaceName } from './names/name-places';
import type { PictureSource } from './pictures/picture-source';
import type { Spots } from './spots';
import type { Tool } from './tools/tool';
import type { Vector3 } from './vector';

/** A way through the space. */
export interface SpacePath {
  /** Of its nodes, m x 3. */
  readonly positions: Float32Array;
  readonly colour: Rgb;
}

/** What is shown. Values are compared by identity: what changes is another array. */
export interface SceneState {
  /** n x 3. */
  readonly positions: Float32Array;
  /** n x 3, red, green and blue. */
  readonly colours: Uint8Array;
  /** What is hidden is neither drawn nor pointed at; null: all are shown. */
  readonly shown: Bits | null;
  /** The pinned point: larger, in a ring. */
  readonly pinned: number | null;
  /** Lines from the pinned point to these. */
  readonly neighbours: readonly number[];
  /** Prior samples, m x 3, as diamonds. */
  readonly samples: Float32Array | null;
  /** Ways through the space, one over another. */
  readonly paths: readonly SpacePath[];
  /** The ways of some points over the epochs; null: none are shown. */
  readonly trails: Trails | null;
  /** Posteriors of points, as bodies; null: none are shown. */
  readonly bodies: Bodies | null;
  /** Places that are marked, and can be clicked; null: none are. */
  readonly spots: Spots | null;
  /** Names of places, those that go before others first. */
  readonly names: readonly PlaceName[];
  /** How dense the points are, over them; null: not shown. */
  readonly density: Density | null;
  /** Whence pictures come that are shown in the place of points; null: points are points. */
  readonly pictures: PictureSource | null;
  /** Names of the three axes; null: the axis is absent, and the view is flat. */
  readonly axes: readonly (string | null)[];
  /** Where the 3-D cursor stands; null hides it. */
  readonly cursor: Vector3 | null;
  /** A factor; 1 is the size that suits the number of points. */
  readonly pointSize: number;
  /** What dragging over the points does. */
  readonly tool: Tool;
}

export interface PointsViewListener {
  /** The point under the pointer changed. `at` is in client coordinates. */
  hover?(index: number | null, at: { readonly x: number; readonly y: number }): void;
  /** A point was clicked, or chosen by keyboard; null: nothing was under the click, or Escape. */
  pick?(index: number | null): void;
  /** A name was chosen, by its number in the list. */
  name?(number: number, how: Combine): void;
  /** A spot was clicked, by its number in the list. */
  spot?(number: number): void;
  /** Other points are shown than before, or elsewhere. */
  placed?(): void;
  /** A box, a lasso or a stroke of the brush ended, or Enter was pressed: the shown points in it. */
  select?(region: Bits, how: Combine): void;
  /** So many shown points are in the box that keys move. */
  enclose?(count: number): void;
  /** A tool was chosen by key. */
  tool?(tool: Tool): void;
  /** The 3-D cursor moved, dragged or by keyboard. */
  cursor?(position: Vector3): void;
  /** Somebody moved the camera, and it came to rest. */
  camera?(state: CameraState): void;
}

import {
  type BufferGeometry,
  GLSL3,
  type IUniform,
  Points,
  RawShaderMaterial,
  Vector2 as ThreeVector2,
  Vector3 as ThreeVector3,
} from 'three';
import type { Rgb } from './colours';
import type { PointScale } from './point-size';
import type { Fog } from './scene-renderer';
import { vertexShader } from './shaders';

/** What of a marker a draw call draws: its opaque core, its smoothed edge, or both at once. */
export type Part = 'core' | 'edge' | 'whole';

/** One draw call of round or other markers, and what its shaders are told. */
export class Markers {
  readonly points: Points<BufferGeometry, RawShaderMaterial>;
  private readonly uniforms = {
    mixing: { value: 1 } satisfies IUniform<number>,
    reach: { value: 1 } satisfies IUniform<number>,
    sizes: { value: new ThreeVector2() } satisfies IUniform<ThreeVector2>,
    fog: { value: new ThreeVector3() } satisfies IUniform<ThreeVector3>,
    background: { value: new ThreeVector3() } satisfies IUniform<ThreeVector3>,
    tint: { value: new ThreeVector3() } satisfies IUniform<ThreeVector3>,
  };

  /** With `tinted`, all have one colour instead of each its own. */
  constructor(geometry: BufferGeometry, fragmentShader: string, part: Part, tinted: boolean) {
    const material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader,
      fragmentShader,
      uniforms: this.uniforms,
      defines: { [part.toUpperCase()]: '', ...(tinted ? { TINTED: '' } : {}) },
      // Also where nothing shines through: opaque things would be drawn first, behind the axes.
      transparent: true,
      premultipliedAlpha: true,
      depthWrite: part !== 'edge',
    });
    this.points = new Points(geometry, material);
    this.points.frustumCulled = false;
  }

  /** `ratio`: device pixels per CSS pixel. */
  set(scale: PointScale, ratio: number, fog: Fog, background: Rgb): void {
    this.uniforms.reach.value = scale.reach * ratio;
    this.uniforms.sizes.value.set(scale.smallest * ratio, scale.largest * ratio);
    this.uniforms.fog.value.set(fog.near, fog.far, fog.strength);
    setColour(this.uniforms.background.value, background);
  }

  /** Markers in one plane lie over each other in the order in which they are drawn. */
  set flat(flat: boolean) {
    this.points.material.depthTest = !flat;
  }

  set mix(mix: number) {
    this.uniforms.mixing.value = mix;
  }

  set tint(colour: Rgb) {
    setColour(this.uniforms.tint.value, colour);
  }

  dispose(): void {
    this.points.geometry.dispose();
    this.points.material.dispose();
  }
}

function setColour(uniform: ThreeVector3, [red, green, blue]: Rgb): void {
  uniform.set(red / 255, green / 255, blue / 255);
}

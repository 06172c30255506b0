import {
  DoubleSide,
  GLSL3,
  IcosahedronGeometry,
  InstancedBufferAttribute,
  InstancedBufferGeometry,
  InstancedInterleavedBuffer,
  InterleavedBufferAttribute,
  type IUniform,
  Mesh,
  RawShaderMaterial,
  Vector3,
} from 'three';
import type { Rgb } from '../colours';
import type { PointCloud } from '../point-cloud';
import type { Fog } from '../scene-renderer';
import type { Bodies } from './bodies';
import { bodyFragmentShader, bodyVertexShader } from './body-shaders';

/** Bodies in one draw call, as instances of a sphere. Nothing is computed or uploaded from frame to frame. */
export class BodyMesh {
  readonly mesh: Mesh<InstancedBufferGeometry, RawShaderMaterial>;
  private readonly uniforms = {
    fog: { value: new Vector3() } satisfies IUniform<Vector3>,
    background: { value: new Vector3() } satisfies IUniform<Vector3>,
    plane: { value: false as boolean } satisfies IUniform<boolean>,
  };
  private uploaded: Bodies | null = null;
  private colours = { of: new Uint8Array(), version: -1 };

  constructor() {
    const material = new RawShaderMaterial({
      glslVersion: GLSL3,
      vertexShader: bodyVertexShader,
      fragmentShader: bodyFragmentShader,
      uniforms: this.uniforms,
      transparent: true,
      premultipliedAlpha: true,
      // An axis may point either way: which side is the outer one isn't known.
      side: DoubleSide,
      depthWrite: false,
    });
    this.mesh = new Mesh(new InstancedBufferGeometry(), material);
    this.mesh.frustumCulled = false;
    this.mesh.visible = false;
  }

  set(bodies: Bodies | null, cloud: PointCloud, fog: Fog, [red, green, blue]: Rgb, flat: boolean): void {
    this.mesh.visible = bodies !== null && bodies.indices.length > 0;
    if (!bodies || !this.mesh.visible) return;
    const isNew = bodies !== this.uploaded;
    if (isNew) this.upload(bodies);
    if (isNew || this.colours.of !== cloud.colours || this.colours.version !== cloud.coloursVersion) {
      this.colour(bodies, cloud);
    }
    this.uniforms.fog.value.set(fog.near, fog.far, fog.strength);
    this.uniforms.background.value.set(red / 255, green / 255, blue / 255);
    this.uniforms.plane.value = flat;
    this.mesh.material.depthTest = !flat;
  }

  private upload(bodies: Bodies): void {
    this.uploaded = bodies;
    const { geometry } = this.mesh;
    // Frees the buffers of former bodies.
    geometry.dispose();
    const count = bodies.indices.length;
    geometry.instanceCount = count;
    geometry.setAttribute('position', new IcosahedronGeometry(1, detailFor(count)).getAttribute('position'));
    geometry.setAttribute('centre', new InstancedBufferAttribute(bodies.centres, 3));
    const axes = new InstancedInterleavedBuffer(bodies.axes, 9);
    for (const [place, name] of ['first', 'second', 'third'].entries()) {
      geometry.setAttribute(name, new InterleavedBufferAttribute(axes, 3, 3 * place));
    }
  }

  private colour({ indices }: Bodies, cloud: PointCloud): void {
    this.colours = { of: cloud.colours, version: cloud.coloursVersion };
    const colours = Uint8Array.from(
      { length: 4 * indices.length },
      (_, at) => cloud.colours[4 * indices[at >> 2] + (at & 3)],
    );
    this.mesh.geometry.setAttribute('colour', new InstancedBufferAttribute(colours, 4, true));
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
  }
}

/** Into how many parts the edges of the sphere's triangles are cut, less one: the more bodies, the coarser each. */
function detailFor(count: number): number {
  if (count <= 300) return 7;
  return count <= 3000 ? 3 : 1;
}

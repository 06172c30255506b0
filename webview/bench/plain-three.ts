import {
  BufferAttribute,
  BufferGeometry,
  PerspectiveCamera,
  Points,
  PointsMaterial,
  Scene,
  WebGLRenderer,
} from 'three';
import type { Cloud } from './clouds';
import { median, nextFrame, shown } from './frames';
import type { TurningFigures } from './measure';

/** What anybody would write with three.js: all points in one draw call, two pixels each, and nothing besides. */
export async function measurePlainThree(
  { positions, colours }: Cloud,
  host: HTMLElement,
  ms: number,
): Promise<TurningFigures> {
  const begun = performance.now();
  const renderer = new WebGLRenderer();
  renderer.setPixelRatio(Math.min(2, window.devicePixelRatio));
  renderer.setSize(host.clientWidth, host.clientHeight);
  host.replaceChildren(renderer.domElement);
  const camera = new PerspectiveCamera(38, host.clientWidth / host.clientHeight, 0.1, 200);
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(positions, 3));
  geometry.setAttribute('color', new BufferAttribute(colours, 3, true));
  const material = new PointsMaterial({ size: 2, sizeAttenuation: false, vertexColors: true });
  const scene = new Scene();
  scene.add(new Points(geometry, material));
  const look = (angle: number) => {
    camera.position.set(28 * Math.sin(angle), 8, 28 * Math.cos(angle));
    camera.lookAt(0, 0, 0);
    renderer.render(scene, camera);
  };
  look(0);
  await shown();
  const firstPointsMs = performance.now() - begun;
  const times: number[] = [];
  let frames = 0;
  const start = await nextFrame();
  let now = start;
  while (now < start + ms) {
    const before = performance.now();
    look(0.02 * frames++);
    times.push(performance.now() - before);
    now = await nextFrame();
  }
  geometry.dispose();
  material.dispose();
  renderer.dispose();
  renderer.forceContextLoss();
  const count = positions.length / 3;
  return {
    firstPointsMs,
    framesPerSecond: (1000 * frames) / (now - start),
    pointsDrawn: count,
    scriptMs: median(times),
    drawnBy: 'WebGL',
  };
}

import assert from 'node:assert/strict';
import { Glide, mixInto } from '../../../webview/scene/glide';
import { PointCloud } from '../../../webview/scene/point-cloud';
import { shuffledOrder } from '../../../webview/scene/shuffle';
import { bits, cloudOf, near } from './scene-builders';

describe('gliding', () => {
  it('goes from 0 to 1, never back, and comes to rest', () => {
    const glide = new Glide();
    assert.equal(glide.progress(5), 1);
    glide.begin(100, 400);
    const path = [50, 100, 200, 300, 400, 499, 500, 900].map((now) => glide.progress(now));
    assert.equal(path[0], 0);
    assert.equal(path[1], 0);
    assert.deepEqual(path.slice(-2), [1, 1]);
    assert.deepEqual([...path].sort(), path);
    assert.ok(!glide.finished(499) && glide.finished(500));
  });

  it('mixes two places', () => {
    const mixed = new Float32Array(2);
    mixInto(mixed, Float32Array.of(0, 2), Float32Array.of(4, -2), 0.25);
    assert.deepEqual([...mixed], [1, 1]);
  });
});

describe('a point cloud', () => {
  it('jumps to its first places, and to those of another number of points', () => {
    const cloud = new PointCloud();
    cloud.setPositions(Float32Array.of(1, 2, 3), 0, 700);
    assert.equal(cloud.mix, 1);
    assert.deepEqual(cloud.place(0), [1, 2, 3]);
    cloud.setPositions(Float32Array.of(1, 1, 1, 2, 2, 2), 10, 700);
    assert.equal(cloud.advance(11), false);
    assert.deepEqual(cloud.place(1), [2, 2, 2]);
  });

  it('glides to its next places', () => {
    const cloud = cloudOf([0, 0, 0]);
    cloud.setPositions(Float32Array.of(8, 0, 0), 0, 700);
    assert.deepEqual(cloud.place(0), [0, 0, 0]);
    assert.equal(cloud.advance(350), true);
    assert.deepEqual(cloud.place(0), [7, 0, 0]);
    assert.equal(cloud.advance(700), false);
    assert.deepEqual(cloud.place(0), [8, 0, 0]);
  });

  it('starts a new glide from where the points are shown', () => {
    const cloud = cloudOf([0, 0, 0]);
    cloud.setPositions(Float32Array.of(8, 0, 0), 0, 700);
    cloud.advance(350);
    cloud.setPositions(Float32Array.of(0, 4, 0), 350, 700);
    assert.deepEqual(cloud.place(0), [7, 0, 0]);
    cloud.advance(1050);
    assert.deepEqual(cloud.place(0), [0, 4, 0]);
  });

  it('moves at once where it may not glide', () => {
    const cloud = cloudOf([0, 0, 0]);
    cloud.setPositions(Float32Array.of(8, 0, 0), 0, 0);
    assert.deepEqual(cloud.place(0), [8, 0, 0]);
  });

  it('has one array of places where nothing glides, the one that it was given', () => {
    const cloud = cloudOf([0, 0, 0], [1, 1, 1]);
    assert.equal(cloud.from, cloud.to);
    const next = Float32Array.of(1, 1, 1, 2, 2, 2);
    cloud.setPositions(next, 0, 700);
    assert.equal(cloud.to, next);
    assert.deepEqual([...cloud.from], [0, 0, 0, 1, 1, 1]);
    cloud.advance(300);
    assert.notEqual(cloud.from, next);
    cloud.advance(700);
    assert.equal(cloud.from, next);
    assert.deepEqual([...next], [1, 1, 1, 2, 2, 2]);
  });

  it('keeps the order that renderers have uploaded, and counts versions', () => {
    const cloud = cloudOf([0, 0, 0], [1, 1, 1]);
    const { order, positionsVersion, orderVersion } = cloud;
    cloud.setPositions(Float32Array.of(1, 1, 1, 2, 2, 2), 0, 700);
    assert.equal(cloud.order, order);
    assert.equal(cloud.orderVersion, orderVersion);
    assert.ok(cloud.positionsVersion > positionsVersion);
    cloud.setVisible(bits(1, 0));
    assert.ok(cloud.orderVersion > orderVersion);
    assert.deepEqual([...cloud.order], [0]);
  });

  it('leaves out points without a place, and lets them appear where they come to be', () => {
    const cloud = cloudOf([Number.NaN, 0, 0], [1, 1, 1]);
    assert.deepEqual([cloud.isVisible(0), cloud.isVisible(1)], [false, true]);
    cloud.setPositions(Float32Array.of(3, 3, 3, 1, 1, 1), 0, 700);
    assert.equal(cloud.isVisible(0), true);
    assert.deepEqual(cloud.place(0), [3, 3, 3]);
  });

  it('does not keep the mask of another number of points', () => {
    const cloud = cloudOf([0, 0, 0], [1, 1, 1]);
    cloud.setVisible(bits(0, 0));
    cloud.setPositions(new Float32Array(9), 0, 0);
    assert.equal(cloud.order.length, 3);
  });

  it('takes colours before it has points, and after', () => {
    const cloud = new PointCloud();
    cloud.setColours(Uint8Array.of(1, 2, 3, 4, 5, 6));
    cloud.setPositions(new Float32Array(6), 0, 0);
    assert.deepEqual(cloud.colour(1), [4, 5, 6]);
    cloud.setColours(Uint8Array.of(9, 9, 9, 8, 8, 8));
    assert.deepEqual(cloud.colour(1), [8, 8, 8]);
  });

  it('steps through what can be seen, around the end', () => {
    const cloud = cloudOf([0, 0, 0], [1, 1, 1], [2, 2, 2], [3, 3, 3]);
    cloud.setVisible(bits(1, 0, 1, 0));
    assert.equal(cloud.step(null, 1), 0);
    assert.equal(cloud.step(0, 1), 2);
    assert.equal(cloud.step(2, 1), 0);
    assert.equal(cloud.step(0, -1), 2);
    assert.equal(cloud.step(null, -1), 2);
    cloud.setVisible(bits(0, 0, 0, 0));
    assert.equal(cloud.step(null, 1), null);
    assert.equal(new PointCloud().step(null, 1), null);
  });
});

describe('the order in which points are drawn', () => {
  it('has every point once, and is the same every time', () => {
    const order = shuffledOrder(1000);
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      Array.from({ length: 1000 }, (_, i) => i),
    );
    assert.deepEqual(shuffledOrder(1000), order);
  });

  it('begins with a fair sample', () => {
    const mean =
      shuffledOrder(10_000)
        .subarray(0, 1000)
        .reduce((sum, index) => sum + index, 0) / 1000;
    // Standard error of the mean of 1000 of 0..9999: about 87.
    assert.ok(near([mean], [4999.5], 400), `mean ${mean}`);
  });
});

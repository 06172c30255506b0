import assert from 'node:assert/strict';
import {
  angleAt,
  bitrate,
  filmRatio,
  filmSizes,
  frameCount,
  stepAt,
  vp9Profile,
} from '../../../webview/film/film-plan';

describe('the plan of a film', () => {
  it('has as many pictures as its length says, and never none', () => {
    assert.equal(frameCount({ seconds: 8, framesPerSecond: 30 }), 240);
    assert.equal(frameCount({ seconds: 1, framesPerSecond: 24 }), 24);
    assert.equal(frameCount({ seconds: 0.001, framesPerSecond: 24 }), 1);
  });

  it('goes round by equal steps, and its end is where its beginning is', () => {
    const frames = 48;
    const angles = Array.from({ length: frames + 1 }, (_, frame) => angleAt(frame, frames, 2));
    assert.equal(angles[0], 0);
    assert.ok(Math.abs(angles[24] - 2 * Math.PI) < 1e-12);
    assert.ok(Math.abs(angles[frames] - 4 * Math.PI) < 1e-12);
    const steps = angles.slice(1).map((angle, i) => angle - angles[i]);
    assert.ok(steps.every((step) => Math.abs(step - steps[0]) < 1e-12));
  });

  it('gives each epoch of a replay as much time, the last one too', () => {
    const at = (ms: number) => stepAt(ms, 8000, 4);
    assert.deepEqual(at(0), { at: 0, since: 0, duration: 700 });
    assert.deepEqual(at(1999), { at: 0, since: 0, duration: 700 });
    assert.deepEqual(at(2000), { at: 1, since: 2000, duration: 700 });
    assert.deepEqual(at(7999), { at: 3, since: 6000, duration: 700 });
    assert.equal(at(8000).at, 3);
  });

  it('lets points arrive before they set out again, however many epochs there are', () => {
    for (let ms = 0; ms < 2000; ms += 1000 / 30) {
      const { since, duration } = stepAt(ms, 2000, 300);
      assert.ok(duration <= 2000 / 300 + 1e-9 && since <= ms + 1e-6, `${ms}`);
    }
    const seen = new Set(Array.from({ length: 60 }, (_, frame) => stepAt((1000 * frame) / 30, 2000, 60).at));
    assert.equal(seen.size, 60);
  });

  it('begins an epoch at its own picture, rounding or not', () => {
    // 7 epochs of 3 pictures each, at 24 a second.
    const length = (1000 * 21) / 24;
    const steps = Array.from({ length: 21 }, (_, frame) => stepAt((1000 * frame) / 24, length, 7).at);
    assert.deepEqual(steps, [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 6]);
  });

  it('names the level of VP9 that a size and rate need', () => {
    assert.equal(vp9Profile({ width: 1280, height: 720 }, 30), 'vp09.00.31.08');
    assert.equal(vp9Profile({ width: 1280, height: 720 }, 60), 'vp09.00.40.08');
    assert.equal(vp9Profile({ width: 1920, height: 1080 }, 30), 'vp09.00.40.08');
    assert.equal(vp9Profile({ width: 1920, height: 1080 }, 60), 'vp09.00.41.08');
    assert.equal(vp9Profile({ width: 3840, height: 2160 }, 60), 'vp09.00.51.08');
  });

  it('has even edges, which the encoders want, and one look in all sizes', () => {
    for (const size of filmSizes) {
      assert.ok(size.width % 2 === 0 && size.height % 2 === 0);
      assert.equal(Math.min(size.width, size.height) / filmRatio(size), 720);
    }
    assert.ok(bitrate(filmSizes[1], 30) > bitrate(filmSizes[0], 30));
  });
});

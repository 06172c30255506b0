#!/bin/sh
# @tensorflow/tfjs 4.22.0: the gradient of resizeBilinear ignores halfPixelCenters.
# Needs Node and npm. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0
cat > script.js <<'SCRIPT'
const tf = require('@tensorflow/tfjs');
require('@tensorflow/tfjs-backend-wasm');

tf.enableProdMode();
const weights = Array.from({ length: 16 }, (_, i) => i + 1);

(async () => {
  let asDescribed = true;
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    for (const halfPixelCenters of [false, true]) {
      const loss = (x) =>
        tf.sum(tf.mul(tf.image.resizeBilinear(x, [4, 4], false, halfPixelCenters), tf.tensor4d(weights, [1, 4, 4, 1])));
      const gradient = [...tf.grad(loss)(tf.ones([1, 2, 2, 1])).dataSync()];
      // Resizing is linear: what a 1 at place i adds to the loss is the derivative by number i.
      const expected = gradient.map((_, i) => loss(tf.oneHot([i], 4).reshape([1, 2, 2, 1]).toFloat()).dataSync()[0]);
      console.log(
        `@tensorflow/tfjs ${tf.version_core}, ${backend}, halfPixelCenters ${halfPixelCenters}: expected ${expected}; seen ${gradient}`,
      );
      const same = gradient.every((value, i) => Math.abs(value - expected[i]) < 1e-3);
      asDescribed &&= same === !halfPixelCenters;
    }
  }
  console.log('Expected: the gradient is that of the forward pass. Seen: with halfPixelCenters it is that without.');
  process.exit(asDescribed ? 0 : 1);
})();
SCRIPT
node script.js

#!/bin/sh
# @tensorflow/tfjs 4.22.0, backends cpu and wasm: the gradient of avgPool with padding 'same' is too small at the border.
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

/** The mean of windows of 2 x 2 with stride 1 over 3 x 3 numbers; a window at the border has 2 numbers or 1. */
const pool = (x) => tf.avgPool(x, 2, 1, 'same');
/** d sum(pool(x)) / dx by hand: each window gives 1 / (the numbers it has) to each of these. */
const expected = Array(9).fill(0);
for (let row = 0; row < 3; row++) {
  for (let column = 0; column < 3; column++) {
    const rows = [row, row + 1].filter((r) => r < 3);
    const columns = [column, column + 1].filter((c) => c < 3);
    for (const r of rows) for (const c of columns) expected[3 * r + c] += 1 / (rows.length * columns.length);
  }
}

(async () => {
  let asDescribed = true;
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    console.log(`@tensorflow/tfjs ${tf.version_core}, backend ${tf.getBackend()}`);
    const x = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
    const gradient = [...tf.grad((input) => tf.sum(pool(input)))(x).dataSync()];
    // The pooling is linear: what one number adds to the sum is its derivative.
    const measured = gradient.map((_, i) => tf.sum(pool(tf.oneHot([i], 9).reshape([1, 3, 3, 1]).toFloat())).dataSync()[0]);
    console.log(`  expected by hand: ${expected}\n  measured forward: ${measured}\n  gradient:         ${gradient}`);
    const near = (a, b) => a.every((value, i) => Math.abs(value - b[i]) < 1e-5);
    asDescribed &&= near(measured, expected) && !near(gradient, expected);
  }
  console.log('Expected: the forward pass divides by the numbers inside the image, so the gradient does, too. Seen: it divides by 4.');
  process.exit(asDescribed ? 0 : 1);
})();
SCRIPT
node script.js

#!/bin/sh
# @tensorflow/tfjs-backend-wasm 4.22.0: conv3dTranspose with stride 2, and the gradients of conv3d with stride 2, are mostly zeros.
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
const kernel = () => tf.range(1, 9).reshape([2, 2, 2, 1, 1]);
const operations = {
  'conv3dTranspose of 1 with 1 ... 8, stride 2': () => tf.conv3dTranspose(tf.ones([1, 1, 1, 1, 1]), kernel(), [1, 2, 2, 2, 1], 2, 'valid'),
  'gradient by x of the sum of conv3d of x, 2 x 2 x 2, with 1 ... 8, stride 2': () =>
    tf.grad((x) => tf.sum(tf.conv3d(x, kernel(), 2, 'valid')))(tf.ones([1, 2, 2, 2, 1])),
  'gradient by w of the sum of conv3d of 1 ... 8 with w, stride 2': () =>
    tf.grad((w) => tf.sum(tf.conv3d(tf.range(1, 9).reshape([1, 2, 2, 2, 1]), w, 2, 'valid')))(kernel()),
};
/** One window covers it all: each result is the numbers that the products have for factors. */
const expected = '1,2,3,4,5,6,7,8';

(async () => {
  let asDescribed = true;
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    console.log(`@tensorflow/tfjs ${tf.version_core}, backend ${tf.getBackend()}`);
    for (const [name, operation] of Object.entries(operations)) {
      const seen = [...operation().dataSync()].join();
      console.log(`  ${name}: expected ${expected}; seen ${seen}`);
      asDescribed &&= (seen === expected) === (backend === 'cpu');
    }
  }
  console.log('Expected: the same from both backends. Seen: wasm returns other numbers, and neither an error nor a warning.');
  process.exit(asDescribed ? 0 : 1);
})();
SCRIPT
node script.js

#!/bin/sh
# @tensorflow/tfjs-backend-wasm 4.22.0: maxPool3d and dilation2d give 1.2e-38 where all numbers
# are negative, and maxPool hardly any gradient there. Needs Node and npm. Exits non-zero if that is no longer so.
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
const descending = (...shape) => tf.neg(tf.range(1, tf.util.sizeFromShape(shape) + 1)).reshape(shape);
const operations = {
  'maxPool3d of -1 ... -8, window 1': () => tf.maxPool3d(descending(1, 2, 2, 2, 1), 1, 1, 'valid'),
  'dilation2d of -1 ... -9, filter 2 x 2 of zeros': () => tf.dilation2d(descending(1, 3, 3, 1), tf.zeros([2, 2, 1]), 1, 'valid'),
  'gradient of the sum of maxPool of -1 ... -16, 2 x 2': () =>
    tf.grad((x) => tf.sum(tf.maxPool(x, 2, 2, 'valid')))(descending(1, 4, 4, 1)),
};
const expected = ['-1,-2,-3,-4,-5,-6,-7,-8', '-1,-2,-4,-5', '1,0,1,0,0,0,0,0,1,0,1,0,0,0,0,0'];

(async () => {
  let asDescribed = true;
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    console.log(`@tensorflow/tfjs ${tf.version_core}, backend ${tf.getBackend()}`);
    Object.entries(operations).forEach(([name, operation], i) => {
      const seen = [...operation().dataSync()].join();
      console.log(`  ${name}: expected ${expected[i]}; seen ${seen}`);
      asDescribed &&= (seen === expected[i]) === (backend === 'cpu');
    });
  }
  console.log('Expected: the greatest number of each window and its place. Seen: wasm begins with 2^-126, the least normal positive float32.');
  process.exit(asDescribed ? 0 : 1);
})();
SCRIPT
node script.js

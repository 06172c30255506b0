#!/bin/sh
# @tensorflow/tfjs-backend-wasm 4.22.0: the mean of 20 million ones is 0.84.
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

(async () => {
  const seen = {};
  for (const backend of ['cpu', 'wasm']) {
    await tf.setBackend(backend);
    const ones = tf.ones([20_000_000]);
    seen[backend] = [tf.sum(ones), tf.mean(ones)].map((scalar) => scalar.dataSync()[0]);
    ones.dispose();
    console.log(`@tensorflow/tfjs ${tf.version_core}, backend ${tf.getBackend()}: sum of 20000000 ones ${seen[backend][0]}, mean ${seen[backend][1]}`);
  }
  console.log('Expected: 20000000 and 1, both float32. Seen: wasm adds one by one in float32, which ends at 2^24 = 16777216.');
  process.exit(seen.cpu.join() === '20000000,1' && seen.wasm[0] === 2 ** 24 && seen.wasm[1] < 0.84 ? 0 : 1);
})();
SCRIPT
node script.js

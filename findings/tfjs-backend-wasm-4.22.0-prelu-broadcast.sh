#!/bin/sh
# @tensorflow/tfjs-backend-wasm 4.22.0: prelu with one alpha for each row takes the alphas in turn, number by number.
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
    const x = tf.tensor2d([-1, -2, -3, -4, -5, -6], [2, 3]);
    const alpha = tf.tensor2d([2, 100], [2, 1]);
    seen[backend] = [...tf.prelu(x, alpha).dataSync()].join();
    console.log(`@tensorflow/tfjs ${tf.version_core}, backend ${tf.getBackend()}: prelu of -1 -2 -3 / -4 -5 -6 with 2 / 100 is ${seen[backend]}`);
  }
  const expected = '-2,-4,-6,-400,-500,-600';
  console.log(`Expected: ${expected}, since alpha [2, 1] broadcasts along the rows. Seen: wasm uses 2 and 100 by turns.`);
  process.exit(seen.cpu === expected && seen.wasm === '-2,-200,-6,-400,-10,-600' ? 0 : 1);
})();
SCRIPT
node script.js

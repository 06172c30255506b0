#!/bin/sh
# @tensorflow/tfjs-backend-wasm 4.22.0: conv2d and depthwiseConv2d with padding 'same' give only zeros where the stride exceeds
# the kernel and the windows leave a rest. Needs Node and npm. Exits non-zero if that is no longer so.
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
  let asDescribed = true;
  for (const size of [5, 6]) {
    const seen = {};
    for (const backend of ['cpu', 'wasm']) {
      await tf.setBackend(backend);
      const x = tf.range(1, size * size + 1).reshape([1, size, size, 1]);
      const kernel = tf.tensor4d([1, 0, 0, 0], [2, 2, 1, 1]);
      seen[backend] = [tf.conv2d(x, kernel, 3, 'same'), tf.depthwiseConv2d(x, kernel, 3, 'same')].map((y) => [...y.dataSync()].join());
    }
    // The kernel takes the first number of each window; two windows fit without any padding, at 0 and 3.
    const expected = [1, 4, 3 * size + 1, 3 * size + 4].join();
    console.log(
      `${tf.version_core}, 1, 2, 3, ... of ${size} x ${size}, kernel 2 x 2, stride 3, 'same': expected ${expected}\n` +
        `  conv2d:          cpu ${seen.cpu[0]}; wasm ${seen.wasm[0]}\n  depthwiseConv2d: cpu ${seen.cpu[1]}; wasm ${seen.wasm[1]}`,
    );
    asDescribed &&= seen.cpu.every((text) => text === expected);
    asDescribed &&= seen.wasm.every((text) => text === (size === 5 ? expected : '0,0,0,0'));
  }
  console.log('Expected: the same numbers from both backends. Seen: for 6 x 6 the backend wasm returns zeros, without an error.');
  process.exit(asDescribed ? 0 : 1);
})();
SCRIPT
node script.js

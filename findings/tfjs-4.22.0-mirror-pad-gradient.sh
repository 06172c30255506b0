#!/bin/sh
# @tensorflow/tfjs 4.22.0: the gradient of mirrorPad leaves out what the mirrored copies contribute.
# Needs Node and npm. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > script.js <<'SCRIPT'
const tf = require('@tensorflow/tfjs');

tf.enableProdMode();
tf.setBackend('cpu');
console.log(`@tensorflow/tfjs ${tf.version_core}, backend ${tf.getBackend()}`);

let asDescribed = true;
for (const mode of ['reflect', 'symmetric']) {
  const pad = (x) => tf.mirrorPad(x, [[2, 1]], mode);
  const padded = [...pad(tf.tensor1d([0, 1, 2, 3])).dataSync()];
  const weights = padded.map((_, i) => 10 ** i);
  // The derivative of the weighted sum by number k: the sum of the weights at all places where k stands.
  const expected = [0, 1, 2, 3].map((k) => weights.reduce((sum, weight, i) => sum + (padded[i] === k ? weight : 0), 0));
  const gradient = [...tf.grad((x) => tf.sum(tf.mul(pad(x), weights)))(tf.tensor1d([0, 1, 2, 3])).dataSync()];
  console.log(`${mode}: 0,1,2,3 padded is ${padded}; weights ${weights}\n  expected ${expected}\n  seen     ${gradient}`);
  asDescribed &&= gradient.join() === '100,1000,10000,100000' && expected.join() !== gradient.join();
}
console.log('Expected: each number gets the weights of all of its copies. Seen: only that of its middle copy, as for padding with zeros.');
process.exit(asDescribed ? 0 : 1);
SCRIPT
node script.js

#!/bin/sh
# @tensorflow/tfjs 4.22.0: randomGamma documents beta as the inverse scale and takes it for the scale.
# Needs Node and npm. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @tensorflow/tfjs@4.22.0
cat > script.js <<'SCRIPT'
const { readFileSync } = require('node:fs');
const tf = require('@tensorflow/tfjs');

tf.enableProdMode();
tf.setBackend('cpu');
console.log(`@tensorflow/tfjs ${tf.version_core}`);
const documentation = readFileSync('node_modules/@tensorflow/tfjs-core/dist/ops/random_gamma.d.ts', 'utf8');
console.log(`Documentation: ${/@param beta .*/.exec(documentation)[0]}`);
let asDescribed = /beta The inverse scale/.test(documentation);
for (const [alpha, beta] of [[2.5, 1], [2.5, 2], [2.5, 0.25]]) {
  const { mean, variance } = tf.moments(tf.randomGamma([200_000], alpha, beta, 'float32', 4));
  const seen = [mean.dataSync()[0], variance.dataSync()[0]];
  const text = (numbers) => numbers.map((number) => number.toFixed(3)).join(' and ');
  console.log(`alpha ${alpha}, beta ${beta}: mean and variance expected ${text([alpha / beta, alpha / beta ** 2])}; seen ${text(seen)}`);
  asDescribed &&= Math.abs(seen[0] / (alpha * beta) - 1) < 0.02 && Math.abs(seen[1] / (alpha * beta ** 2) - 1) < 0.05;
}
console.log('Expected: alpha / beta and alpha / beta^2, as in tf.random.gamma of TensorFlow. Seen: alpha beta and alpha beta^2.');
process.exit(asDescribed ? 0 : 1);
SCRIPT
node script.js

#!/bin/sh
# @tensorflow/tfjs 4.22.0: tf.layers.alphaDropout, made to keep mean and variance, shifts the mean: by 1.6 deviations at rate 0.5.
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
console.log(`@tensorflow/tfjs ${tf.version_layers}`);
const documentation = readFileSync('node_modules/@tensorflow/tfjs-layers/dist/layers/noise.d.ts', 'utf8');
console.log(`Documentation: ${/Alpha Dropout is a[^]*?original values/.exec(documentation)[0].replace(/\s+\*\s+/g, ' ')}`);
const input = tf.randomNormal([1000, 400], 0, 1, 'float32', 5);
let asDescribed = true;
for (const rate of [0.1, 0.3, 0.5]) {
  const output = tf.layers.alphaDropout({ rate }).apply(input, { training: true });
  const { mean, variance } = tf.moments(output);
  const [seen, deviation] = [mean.dataSync()[0], Math.sqrt(variance.dataSync()[0])];
  // Klambauer et al., Self-Normalizing Neural Networks (2017): what is dropped becomes -lambda alpha, then a x + b.
  const dropped = -1.0507009873554805 * 1.6732632423543772;
  const a = ((1 - rate) * (1 + rate * dropped ** 2)) ** -0.5;
  const wrong = -2 * a * dropped * rate;
  console.log(
    `rate ${rate}: input mean 0, deviation 1; output mean ${seen.toFixed(3)}, deviation ${deviation.toFixed(3)}; ` +
      `with the wrong sign of the dropped value: mean ${wrong.toFixed(3)}`,
  );
  asDescribed &&= Math.abs(seen - wrong) < 0.02 && wrong > 0.3;
}
console.log('Expected: a mean of 0. Seen: +lambda alpha in place of -lambda alpha, so that the shift b doubles the error.');
process.exit(asDescribed ? 0 : 1);
SCRIPT
node script.js

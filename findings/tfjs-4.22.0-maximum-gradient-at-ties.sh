#!/bin/sh
# @tensorflow/tfjs 4.22.0: the gradient of max and min gives the whole of it to each of several equal extremes, unlike TensorFlow.
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
const x = tf.tensor1d([1, 2, 2, 2]);
const greatest = [...tf.grad((t) => tf.max(t))(x).dataSync()].join();
const least = [...tf.grad((t) => tf.min(t))(tf.neg(x)).dataSync()].join();
const t = 0.5;
const slope = (tf.max(tf.add(x, t)).dataSync()[0] - tf.max(x).dataSync()[0]) / t;
console.log(`max(1 + t, 2 + t, 2 + t, 2 + t) has the slope ${slope} in t`);
console.log(`gradient of max(1, 2, 2, 2): ${greatest}; of min(-1, -2, -2, -2): ${least}`);
console.log('Expected: a subgradient, whose sum is 1: 0,1/3,1/3,1/3 in TensorFlow. Seen: 0,1,1,1, whose sum is 3.');
process.exit(slope === 1 && greatest === '0,1,1,1' && least === '0,1,1,1' ? 0 : 1);
SCRIPT
node script.js

#!/bin/sh
# @tensorflow/tfjs 4.22.0: the optimizer adadelta makes the steps of plain gradient descent.
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
const [learningRate, rho, epsilon, steps] = [0.1, 0.95, 1e-6, 10];
/** Minimises x^2 + y^2 / 2 from (1, -2); its gradient is (2 x, y). */
const path = (optimizer) => {
  const point = tf.variable(tf.tensor1d([1, -2]));
  const loss = () => tf.sum(tf.mul(tf.square(point), [1, 0.5]));
  for (let step = 0; step < steps; step++) optimizer.minimize(loss);
  return [...point.dataSync()];
};
/** Zeiler, ADADELTA (2012), algorithm 1, times the learning rate: the new gradient enters its average before the step. */
const paper = [1, -2].map((start, axis) => {
  let [x, gradients, updates] = [start, 0, 0];
  for (let step = 0; step < steps; step++) {
    const gradient = axis === 0 ? 2 * x : x;
    gradients = rho * gradients + (1 - rho) * gradient ** 2;
    const update = (Math.sqrt(updates + epsilon) / Math.sqrt(gradients + epsilon)) * gradient;
    updates = rho * updates + (1 - rho) * update ** 2;
    x -= learningRate * update;
  }
  return x;
});
const seen = path(tf.train.adadelta(learningRate, rho, epsilon));
const descent = path(tf.train.sgd(learningRate));
console.log(`@tensorflow/tfjs ${tf.version_core}, ${steps} steps from 1,-2`);
console.log(`tf.train.adadelta ${seen}\ntf.train.sgd      ${descent}\nthe paper         ${paper}`);
console.log('Expected: the paper. Seen: gradient descent. The step uses the average from before the new gradient, so both averages,');
console.log('of gradients and of steps, begin equal, make a step equal to the gradient, and with that stay equal for ever.');
const near = (a, b) => a.every((value, i) => Math.abs(value - b[i]) < 1e-4);
process.exit(near(seen, descent) && !near(seen, paper) ? 0 : 1);
SCRIPT
node script.js

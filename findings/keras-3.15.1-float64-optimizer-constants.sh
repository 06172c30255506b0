#!/bin/sh
# Keras 3.15.1 on TensorFlow 2.21.0: optimisers of float64 variables compute with constants that are rounded to float32.
# Adam's bias correction has 0.99900001287 in the place of 0.999: 1 - 0.999^t is off by 1.3e-5 of it. Needs Python 3 with pip. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet keras==3.15.1 tensorflow-cpu==2.21.0
cat > script.py <<'SCRIPT'
import os
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'
os.environ['KERAS_BACKEND'] = 'tensorflow'
import keras
import numpy as np

keras.config.set_floatx('float64')
rate, beta1, beta2, epsilon, steps = 0.05, 0.9, 0.999, 1e-7, 20
start = np.array([1.0, -2.0, 3.0, 0.5, 4.0])
gradient = lambda w: 2 * (w - 0.3)

weights = keras.Variable(start, dtype='float64')
adam = keras.optimizers.Adam(rate, beta_1=beta1, beta_2=beta2, epsilon=epsilon)
for _ in range(steps):
    adam.apply([keras.ops.convert_to_tensor(gradient(weights.numpy()), dtype='float64')], [weights])
seen = weights.numpy()

def by_the_formula(power1, power2):
    w, m, v = start.copy(), 0.0, 0.0
    for t in range(1, steps + 1):
        g = gradient(w)
        m, v = m + (g - m) * (1 - beta1), v + (g * g - v) * (1 - beta2)
        w = w - rate * np.sqrt(1 - power2**t) / (1 - power1**t) * m / (np.sqrt(v) + epsilon)
    return w

rounded = lambda x: float(np.float32(x))
exact = np.abs(seen - by_the_formula(beta1, beta2)).max()
single = np.abs(seen - by_the_formula(rounded(beta1), rounded(beta2))).max()
print(f'Keras {keras.__version__}, variables of {weights.dtype}, {steps} steps of Adam:')
print(f'keras.ops.cast(0.999, "float64") = {float(keras.ops.cast(0.999, "float64")):.16f}')
print(f'largest difference from the formula in float64: {exact:.1e}; with rounded bases of the bias correction: {single:.1e}')
print('Expected: the first near 1e-16. Seen: near 1e-6, and the second is smaller by far.')
raise SystemExit(0 if exact > 1e-7 and single < exact / 10 else 1)
SCRIPT
env/bin/python script.py 2> errors || { cat errors >&2; exit 1; }

#!/bin/sh
# tensorflow-cpu 2.21.0: a transposed convolution from one channel to one channel gives wrong values with oneDNN, the
# default. Needs python3 (3.10 to 3.13) on x86-64 Linux. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check tensorflow-cpu==2.21.0
cat > "$folder/sums.py" <<'PYTHON'
import tensorflow as tf

def total(channels, filters):
    """The sum over conv2d_transpose of ones, divided by what the numbers of channels multiply it by."""
    image = tf.ones([1, 7, 7, filters])
    kernel = tf.ones([4, 4, channels, filters])
    output = tf.nn.conv2d_transpose(image, kernel, [1, 14, 14, channels], strides=2, padding="SAME")
    return float(tf.reduce_sum(output)) / (channels * filters)

print(tf.__version__, total(1, 1), total(1, 2), total(2, 1))
PYTHON
export TF_CPP_MIN_LOG_LEVEL=3
default=$("$folder/env/bin/python" "$folder/sums.py" 2>/dev/null)
without=$(TF_ENABLE_ONEDNN_OPTS=0 "$folder/env/bin/python" "$folder/sums.py" 2>/dev/null)
cat <<TEXT
Version, and sums for 1 to 1, 2 to 1 and 1 to 2 channels of ones, 7 x 7, kernel 4 x 4, stride 2, padding SAME:
  default:                 $default
  TF_ENABLE_ONEDNN_OPTS=0: $without
Expected: 676 everywhere. Each of the 49 numbers adds 16 taps of 1, of which the border cuts off some: (4 x 7 - 2)^2 = 676.
Seen: the default gives another sum for 1 to 1 channels, and neither an error nor a warning.
TEXT
[ "$without" = "2.21.0 676.0 676.0 676.0" ] && [ "$default" != "$without" ] && [ "${default#2.21.0 676.0 }" = "$default" ]

#!/bin/sh
# tensorflow-cpu 2.21.0: tf.saved_model.load refuses a SavedModel that has a signature with an input named by a word of Python's, which
# TensorFlow itself writes and its older loader runs. Needs python3 (3.10 to 3.13) on x86-64 Linux. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check tensorflow-cpu==2.21.0
cat > "$folder/load.py" <<'PYTHON'
import sys
import tensorflow as tf

v1 = tf.compat.v1

def save(name):
    path = f"{sys.argv[1]}/{name}"
    with v1.Graph().as_default(), v1.Session() as session:
        x = v1.placeholder(tf.float32, [None], name="x")
        v1.saved_model.simple_save(session, path, {name: x}, {"y": 2 * x})
    return path

def older(path):
    with v1.Graph().as_default(), v1.Session() as session:
        v1.saved_model.load(session, ["serve"], path)
        return session.run("mul:0", {"x:0": [1.0, 2.0]}).tolist()

def newer(path):
    try:
        tf.saved_model.load(path)
        return "loaded"
    except ValueError as error:
        return str(error)

for name in ("number", "class"):
    path = save(name)
    print(name, older(path), newer(path), sep="; ")
PYTHON
export TF_CPP_MIN_LOG_LEVEL=3
seen=$("$folder/env/bin/python" "$folder/load.py" "$folder" 2>/dev/null)
cat <<TEXT
The name of the input; what the loader of release 1 computes of [1, 2]; what tf.saved_model.load says:
$seen
Expected: both names load. Names of inputs are any text in the format, and nobody has to give them as keyword arguments.
Seen: an input named "class" makes the whole SavedModel unreadable for tf.saved_model.load.
TEXT
[ "$seen" = "number; [2.0, 4.0]; loaded
class; [2.0, 4.0]; 'class' is not a valid parameter name" ]

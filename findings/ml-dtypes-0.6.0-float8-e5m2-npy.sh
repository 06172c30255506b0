#!/bin/sh
# ml_dtypes 0.6.0 with NumPy 2.4.6: numpy.save writes float8_e5m2 under a type that numpy.load does not know ('<f1'); of the
# other 8-bit floats it writes bytes ('<V1'), which load.
# Needs python3 (3.11 or later). Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --retries 1 --disable-pip-version-check ml_dtypes==0.6.0 numpy==2.4.6 2>/dev/null
cat > check.py <<'PYTHON'
import io
import sys

import ml_dtypes
import numpy

print(f"ml_dtypes {ml_dtypes.__version__}, NumPy {numpy.__version__}")


def again(dtype):
    file = io.BytesIO()
    numpy.save(file, numpy.arange(6).astype(dtype))
    described = file.getvalue()[10:].split(b",")[0].decode()
    file.seek(0)
    try:
        return f"{described}: loads as {numpy.load(file).dtype}"
    except ValueError as error:
        return f"{described}: {error}"


seen = {name: again(getattr(ml_dtypes, name)) for name in ("float8_e4m3fn", "float8_e5m2")}
for name, words in seen.items():
    print(f"{name}: {words}")
print("Expected: both load, as themselves or as bytes. Seen: float8_e5m2 does not.")
is_so = "loads as" in seen["float8_e4m3fn"] and "not a valid dtype descriptor" in seen["float8_e5m2"]
sys.exit(0 if is_so else 1)
PYTHON
env/bin/python check.py

"""Loads a data file as people do in Python, once, and prints what that took: what `npm run bench -- data` compares with.

    load.py npy FILE            numpy.load
    load.py npy-standard FILE   the same, with columns of mean 0 and deviation 1 in float32
    load.py idx FILE            numpy.frombuffer
    load.py idx-gzip FILE       gzip and numpy.frombuffer
    load.py csv FILE            pandas.read_csv
    load.py hdf5 FILE           h5py
    load.py hdf5-standard FILE  the same, standardised
    load.py sparse FILE         scipy.sparse.load_npz, dense in float32, standardised
    load.py matrix-market FILE  scipy.io.mmread, the same
    load.py parquet-texts FILE  pyarrow.parquet.read_table, and the texts as strings of Python
    load.py arrow-texts FILE    pyarrow.feather.read_table, likewise
    load.py parquet-images FILE datasets: the images as one array
    load.py h5ad FILE           anndata.read_h5ad, or else h5py and SciPy, dense in float32, standardised

prints {"ms": duration, "before": bytes held before, "peak": bytes held at most, "examples": count}, or {"error": sentence}.
"""

import gzip
import json
import resource
import sys
import time


def held(name):
    """VmRSS (now) or VmHWM (at most) of this process, bytes."""
    try:
        with open("/proc/self/status") as status:
            return next(1024 * int(line.split()[1]) for line in status if line.startswith(name))
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def read_idx(file):
    content = file.read()
    shape = np.frombuffer(content, ">u4", content[3], offset=4).astype(int)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * content[3]).reshape(shape)


def load_npy(path):
    return np.load(path)


def load_standardised(path):
    values = np.load(path)
    return ((values - values.mean(0)) / values.std(0)).astype(np.float32)


def load_idx(path):
    with open(path, "rb") as file:
        return read_idx(file)


def load_gzip(path):
    with gzip.open(path) as file:
        return read_idx(file)


def load_csv(path):
    return pd.read_csv(path)


def load_hdf5(path):
    with h5py.File(path) as file:
        return file["x"][:]


def standardised(values):
    deviations = values.std(0)
    return ((values - values.mean(0)) / np.where(deviations == 0, 1, deviations)).astype(np.float32)


def load_sparse(path):
    return standardised(scipy.sparse.load_npz(path).toarray().astype(np.float32))


def load_matrix_market(path):
    return standardised(scipy.io.mmread(path).toarray().astype(np.float32))


def load_parquet_texts(path):
    return pq.read_table(path)["text"].to_pylist()


def load_arrow_texts(path):
    return feather.read_table(path)["text"].to_pylist()


def load_parquet_images(path):
    with tempfile.TemporaryDirectory() as cache:
        rows = datasets.load_dataset("parquet", data_files=path, split="train", cache_dir=cache)
        return np.stack([np.asarray(image) for image in rows["image"]])


def load_h5ad(path):
    try:
        import anndata
    except ImportError:
        with h5py.File(path) as file:
            x = file["X"]
            parts = tuple(x[name][:] for name in ("data", "indices", "indptr"))
            counts = scipy.sparse.csr_matrix(parts, shape=x.attrs["shape"])
    else:
        counts = anndata.read_h5ad(path).X
    return standardised(counts.toarray().astype(np.float32))


WAYS = {"npy": load_npy, "npy-standard": load_standardised, "idx": load_idx, "idx-gzip": load_gzip, "csv": load_csv}
WAYS |= {"hdf5": load_hdf5, "hdf5-standard": lambda path: standardised(load_hdf5(path))}
WAYS |= {"sparse": load_sparse, "matrix-market": load_matrix_market}
WAYS |= {"parquet-texts": load_parquet_texts, "arrow-texts": load_arrow_texts}
WAYS |= {"parquet-images": load_parquet_images, "h5ad": load_h5ad}


def main(kind, path):
    before, began = held("VmRSS"), time.perf_counter()
    loaded = WAYS[kind](path)
    milliseconds = 1000 * (time.perf_counter() - began)
    return {"ms": milliseconds, "before": before, "peak": held("VmHWM"), "examples": len(loaded)}


if __name__ == "__main__":
    kind, path = sys.argv[1:]
    try:
        import numpy as np

        if kind == "csv":
            import pandas as pd
        if kind.startswith("hdf5"):
            import h5py
        if kind in ("sparse", "matrix-market", "h5ad"):
            import scipy.io
            import scipy.sparse
        if kind == "h5ad":
            import h5py
        if kind == "parquet-texts":
            import pyarrow.parquet as pq
        if kind == "arrow-texts":
            import pyarrow.feather as feather
        if kind == "parquet-images":
            import tempfile

            import datasets

            datasets.disable_progress_bars()
    except ImportError as error:
        print(json.dumps({"error": f"Python lacks a library ({error})"}))
    else:
        print(json.dumps(main(kind, path)))

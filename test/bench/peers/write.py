"""Writes a data file as Python's libraries do, for `npm run bench -- data`.

    write.py parquet-texts FILE BYTES   pyarrow: a column of texts, Zstandard
    write.py arrow-texts FILE BYTES     pyarrow: the same in Arrow
    write.py parquet-images FILE BYTES  datasets: PNG images of 28 x 28 and their classes
    write.py h5ad FILE BYTES            h5py: sparse counts of AnnData's layout, compressed by gzip

prints {"examples": count}, or {"error": sentence}.
"""

import json
import sys

GENES = 1000


def texts(size):
    """Sentences of about 140 bytes, which differ by two numbers: text that repeats itself, as logs and templates do."""
    import numpy as np

    random = np.random.default_rng(1)
    words = ["".join(random.choice(list("abcdefghijklmnopqrstuvwxyz"), random.integers(3, 9))) for _ in range(2000)]
    sentences = [" ".join(random.choice(words, 20))[:120].ljust(120, ".") for _ in range(500)]
    count = max(2, size // 140)
    chosen = random.integers(0, len(sentences), count)
    return [f"{sentences[place]} number {i % 997} of {i % 89}" for i, place in enumerate(chosen)]


def write_parquet_texts(path, size):
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = texts(size)
    pq.write_table(pa.table({"text": rows}), path, compression="zstd", use_dictionary=False)
    return len(rows)


def write_arrow_texts(path, size):
    import pyarrow as pa
    import pyarrow.feather

    rows = texts(size)
    pyarrow.feather.write_feather(pa.table({"text": rows}), path, compression="zstd")
    return len(rows)


def write_parquet_images(path, size):
    import datasets
    import numpy as np

    datasets.disable_progress_bars()

    random = np.random.default_rng(7)
    count = max(10, size // 784 // 8)
    pixels = np.where(random.random((count, 28, 28)) < 0.2, random.integers(0, 256, (count, 28, 28)), 0)
    kinds = datasets.ClassLabel(names=[str(i) for i in range(10)])
    features = datasets.Features({"image": datasets.Image(), "label": kinds})
    rows = {"image": list(pixels.astype(np.uint8)), "label": random.integers(0, 10, count)}
    datasets.Dataset.from_dict(rows, features=features).to_parquet(path)
    return count


def write_h5ad(path, size):
    import h5py
    import numpy as np
    import scipy.sparse

    cells = max(2, size // (4 * GENES))
    counts = scipy.sparse.random(cells, GENES, 0.05, "csr", np.float32, np.random.default_rng(9))
    counts.data[:] = 1 + counts.data * 9 // 1
    with h5py.File(path, "w") as file:
        x = file.create_group("X")
        x.attrs.update({"encoding-type": "csr_matrix", "encoding-version": "0.1.0", "shape": counts.shape})
        for name in ("data", "indices", "indptr"):
            x.create_dataset(name, data=getattr(counts, name), compression="gzip")
        file.attrs.update({"encoding-type": "anndata", "encoding-version": "0.1.0"})
        for name, length in (("obs", cells), ("var", GENES)):
            group = file.create_group(name)
            index = [f"{name}{i}".encode() for i in range(length)]
            group.create_dataset("_index", data=index)
            about = {"encoding-type": "dataframe", "encoding-version": "0.2.0", "_index": "_index"}
            group.attrs.update({**about, "column-order": np.array([], "S1")})
    return cells


WAYS = {"parquet-texts": write_parquet_texts, "arrow-texts": write_arrow_texts}
WAYS |= {"parquet-images": write_parquet_images, "h5ad": write_h5ad}

if __name__ == "__main__":
    way, path, size = sys.argv[1:]
    try:
        print(json.dumps({"examples": WAYS[way](path, int(float(size)))}))
    except ImportError as error:
        print(json.dumps({"error": f"Python lacks a library ({error})"}))

"""What scikit-learn and PyTorch take for the measures that the bench `measures` times.

Answers requests from the standard input one by one, each a line of JSON, as is its answer. The first line greets:
{"library": name and version, "threads": count}. The first argument says which of the two is meant.
"""

import gzip
import json
import os
import sys
import time

answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def answer(value):
    answers.write(json.dumps(value) + "\n")
    answers.flush()


def timed(compute):
    """What it gives, with the seconds by the clock and of the processors."""
    began, used = time.perf_counter(), time.process_time()
    value = compute()
    return value, {"seconds": time.perf_counter() - began, "cpu": time.process_time() - used}


def scikit_learn():
    import numpy as np
    import sklearn
    from sklearn.manifold import trustworthiness
    from sklearn.neighbors import NearestNeighbors
    from threadpoolctl import threadpool_info

    def points(path, dims, count):
        return np.fromfile(path, dtype=np.float32).reshape(-1, dims)[:count]

    def neighbours(path, dims, count, k):
        x = points(path, dims, count)
        found, took = timed(lambda: NearestNeighbors(n_neighbors=k, n_jobs=-1).fit(x).kneighbors())
        distances, indices = found
        return {**took, "sum": float(distances.sum(dtype=np.float64)), "first": indices[0].tolist()}

    def trust(path, dims, count, layout, k):
        x, y = points(path, dims, count), points(layout, 2, count)
        value, took = timed(lambda: trustworthiness(x, y, n_neighbors=k))
        return {**took, "value": float(value)}

    threads = max((pool["num_threads"] for pool in threadpool_info()), default=1)
    return {"library": f"scikit-learn {sklearn.__version__}", "threads": threads}, [neighbours, trust]


def pytorch():
    import math

    import torch
    from torch.nn import functional as F

    def log_likelihood(path, weights, count, draws, rows, mode):
        """The mean of log p(x) by `draws` draws of z, of the first images of a file, `rows` draws at once."""
        w = {name: torch.tensor(of["values"]).view(of["shape"]) for name, of in weights.items()}
        content = bytearray(gzip.open(path).read() if path.endswith(".gz") else open(path, "rb").read())
        x = torch.frombuffer(content, dtype=torch.uint8, offset=16).view(-1, 784)[:count].float() / 255

        def block(x, mean, log_var, noise):
            z = mean + torch.exp(log_var / 2) * noise
            h = torch.relu(torch.addmm(w["decoder/dense_0/bias"], z, w["decoder/dense_0/kernel"]))
            logits = torch.addmm(w["decoder/output/bias"], h, w["decoder/output/kernel"])
            target = x.expand(len(z), -1)
            error = F.binary_cross_entropy_with_logits(logits, target, reduction="none").sum(1)
            odds = 0.5 * (noise**2 + log_var - z**2).sum(1)
            return torch.logsumexp(odds - error, 0)

        run = torch.compile(block, dynamic=False) if mode == "compile" else block

        def whole():
            h = torch.relu(torch.addmm(w["encoder/dense_0/bias"], x, w["encoder/dense_0/kernel"]))
            mean = torch.addmm(w["encoder/mean/bias"], h, w["encoder/mean/kernel"])
            log_var = torch.addmm(w["encoder/log_var/bias"], h, w["encoder/log_var/kernel"])
            total = 0.0
            for i in range(len(x)):
                parts = [
                    run(x[i : i + 1], mean[i : i + 1], log_var[i : i + 1], torch.randn(rows, mean.shape[1]))
                    for _ in range(draws // rows)
                ]
                total += float(torch.logsumexp(torch.stack(parts), 0)) - math.log(draws)
            return total / len(x)

        with torch.inference_mode():
            latent = w["encoder/mean/kernel"].shape[1]
            run(x[:1], torch.zeros(1, latent), torch.zeros(1, latent), torch.randn(rows, latent))
            value, took = timed(whole)
        return {**took, "value": value}

    return {"library": f"PyTorch {torch.__version__}", "threads": torch.get_num_threads()}, [log_likelihood]


def serve(greeting, work):
    answer(greeting)
    for line in sys.stdin:
        request = json.loads(line)
        name = request.pop("work")
        try:
            answer({each.__name__: each for each in work}[name](**request))
        except Exception as error:  # One request's failure is its answer, and not the end of the others.
            answer({"error": f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error) else ''}"})


if __name__ == "__main__":
    try:
        greeting, work = {"scikit-learn": scikit_learn, "pytorch": pytorch}[sys.argv[1]]()
    except ImportError as error:
        answer({"error": f"Python lacks {error.name}"})
        sys.exit()
    serve(greeting, work)

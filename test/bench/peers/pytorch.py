"""The product's networks, objective and training in PyTorch: what the benches compare with.

Answers requests from the standard input one by one, each a line of JSON, as is its answer. The first line it writes
greets: {"torch": version, "threads": count}. A request names its `work`, a function below, and gives its arguments; an
answer {"error": sentence} says why there is no other.

    {"work": "step", "model": "dense", "batch": 128, "mode": "compile", "layout": "contiguous", "steps": 50}
    {"ms": 2.9}
"""

import gzip
import json
import math
import os
import resource
import sys
import time
from functools import cache

# Whatever libraries print goes to the standard error.
answers = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)


def answer(value):
    answers.write(json.dumps(value) + "\n")
    answers.flush()


try:
    import torch
    from torch import nn
    from torch.nn import functional as F
except ImportError as error:
    answer({"error": f"Python has no PyTorch ({error})"})
    sys.exit()

EDGE = 28
PIXELS = EDGE * EDGE
LOG_VAR_LIMIT = 20


# Networks: those of src/model, layer by layer, with the same initial distributions.


def initialize(layer, fan_in):
    """Weights from U(-a, a) with a = sqrt(3 / fan_in), biases zero."""
    limit = math.sqrt(3 / fan_in)
    nn.init.uniform_(layer.weight, -limit, limit)
    nn.init.zeros_(layer.bias)
    return layer


def dense(inputs, units):
    return initialize(nn.Linear(inputs, units), inputs)


def downsample(channels, filters):
    return initialize(nn.Conv2d(channels, filters, 4, stride=2, padding=1), 16 * channels)


def upsample(channels, filters):
    return initialize(nn.ConvTranspose2d(channels, filters, 4, stride=2, padding=1), 4 * channels)


class Vae(nn.Module):
    """q(z|x) and p(x|z) of a VAE with Bernoulli pixels: a body, two heads, a generator of logits."""

    def __init__(self, body, width, latent, generator):
        super().__init__()
        self.body, self.generator = body, generator
        self.mean, self.log_var = dense(width, latent), dense(width, latent)

    def encode(self, x):
        hidden = self.body(x)
        return self.mean(hidden), self.log_var(hidden).clamp(-LOG_VAR_LIMIT, LOG_VAR_LIMIT)

    def forward(self, pixels):
        """-ELBO of a batch of bytes [batch, 784], mean over the examples, nats."""
        x = pixels.float() / 255
        mean, log_var = self.encode(x)
        z = mean + torch.exp(log_var / 2) * torch.randn_like(mean)
        reconstruction = F.binary_cross_entropy_with_logits(self.generator(z), x, reduction="sum")
        kl = -0.5 * torch.sum(1 + log_var - mean**2 - torch.exp(log_var))
        return (reconstruction + kl) / len(x)


def dense_vae(hidden=256, latent=32):
    body = nn.Sequential(dense(PIXELS, hidden), nn.ReLU())
    return Vae(body, hidden, latent, nn.Sequential(dense(latent, hidden), nn.ReLU(), dense(hidden, PIXELS)))


def convolutional_vae(filters=(32, 64), latent=16):
    few, many = filters
    smallest = (many, EDGE // 4, EDGE // 4)
    width = math.prod(smallest)
    body = nn.Sequential(
        nn.Unflatten(1, (1, EDGE, EDGE)), downsample(1, few), nn.ReLU(), downsample(few, many), nn.ReLU(), nn.Flatten()
    )
    generator = nn.Sequential(
        dense(latent, width), nn.ReLU(), nn.Unflatten(1, smallest), upsample(many, few), nn.ReLU(), upsample(few, 1),
        nn.Flatten(),
    )
    return Vae(body, width, latent, generator)


NETWORKS = {"dense": dense_vae, "conv": convolutional_vae}


class Training:
    """A model and a fused Adam. `mode`: eager or compile. `layout` of convolutions: contiguous or channels_last."""

    def __init__(self, model, mode, layout="contiguous", rate=1e-3, sizes=None):
        self.model = NETWORKS[model](**(sizes or {}))
        if layout == "channels_last":
            self.model = self.model.to(memory_format=torch.channels_last)
        self.loss = torch.compile(self.model, dynamic=False) if mode == "compile" else self.model
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=rate, eps=1e-7, fused=True)

    def step(self, pixels):
        self.optimizer.zero_grad(set_to_none=True)
        self.loss(pixels).backward()
        self.optimizer.step()


# Work: single steps.


@cache
def random_pixels(examples):
    """About as many bright pixels as handwritten digits have."""
    pixels = torch.randint(0, 256, (examples, PIXELS), dtype=torch.uint8)
    return pixels * (torch.rand(examples, PIXELS) < 0.2)


@cache
def training(model, batch, mode, layout):
    """One for each batch size: compiled, it is for that alone."""
    return Training(model, mode, layout)


def step(model, batch, mode, steps, layout="contiguous", examples=60_000):
    """Milliseconds a training step, with the batch gathered by index from data in memory."""
    data, subject = random_pixels(examples), training(model, batch, mode, layout)
    indices = torch.randint(0, examples, (steps, batch))
    began = time.perf_counter()
    for i in range(steps):
        subject.step(data.index_select(0, indices[i]))
    return {"ms": 1000 * (time.perf_counter() - began) / steps}


def encode(model, times, batch=512, examples=60_000):
    """Milliseconds to encode all examples."""
    data, network = random_pixels(examples), training(model, batch, "eager", "contiguous").model
    began = time.perf_counter()
    for _ in range(times):
        with torch.inference_mode():
            for pixels in data.split(batch):
                network.encode(pixels.float() / 255)
    return {"ms": 1000 * (time.perf_counter() - began) / times}


def product(edge, times):
    """Milliseconds of a product of two square matrices, at best."""
    matrix = torch.rand(edge, edge)
    durations = []
    for _ in range(times + 1):
        began = time.perf_counter()
        torch.mm(matrix, matrix)
        durations.append(time.perf_counter() - began)
    return {"ms": 1000 * min(durations)}


# Work: whole epochs on MNIST.


def read_idx(path):
    """The images of an IDX file, plain or gzip, as bytes [examples, 784]."""
    content = bytearray()
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        while chunk := file.read(1 << 20):
            content += chunk
    return torch.frombuffer(content, dtype=torch.uint8, offset=16).view(-1, PIXELS)


class Epochs:
    """Training with a step size that falls along a cosine, step by step, or stays as it is."""

    def __init__(self, train, batch, epochs, rate, mode, schedule="cosine", sizes=None):
        self.data = read_idx(train)
        self.batch, self.rate, self.schedule = batch, rate, schedule
        self.steps = epochs * math.ceil(len(self.data) / batch)
        self.taken = 0
        self.training = Training("dense", mode, rate=rate, sizes=sizes)

    def run(self, batches):
        for pixels in batches:
            share = (1 + math.cos(math.pi * min(self.taken / self.steps, 1))) / 2 if self.schedule == "cosine" else 1
            rate = self.rate * share
            for group in self.training.optimizer.param_groups:
                group["lr"] = rate
            self.training.step(pixels)
            self.taken += 1

    def from_memory(self):
        for indices in torch.randperm(len(self.data)).split(self.batch):
            yield self.data.index_select(0, indices)

    def from_loader(self):
        dataset = torch.utils.data.TensorDataset(self.data)
        loader = torch.utils.data.DataLoader(dataset, batch_size=self.batch, shuffle=True)
        return (pixels for (pixels,) in loader)


prepared = None


def prepare(**options):
    """Makes the training of this process ready; its first step, which may compile, is not part of an epoch."""
    global prepared
    prepared = Epochs(**options)
    prepared.training.loss(prepared.data[: prepared.batch]).backward()
    return {"examples": len(prepared.data)}


def epoch(loop):
    """Seconds of one epoch. `loop`: memory (gathered by index) or loader (a DataLoader)."""
    began = time.perf_counter()
    prepared.run(prepared.from_memory() if loop == "memory" else prepared.from_loader())
    return {"seconds": time.perf_counter() - began}


def evaluate(test):
    """The ELBO of a test file, nats per example, by one draw of z each."""
    model, data = prepared.training.model, read_idx(test)
    with torch.inference_mode():
        return {"elbo": -float(sum(model(pixels) * len(pixels) for pixels in data.split(500))) / len(data)}


def memory():
    """The most that this process has held, bytes."""
    try:
        with open("/proc/self/status") as status:
            return {"peak": next(1024 * int(line.split()[1]) for line in status if line.startswith("VmHWM"))}
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return {"peak": unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


WORK = {work.__name__: work for work in (step, encode, product, prepare, epoch, evaluate, memory)}


def serve(work):
    """Answers requests by the functions in `work`, until the input ends."""
    answer({"torch": torch.__version__, "threads": torch.get_num_threads()})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer(work[request.pop("work")](**request))
        except Exception as error:  # One request's failure is its answer, and not the end of the others.
            answer({"error": f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error) else ''}"})


if __name__ == "__main__":
    serve(WORK)

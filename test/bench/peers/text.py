"""A transformer VAE of text in PyTorch, as src/model has it: what the bench `text` compares with.

Answers requests as pytorch.py does:

    {"work": "step", "batch": 128, "mode": "compile", "steps": 10, "length": 64, "symbols": 80, "width": 64, "heads": 4, "units": [256, 256], "latent": 32}
    {"ms": 80.5}
"""

import time
from functools import cache

from pytorch import serve, torch
from torch import nn
from torch.nn import functional as F


class Block(nn.Module):
    def __init__(self, width, heads, units):
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(width), nn.LayerNorm(width)
        self.project, self.joined = nn.Linear(width, 3 * width, bias=False), nn.Linear(width, width)
        self.inner, self.outer = nn.Linear(width, units), nn.Linear(units, width)

    def forward(self, x, mask, causal):
        batch, length, width = x.shape
        q, k, v = self.project(self.before(x)).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=causal)
        x = x + self.joined(attended.transpose(1, 2).reshape(batch, length, width))
        return x + self.outer(F.relu(self.inner(self.between(x))))


class TextVae(nn.Module):
    def __init__(self, length, symbols, width, heads, units, latent):
        super().__init__()
        self.symbols = symbols
        self.seen, self.written = nn.Embedding(symbols, width), nn.Embedding(symbols + 1, width)
        self.places = nn.ParameterList(nn.Parameter(torch.randn(length, width) / 8) for _ in range(2))
        self.encoder = nn.ModuleList(Block(width, heads, count) for count in units)
        self.decoder = nn.ModuleList(Block(width, heads, count) for count in reversed(units))
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2))
        self.mean, self.log_var = nn.Linear(width, latent), nn.Linear(width, latent)
        self.code, self.output = nn.Linear(latent, width), nn.Linear(width, symbols)

    def forward(self, codes):
        """-ELBO of a batch of codes [batch, length], mean over the examples, nats."""
        is_text = codes != 0
        x = self.seen(codes) + self.places[0]
        for block in self.encoder:
            x = block(x, is_text[:, None, None, :], False)
        shares = is_text / is_text.sum(1, keepdim=True).clamp(min=1)
        hidden = (shares[:, None, :] @ self.norms[0](x))[:, 0]
        mean, log_var = self.mean(hidden), self.log_var(hidden).clamp(-20, 20)
        z = mean + torch.exp(log_var / 2) * torch.randn_like(mean)
        before = F.pad(codes[:, :-1], (1, 0), value=self.symbols)
        x = self.written(before) + self.places[1] + self.code(z)[:, None, :]
        for block in self.decoder:
            x = block(x, None, True)
        logits = self.output(self.norms[1](x))
        reconstruction = F.cross_entropy(logits.flatten(0, 1), codes.flatten(), reduction="sum")
        kl = -0.5 * torch.sum(1 + log_var - mean**2 - torch.exp(log_var))
        return (reconstruction + kl) / len(codes)


@cache
def training(mode, sizes):
    model = TextVae(**{name: list(value) if isinstance(value, tuple) else value for name, value in sizes})
    loss = torch.compile(model, dynamic=False) if mode == "compile" else model
    return loss, torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7, fused=True)


def step(batch, mode, steps, **sizes):
    """Milliseconds a training step, with the batch gathered by index from texts in memory."""
    loss, optimizer = training(mode, tuple((name, tuple(v) if isinstance(v, list) else v) for name, v in sizes.items()))
    texts = torch.randint(1, sizes["symbols"], (4096, sizes["length"]))
    indices = torch.randint(0, len(texts), (steps, batch))
    began = time.perf_counter()
    for i in range(steps):
        optimizer.zero_grad(set_to_none=True)
        loss(texts.index_select(0, indices[i])).backward()
        optimizer.step()
    return {"ms": 1000 * (time.perf_counter() - began) / steps}


serve({"step": step})

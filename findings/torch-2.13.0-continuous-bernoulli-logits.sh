#!/bin/sh
# PyTorch 2.13.0: ContinuousBernoulli of logits beyond about 16 (float32; 36 in float64) is that of 16, and has no gradient by them: they
# are turned into probabilities, which are clamped. log_prob, mean and gradient stand still without a word, so that the decoder of a
# VAE that is sure of a white pixel neither gets surer nor finds its way back. Needs Python 3 with pip. Exits non-zero if that is no longer so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet torch==2.13.0
cat > script.py <<'SCRIPT'
import math
import torch
from torch.distributions import ContinuousBernoulli

# log p(1) = l + log((l / 2) / sinh(l / 2)) - l / 2 of the logit l, which for large l is log(l); E[x] = 1 - 1 / l there.
print(f'PyTorch {torch.__version__}, ContinuousBernoulli(logits=l), float32:')
seen = []
for logit in (10.0, 16.0, 20.0, 40.0):
    l = torch.tensor(logit, requires_grad=True)
    p = ContinuousBernoulli(logits=l)
    density = p.log_prob(torch.tensor(1.0))
    (slope,) = torch.autograd.grad(density, l)
    seen.append((p.mean.item(), density.item(), slope.item()))
    print(f'l = {logit:4}: mean {p.mean.item():.4f} (exact {1 - 1 / logit:.4f}), '
          f'log p(1) {density.item():.4f} ({math.log(logit):.4f}), its gradient {slope.item():.4f} ({1 / logit:.4f})')
print('Expected: the exact values. Seen: from 17 on those of about 16, and no gradient.')
(_, sure, slope), (_, surer, none) = seen[1], seen[3]
raise SystemExit(0 if abs(surer - sure) < 1e-3 and slope > 0.05 and none == 0 else 1)
SCRIPT
env/bin/python script.py 2> errors || { cat errors >&2; exit 1; }

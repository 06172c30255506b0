"""The members of the family in PyTorch, for dense and convolutional networks on grey images: what `npm run bench -- family` compares with.

Written from the papers, as somebody would in PyTorch, to compute what src/model computes: from the same weights and the same
random numbers come the same losses, step by step, which `losses` lets the bench check before it measures. Answers requests as
pytorch.py does:

    {"work": "begin", "model": {...}, "objective": {...}, "scalars": {...}, "data": {...}, "weights": {name: tensor}}
    {"work": "losses", "batch": tensor, "classes": null, "noise": {"normal/posterior": tensor}, "steps": 3}
    {"work": "step", "mode": "compile", "batch": 128, "steps": 50}

`model` and `objective` are the product's own configuration. A tensor is {"shape": [...], "values": base64 of float32}.
"""

import base64
import math
import time

from pytorch import EDGE, LOG_VAR_LIMIT, dense, downsample, random_pixels, serve, torch, upsample
from torch import nn
from torch.nn import functional as F

LOG_TWO_PI = math.log(2 * math.pi)


# Random numbers.


class Fresh:
    """Drawn anew at each step, `rows` x `draws` rows of them."""

    def __init__(self, rows):
        self.rows = rows

    def normal(self, stream, width, draws=1):
        return torch.randn(self.rows * draws, width)

    def uniform(self, stream, width, draws=1):
        return torch.rand(self.rows * draws, width)


class Given:
    """Those that the other side has drawn, by distribution and stream."""

    def __init__(self, tensors):
        self.tensors = tensors

    def normal(self, stream, width, draws=1):
        return self.tensors[f"normal/{stream}"]

    def uniform(self, stream, width, draws=1):
        return self.tensors[f"uniform/{stream}"]


# Parts.


class Perceptron(nn.Module):
    """Dense layers, named as the product names its weights; all but the last have the activation."""

    def __init__(self, names, widths, activation):
        super().__init__()
        self.names, self.activation = names, activation
        self.layers = nn.ModuleDict({name: dense(*pair) for name, *pair in zip(names, widths, widths[1:])})

    def forward(self, x):
        for name in self.names[:-1]:
            x = self.activation(self.layers[name](x))
        return self.layers[self.names[-1]](x)

    def without_own_gradient(self, x):
        """The same, with a gradient by x alone."""
        for name in self.names:
            layer = self.layers[name]
            x = F.linear(x, layer.weight.detach(), layer.bias.detach())
            x = x if name == self.names[-1] else self.activation(x)
        return x


class Downsampling(nn.Module):
    """Convolutions that each halve an image, flattened; all but the last have the activation."""

    def __init__(self, part, channels, filters, activation):
        super().__init__()
        self.channels, self.activation = channels, activation
        pairs = zip([channels, *filters], filters)
        self.layers = nn.ModuleDict({f"{part}/conv_{i}": downsample(*pair) for i, pair in enumerate(pairs)})
        self.smallest = (filters[-1], EDGE >> len(filters), EDGE >> len(filters))
        self.width = math.prod(self.smallest)

    def forward(self, x):
        return self.through(x, lambda layer, x: layer(x))

    def without_own_gradient(self, x):
        """The same, with a gradient by x alone."""
        return self.through(
            x, lambda layer, x: F.conv2d(x, layer.weight.detach(), layer.bias.detach(), layer.stride, layer.padding)
        )

    def through(self, x, apply):
        first, *rest = self.layers.values()
        x = apply(first, x.view(-1, self.channels, EDGE, EDGE))
        for layer in rest:
            x = apply(layer, self.activation(x))
        return x.flatten(1)


class Upsampling(nn.Module):
    """Its mirror image, from codes; all but the last layer have the activation."""

    def __init__(self, latent, filters, smallest, activation):
        super().__init__()
        self.smallest, self.activation = smallest, activation
        channels = [*reversed(filters), 1]
        names = [*(f"decoder/conv_{i}" for i in range(len(filters) - 1)), "decoder/output"]
        layers = {name: upsample(*pair) for name, *pair in zip(names, channels, channels[1:])}
        self.layers = nn.ModuleDict({"decoder/dense": dense(latent, math.prod(smallest)), **layers})

    def forward(self, z):
        first, *rest = self.layers.values()
        x = first(z).view(-1, *self.smallest)
        for layer in rest:
            x = layer(self.activation(x))
        return x.flatten(1)


def leaky(x):
    return F.leaky_relu(x, 0.2)


def discriminator(latent):
    names = [f"discriminator/dense_{i}" for i in range(4)]
    return Perceptron(names, [latent, 256, 256, 256, 1], leaky)


def opponents_loss(first, second):
    """What a discriminator minimises that tells a first kind, by logits, from a second."""
    return (F.softplus(-first).mean() + F.softplus(second).mean()) / 2


def normal_log_density(z, mean, log_var):
    return -0.5 * ((z - mean) ** 2 * torch.exp(-log_var) + log_var + LOG_TWO_PI).sum(1)


def standard_log_density(z):
    return -0.5 * (z**2 + LOG_TWO_PI).sum(1)


def standard_kl(mean, log_var):
    """KL from N(0, I), [batch, latent]."""
    return 0.5 * (mean**2 + log_var.exp() - 1 - log_var)


def bounded(log_var):
    return log_var.clamp(-LOG_VAR_LIMIT, LOG_VAR_LIMIT)


def multiquadric(squares, latent):
    scales = [2 * latent * scale for scale in (0.1, 0.2, 0.5, 1, 2, 5, 10)]
    return sum(scale / (scale + squares) for scale in scales)


def gaussian_kernel(squares, latent):
    return torch.exp(squares * (-0.5 / latent))


def discrepancy(a, b, kernel):
    """MMD^2 of two sets of points, without bias."""
    count, latent = a.shape

    def squares(x, y):
        sums = (x**2).sum(1)[:, None] + (y**2).sum(1)[None]
        return F.relu(torch.addmm(sums, x, y.T, alpha=-2))

    def within(x):
        kernels = kernel(squares(x, x), latent)
        return (kernels.sum() - kernels.diagonal().sum()) / (count * (count - 1))

    return within(a) + within(b) - 2 * kernel(squares(a, b), latent).mean()


# The family. `loss` answers what the model minimises and what its opponent does, or None, of a batch.


class Autoencoder(nn.Module):
    """The network, and the loss of a plain autoencoder, ||x - x'||^2, with what its kinds add."""

    def __init__(self, model, objective, scalars, data):
        super().__init__()
        self.objective, self.scalars, self.data = objective, scalars, data
        self.latent = model["latent"]
        classes = data["classes"] if model.get("classes") else 0
        self.activation = {"relu": F.relu, "tanh": torch.tanh}[model["activation"]]
        self.filters = model["hidden"] if model["architecture"] == "conv" else None
        if self.filters:
            self.body = Downsampling("encoder", 1 + classes, self.filters, self.activation)
            self.hidden = self.body.width
        else:
            (self.hidden,) = model["hidden"]
            self.body = Perceptron(["encoder/dense_0"], [data["features"] + classes, self.hidden], self.activation)
        self.decoder = self.generator(self.latent + classes)
        self.heads(model, self.hidden)

    def generator(self, latent):
        if self.filters:
            return Upsampling(latent, self.filters, self.body.smallest, self.activation)
        widths = [latent, self.hidden, self.data["features"]]
        return Perceptron(["decoder/dense_0", "decoder/output"], widths, self.activation)

    def heads(self, model, hidden):
        self.mean = Perceptron(["encoder/mean"], [hidden, self.latent], None)

    def encode(self, x):
        return self.mean(self.activation(self.body(x)))

    def told(self, x, classes):
        """Examples with their class: beside them, or as channels at each place."""
        if classes is None or not self.filters:
            return x if classes is None else torch.cat([x, classes], 1)
        places = classes[:, :, None, None].expand(-1, -1, EDGE, EDGE)
        return torch.cat([x.view(-1, 1, EDGE, EDGE), places], 1)

    def forward(self, pixels, classes=None, noise=None):
        x = pixels.float() / 255
        return self.loss(x, classes, noise or Fresh(len(x)))

    def loss(self, x, classes, noise):
        z = self.encode(self.seen(x, noise))
        reconstruction = F.mse_loss(self.decoder(z), x, reduction="sum") / len(x)
        return reconstruction + self.penalty(x, z, noise), self.opponent(z, noise)

    def seen(self, x, noise):
        return x

    def penalty(self, x, z, noise):
        return 0

    def opponent(self, z, noise):
        return None


class Denoising(Autoencoder):
    def seen(self, x, noise):
        return x * (noise.uniform("corruption", x.shape[1]) >= self.objective["corruption"]["amount"])


class Sparse(Autoencoder):
    def penalty(self, x, z, noise):
        return self.objective["sparsity"]["weight"] * z.abs().sum(1).mean()


class Contractive(Autoencoder):
    def penalty(self, x, z, noise):
        forwards = noise.uniform("direction", x.shape[1]) >= 0.5
        moved = self.encode(x + torch.where(forwards, 1e-2, -1e-2))
        return self.objective["contraction"]["weight"] * ((moved - z) ** 2).sum(1).mean() / 1e-4


class WassersteinMmd(Autoencoder):
    def penalty(self, x, z, noise):
        drawn = noise.normal("prior", self.latent)
        return self.objective["mmd"]["weight"] * discrepancy(z, drawn, multiquadric)


class Adversarial(Autoencoder):
    def heads(self, model, hidden):
        super().heads(model, hidden)
        self.discriminator = discriminator(self.latent)

    def penalty(self, x, z, noise):
        taken = self.discriminator.without_own_gradient(z)
        return self.objective["adversarial"]["weight"] * F.softplus(-taken).mean()

    def opponent(self, z, noise):
        drawn = noise.normal("prior", self.latent)
        return opponents_loss(self.discriminator(drawn), self.discriminator(z.detach()))


class Vae(Autoencoder):
    """With Bernoulli pixels and a Gaussian posterior. Classes, where there are any, are seen by both networks."""

    def heads(self, model, hidden):
        super().heads(model, hidden)
        self.log_var = Perceptron(["encoder/log_var"], [hidden, self.latent], None)

    def encode(self, x):
        hidden = self.activation(self.body(x))
        return self.mean(hidden), bounded(self.log_var(hidden))

    def loss(self, x, classes, noise):
        mean, log_var = self.encode(self.told(x, classes))
        drawn = noise.normal("posterior", self.latent)
        z = mean + torch.exp(log_var / 2) * drawn
        logits = self.decoder(z if classes is None else torch.cat([z, classes], 1))
        reconstruction = self.reconstruction(logits, x)
        kl = self.kl(mean, log_var, z, drawn)
        loss = reconstruction + self.paid(kl) + self.latent_penalty(z, mean, log_var, noise)
        return loss, self.opponent(z, noise)

    def reconstruction(self, logits, x):
        return F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / len(x)

    def kl(self, mean, log_var, z, drawn):
        return standard_kl(mean, log_var).sum() / len(mean)

    def paid(self, kl):
        return self.scalars["beta"] * kl

    def latent_penalty(self, z, mean, log_var, noise):
        return 0


class Sigma(Vae):
    """Gaussian pixels of one learned variance, whose logarithm is 10 times the parameter, with a soft floor at -12."""

    def heads(self, model, hidden):
        super().heads(model, hidden)
        self.log_variance = nn.Parameter(torch.zeros(()))

    def reconstruction(self, mean, x):
        log_variance = F.softplus(10 * self.log_variance + 12) - 12
        squares = F.mse_loss(mean, x, reduction="sum") / len(x)
        return 0.5 * (squares * torch.exp(-log_variance) + x.shape[1] * (log_variance + LOG_TWO_PI))


class Capacity(Vae):
    def paid(self, kl):
        return self.scalars["beta"] * (kl - self.scalars["capacity"]).abs()


class Vamp(Vae):
    """The prior is the mean of the posteriors of learned pseudo-inputs."""

    def heads(self, model, hidden):
        super().heads(model, hidden)
        self.components = 50
        self.pseudo_inputs = nn.Parameter(torch.zeros(self.components, self.data["features"]))

    def kl(self, mean, log_var, z, drawn):
        log_q = -0.5 * (drawn**2 + log_var + LOG_TWO_PI).sum(1)
        means, log_vars = self.encode((self.pseudo_inputs + 0.5).clamp(0, 1))
        precisions = torch.exp(-log_vars)
        constants = -0.5 * (means**2 * precisions + log_vars + LOG_TWO_PI).sum(1) - math.log(self.components)
        exponents = z @ (means * precisions).T - 0.5 * (z**2) @ precisions.T + constants
        return (log_q - torch.logsumexp(exponents, 1)).mean()


class Ladder(Vae):
    """Two layers: z1, which is decoded, from what the example and z2 say of it, each by its precision."""

    def heads(self, model, hidden):
        top = model["posterior"].get("top") or max(1, round(self.latent / 3))
        self.lower, width = self.latent - top, model["posterior"].get("width", 64)
        self.mean, self.log_var = self.gaussian("encoder", hidden, self.lower)
        self.up = Perceptron(["encoder/top/hidden"], [hidden, width], None)
        self.top_mean, self.top_log_var = self.gaussian("encoder/top", width, top)
        self.down = Perceptron(["decoder/top/hidden"], [top, width], None)
        self.down_mean, self.down_log_var = self.gaussian("decoder/top", width, self.lower)
        self.decoder = self.generator(self.lower)

    def gaussian(self, name, inputs, units):
        return (Perceptron([f"{name}/{head}"], [inputs, units], None) for head in ("mean", "log_var"))

    def loss(self, x, classes, noise):
        drawn = noise.normal("posterior", self.latent)
        d1 = self.activation(self.body(x))
        d2 = self.activation(self.up(d1))
        mean2, log_var2 = self.top_mean(d2), bounded(self.top_log_var(d2))
        z2 = mean2 + torch.exp(log_var2 / 2) * drawn[:, self.lower :]
        h = self.activation(self.down(z2))
        prior, log_var_p = self.down_mean(h), bounded(self.down_log_var(h))
        said, prior_precision = torch.exp(-bounded(self.log_var(d1))), torch.exp(-log_var_p)
        variance = 1 / (said + prior_precision)
        mean1 = (self.mean(d1) * said + prior * prior_precision) * variance
        z1 = mean1 + variance.sqrt() * drawn[:, : self.lower]
        reconstruction = self.reconstruction(self.decoder(z1), x)
        kl1 = 0.5 * (log_var_p - variance.log() + (variance + (mean1 - prior) ** 2) * prior_precision - 1)
        kl = (kl1.sum() + standard_kl(mean2, log_var2).sum()) / len(x)
        return reconstruction + self.paid(kl), None


class TotalCorrelation(Vae):
    def latent_penalty(self, z, mean, log_var, noise):
        log_densities = -0.5 * (
            (z[:, None] - mean[None]) ** 2 * torch.exp(-log_var)[None] + (log_var + LOG_TWO_PI)[None]
        )
        weights = self.log_weights(len(z))
        joint = torch.logsumexp(log_densities.sum(2) + weights, 1)
        marginals = torch.logsumexp(log_densities + weights[:, :, None], 1).sum(1)
        return self.objective["totalCorrelation"]["weight"] * (joint - marginals).mean()

    def log_weights(self, batch):
        """Of minibatch-stratified sampling: row i weighs the densities q(z_i|x_k)."""
        examples, others = self.data["examples"], batch - 1
        weights = torch.full((batch, batch), 1 / others)
        weights.fill_diagonal_(1 / examples)
        rows = torch.arange(batch)
        weights[rows, (rows + 1) % batch] = (examples - others) / (examples * others)
        return weights.log()


class Factor(Vae):
    def heads(self, model, hidden):
        super().heads(model, hidden)
        self.discriminator = discriminator(self.latent)

    def latent_penalty(self, z, mean, log_var, noise):
        logits = self.discriminator.without_own_gradient(z)
        return self.objective["totalCorrelation"]["weight"] * logits.mean()

    def opponent(self, z, noise):
        codes = z.detach()
        order = noise.uniform("permutation", self.latent).argsort(0, descending=True)
        return opponents_loss(self.discriminator(codes), self.discriminator(codes.gather(0, order)))


class Gan(Vae):
    """VAE-GAN: reconstructions are compared in the discriminator's first layer, too, and the decoder is to deceive it."""

    def heads(self, model, hidden):
        super().heads(model, hidden)
        of = "image_discriminator"
        if self.filters:
            self.first = Downsampling(of, 1, self.filters, leaky)
        else:
            self.first = Perceptron([f"{of}/dense_0"], [self.data["features"], hidden], leaky)
        self.rest = Perceptron([f"{of}/hidden", f"{of}/logit"], [hidden, 256, 1], leaky)

    def loss(self, x, classes, noise):
        weights = self.objective["gan"]
        mean, log_var = self.encode(x)
        z = mean + torch.exp(log_var / 2) * noise.normal("posterior", self.latent)
        logits = self.decoder(z)
        images, again = torch.sigmoid(logits), torch.sigmoid(self.decoder(z.detach()))
        drawn = torch.sigmoid(self.decoder(noise.normal("prior", self.latent)))
        looked = [leaky(self.first.without_own_gradient(side)) for side in (x, images)]
        features = 0.5 * F.mse_loss(*looked, reduction="sum") / len(x)
        deception = sum(F.softplus(-self.judge_fixed(made)).mean() for made in (again, drawn))
        loss = weights["pixels"] * self.reconstruction(logits, x) + self.paid(self.kl(mean, log_var, z, None))
        loss = loss + weights["features"] * features + weights["weight"] * deception
        made = sum(F.softplus(self.judge(images.detach())).mean() for images in (images, drawn))
        return loss, F.softplus(-self.judge(x)).mean() + made

    def judge(self, images):
        return self.rest(leaky(self.first(images)))

    def judge_fixed(self, images):
        return self.rest.without_own_gradient(leaky(self.first.without_own_gradient(images)))


class Dip(Vae):
    def latent_penalty(self, z, mean, log_var, noise):
        weights = self.objective["covariance"]
        centred = mean - mean.mean(0)
        covariance = centred.T @ centred / len(mean)
        if weights["of"] == "samples":
            covariance = covariance + torch.diag(log_var.exp().mean(0))
        diagonal = covariance.diagonal()
        off = (covariance**2).sum() - (diagonal**2).sum()
        return weights["offDiagonal"] * off + weights["diagonal"] * ((diagonal - 1) ** 2).sum()


class Info(Vae):
    def latent_penalty(self, z, mean, log_var, noise):
        drawn = noise.normal("prior", self.latent)
        return self.objective["mmd"]["weight"] * discrepancy(z, drawn, gaussian_kernel)


class ImportanceWeighted(Vae):
    """With the doubly reparameterised gradient: log q by z alone, and the gradient by z weighed once more."""

    def loss(self, x, classes, noise):
        samples, beta = self.objective["samples"], self.scalars["beta"]
        batch, features = x.shape
        mean, log_var = (values[:, None] for values in self.encode(x))
        drawn = noise.normal("posterior", self.latent, samples).view(batch, samples, self.latent)
        z = mean + torch.exp(log_var / 2) * drawn
        fixed = log_var.detach()
        log_q = -0.5 * ((z - mean.detach()) ** 2 * torch.exp(-fixed) + fixed + LOG_TWO_PI).sum(2)
        log_p = -0.5 * (z**2 + LOG_TWO_PI).sum(2)
        logits = self.decoder(z.view(batch * samples, self.latent)).view(batch, samples, features)
        targets = x[:, None].expand(batch, samples, features)
        errors = F.binary_cross_entropy_with_logits(logits, targets, reduction="none").sum(2)
        log_weights = beta * (log_p - log_q) - errors
        shares = torch.softmax(log_weights.detach(), 1)[:, :, None]
        z.register_hook(lambda gradient: gradient * (1 - beta + beta * shares))
        return (math.log(samples) - torch.logsumexp(log_weights, 1)).mean(), None


class SemiSupervised(Vae):
    """M2: where a class is not known, each one is tried, weighed by q(y|x)."""

    def heads(self, model, hidden):
        super().heads(model, hidden)
        if self.filters:
            self.classifier = Downsampling("classifier", 1, self.filters, self.activation)
        else:
            self.classifier = Perceptron(["classifier/dense_0"], [self.data["features"], hidden], self.activation)
        self.logits = Perceptron(["classifier/logits"], [hidden, self.data["classes"]], None)

    def loss(self, x, classes, noise):
        batch, count = classes.shape
        log_q = F.log_softmax(self.logits(self.activation(self.classifier(x))), 1)
        q = log_q.exp() * (1 - classes.sum(1, keepdim=True))
        each = torch.eye(count).repeat(batch, 1)
        repeated = x.repeat_interleave(count, 0)
        mean, log_var = self.encode(self.told(repeated, each))
        z = mean + torch.exp(log_var / 2) * noise.normal("posterior", self.latent, count)
        logits = self.decoder(torch.cat([z, each], 1))
        errors = F.binary_cross_entropy_with_logits(logits, repeated, reduction="none").sum(1)
        bounds = errors + self.scalars["beta"] * standard_kl(mean, log_var).sum(1)
        expected = (bounds.view(batch, count) * (classes + q)).sum(1).mean()
        entropy = -(q * log_q).sum(1).mean()
        cross = -(classes * log_q).sum(1).mean() / self.data["share"]
        return expected - entropy + math.log(count) + self.objective["classification"]["weight"] * cross, None


class Discrete(Autoencoder):
    """With Bernoulli pixels and a uniform prior over finitely many codes."""

    def heads(self, model, hidden):
        self.posterior = model["posterior"]
        self.code = Perceptron(["encoder/code"], [hidden, self.latent], None)

    def loss(self, x, classes, noise):
        z, kl, penalty = self.quantise(self.code(self.activation(self.body(x))), noise)
        reconstruction = F.binary_cross_entropy_with_logits(self.decoder(z), x, reduction="sum") / len(x)
        return reconstruction + self.scalars["beta"] * kl + penalty, None


class VectorQuantised(Discrete):
    """A codebook of running means, which puts a code that hardly any vector chooses at some vector of the batch."""

    def heads(self, model, hidden):
        super().heads(model, hidden)
        self.groups, self.codes = self.posterior["groups"], self.posterior["codes"]
        self.register_buffer("vectors", torch.zeros(self.codes, self.latent // self.groups))
        self.register_buffer("usage", torch.zeros(self.codes))

    def quantise(self, encoded, noise):
        vectors = encoded.view(-1, self.vectors.shape[1])
        with torch.no_grad():
            halves = 0.5 * (self.vectors**2).sum(1)
            chosen = torch.argmin(torch.addmm(halves, vectors, self.vectors.T, alpha=-1), 1)
            nearest = self.vectors[chosen].view_as(encoded)
            self.learn(vectors, chosen, noise)
        commitment = 0.25 * ((encoded - nearest) ** 2).sum(1).mean()
        return encoded + (nearest - encoded).detach(), self.groups * math.log(self.codes), commitment

    def learn(self, vectors, chosen, noise, decay=0.99):
        one_hot = F.one_hot(chosen, self.codes).float()
        counts = one_hot.sum(0)
        usage = decay * self.usage + (1 - decay) * counts
        steps = (1 - decay) / usage.clamp(min=1e-6)
        moved = self.vectors + steps[:, None] * (one_hot.T @ vectors - counts[:, None] * self.vectors)
        share = len(vectors) / self.codes
        lives = usage >= 0.05 * share
        others = vectors[noise.uniform("codebook", self.groups).view(-1).topk(self.codes).indices]
        self.usage.copy_(torch.where(lives, usage, share))
        self.vectors.copy_(torch.where(lives[:, None], moved, others))


class ScalarQuantised(Discrete):
    def heads(self, model, hidden):
        super().heads(model, hidden)
        given = self.posterior["levels"]
        levels = torch.tensor([float(given[j % len(given)]) for j in range(self.latent)])
        half, offset = (levels - 1) * (1 - 1e-3) / 2, torch.where(levels % 2 == 0, 0.5, 0.0)
        self.kl = float(levels.log().sum())
        for name, values in {
            "reach": half,
            "offset": offset,
            "shift": torch.tan(offset / half),
            "scale": torch.floor(levels / 2),
        }.items():
            self.register_buffer(name, values, persistent=False)

    def quantise(self, encoded, noise):
        bounded = torch.tanh(encoded + self.shift) * self.reach - self.offset
        return (bounded + (bounded.round() - bounded).detach()) / self.scale, self.kl, 0


class Gumbel(Discrete):
    def quantise(self, encoded, noise):
        classes = self.posterior["classes"]
        logits = encoded.view(len(encoded), -1, classes)
        log_q = F.log_softmax(logits, 2)
        kl = math.log(classes) * logits.shape[1] + (log_q.exp() * log_q).sum((1, 2)).mean()
        uniform = noise.uniform("posterior", self.latent).view_as(logits).clamp(min=2**-24)
        perturbed = (logits - torch.log(-torch.log(uniform))) / self.scalars["temperature"]
        return torch.softmax(perturbed, 2).view_as(encoded), kl, 0


FAMILY = {
    "ae": Autoencoder,
    "dae": Denoising,
    "sparse-ae": Sparse,
    "contractive-ae": Contractive,
    "wae-mmd": WassersteinMmd,
    "aae": Adversarial,
    "vae": Vae,
    "sigma-vae": Sigma,
    "iwae": ImportanceWeighted,
    "vamp-vae": Vamp,
    "ladder-vae": Ladder,
    "cvae": Vae,
    "m2": SemiSupervised,
    "beta-vae": Vae,
    "capacity-vae": Capacity,
    "beta-tcvae": TotalCorrelation,
    "factor-vae": Factor,
    "dip-vae-i": Dip,
    "dip-vae-ii": Dip,
    "info-vae": Info,
    "vae-gan": Gan,
    "vq-vae": VectorQuantised,
    "fsq": ScalarQuantised,
    "gumbel-vae": Gumbel,
}

# What is no layer, by the product's names.
SINGLE = {
    "prior/pseudo_inputs": "pseudo_inputs",
    "codebook/vectors": "vectors",
    "codebook/usage": "usage",
    "decoder/log_variance": "log_variance",
}


# Training.


def tensor(stored):
    values = torch.frombuffer(bytearray(base64.b64decode(stored["values"])), dtype=torch.float32)
    return values.view(stored["shape"])


def load(model, weights):
    """Gives each layer the product's weights. Fails where one of either side has no counterpart of its shape."""
    parts = [part for part in model.modules() if isinstance(part, (Perceptron, Downsampling, Upsampling))]
    layers = {name: layer for part in parts for name, layer in part.layers.items()}
    targets = {f"{name}/kernel": layer.weight for name, layer in layers.items()}
    targets |= {f"{name}/bias": layer.bias for name, layer in layers.items()}
    targets |= {name: getattr(model, own) for name, own in SINGLE.items() if hasattr(model, own)}
    if targets.keys() != weights.keys():
        raise ValueError(f"the weights differ: {sorted(targets.keys() ^ weights.keys())}")
    with torch.no_grad():
        for name, target in targets.items():
            values = ordered(model, tensor(weights[name]))
            if values.dim() == 4:
                values = values.permute(3, 2, 0, 1)
            elif name.endswith("/kernel"):
                values = values.T
            if values.shape != target.shape:
                raise ValueError(f"{name} is {list(values.shape)} there and {list(target.shape)} here")
            target.copy_(values)


def ordered(model, values):
    """With what stands for a flattened image in this side's order of it: channel by channel, and not place by place."""
    if not model.filters or values.dim() > 2:
        return values
    channels, *edges = model.body.smallest
    places = torch.arange(model.hidden).view(*edges, channels).permute(2, 0, 1).flatten()
    for axis, size in enumerate(values.shape):
        if size == model.hidden:
            values = values.index_select(axis, places)
    return values


class Training:
    """A model and a fused Adam, which steps for the opponent, too: no loss has a gradient by the other's weights."""

    def __init__(self, family, weights, **config):
        self.model = FAMILY[family](**config)
        load(self.model, weights)
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=1e-3, eps=1e-7, fused=True)
        self.compiled = torch.compile(self.model, dynamic=False)

    def step(self, pixels, classes, noise=None, mode="eager"):
        self.optimizer.zero_grad(set_to_none=True)
        loss, opponent = (self.compiled if mode == "compile" else self.model)(pixels, classes, noise)
        (loss if opponent is None else loss + opponent).backward()
        self.optimizer.step()
        return loss


training = None


def begin(**options):
    global training
    training = Training(**options)
    return {}


def losses(batch, classes, noise, steps):
    """The model's loss of the same batch with the same random numbers, step after step."""
    pixels, given = tensor(batch), Given({name: tensor(values) for name, values in noise.items()})
    classes = None if classes is None else tensor(classes)
    return {"losses": [float(training.step(pixels, classes, given).detach()) for _ in range(steps)]}


def step(mode, batch, steps, labels=0, examples=60_000):
    """Milliseconds a training step, with the batch gathered by index from data in memory. `labels`: classes, every one known."""
    data = random_pixels(examples)
    numbers = torch.arange(examples) % max(1, labels)
    indices = torch.randint(0, examples, (steps, batch))
    began = time.perf_counter()
    for i in range(steps):
        classes = F.one_hot(numbers.index_select(0, indices[i]), labels).float() if labels else None
        training.step(data.index_select(0, indices[i]), classes, mode=mode)
    return {"ms": 1000 * (time.perf_counter() - began) / steps}


if __name__ == "__main__":
    serve({work.__name__: work for work in (begin, losses, step)})

import type { ExampleCalls, PythonTitle } from './module';

/** What stands above and below the part of a file that differs from model to model. Python's code, for people who read it. */

export const pythonFile = 'model.py';
export const weightsFile = 'model.safetensors';

const readWeights = [
  'def read_weights(path):',
  '    """The tensors of a safetensors file of float32, by name."""',
  '    with open(path, "rb") as file:',
  '        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))',
  '        data = file.read()',
  '    return {',
  '        name: np.frombuffer(data[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"]).copy()',
  '        for name, entry in header.items()',
  '        if name != "__metadata__"',
  '    }',
];

function docstring(
  { name, version }: PythonTitle,
  { encode, decode, sample }: ExampleCalls,
  library: string,
): string[] {
  return [
    `"""${safe(name)}: an autoencoder, exported by Latent Lens ${version}. Needs ${library} and NumPy.`,
    '',
    '    from model import load',
    '',
    '    model = load()',
    `    mean = model.encode(${encode})["mean"]`,
    `    reconstruction = model.decode(${decode})["reconstruction"]`,
    `    draws = model.sample(${sample})`,
    '',
    'Raw data go in, and raw data come out: what they are is in latent-lens.json beside this file.',
    '"""',
    '',
  ];
}

/** A name may hold anything. */
function safe(words: string): string {
  return words.replace(/[\\"\p{Cc}]+/gu, ' ').trim();
}

export function torchPrelude(title: PythonTitle, calls: ExampleCalls): string[] {
  return [
    ...docstring(title, calls, 'PyTorch'),
    'import json',
    'from pathlib import Path',
    '',
    'import numpy as np',
    'import torch',
    'import torch.nn.functional as F',
    'from torch import nn',
    '',
    '',
    'class Conv(nn.Conv2d):',
    '    """A convolution of images [batch, height, width, channels], with zeros around them: left, right, top, bottom."""',
    '',
    '    def __init__(self, inputs, outputs, kernel, stride, margins, bias=True):',
    '        super().__init__(inputs, outputs, kernel, stride, bias=bias)',
    '        self.margins = [max(0, margin) for margin in margins]',
    '',
    '    def forward(self, x):',
    '        return super().forward(F.pad(x.permute(0, 3, 1, 2), self.margins)).permute(0, 2, 3, 1)',
    '',
    '',
    'class ConvTranspose(nn.ConvTranspose2d):',
    '    """A transposed convolution of such images, of which the margins are cut off."""',
    '',
    '    def __init__(self, inputs, outputs, kernel, stride, margins, bias=True):',
    '        left, right, top, bottom = margins',
    '        missing = (max(0, -bottom), max(0, -right))',
    '        super().__init__(inputs, outputs, kernel, stride, output_padding=missing, bias=bias)',
    '        self.margins = [-max(0, margin) for margin in margins]',
    '',
    '    def forward(self, x):',
    '        return F.pad(super().forward(x.permute(0, 3, 1, 2)), self.margins).permute(0, 2, 3, 1)',
    '',
    '',
    'def one_hot(x, depth):',
    '    """All 0 for an index that there is not."""',
    '    return (x.unsqueeze(-1) == torch.arange(depth, device=x.device)).to(torch.float32)',
    '',
    '',
    'class Autoencoder(nn.Module):',
    '    def __init__(self):',
    '        super().__init__()',
  ];
}

export const torchTail: readonly string[] = [
  '    def forward(self, *inputs):',
  '        """Raw data to the mean of q(z|x)."""',
  '        return self.encode(*inputs)["mean"]',
  '',
  '',
  ...readWeights,
  '',
  '',
  `def load(path=Path(__file__).with_name("${weightsFile}")):`,
  '    """The trained model. Wrap calls in torch.no_grad() where no gradient is wanted."""',
  '    model = Autoencoder()',
  '    model.load_state_dict({name: torch.from_numpy(array) for name, array in read_weights(path).items()})',
  '    return model.eval()',
];

export function kerasPrelude(title: PythonTitle, calls: ExampleCalls): string[] {
  return [
    ...docstring(title, calls, 'Keras 3'),
    'import json',
    'from pathlib import Path',
    '',
    'import keras',
    'import numpy as np',
    'from keras import layers, ops',
    '',
    '',
    'def loaded(layer, inputs, weights, name):',
    '    """A layer for inputs of a shape, with its weights."""',
    '    layer.build(inputs)',
    '    parts = ("kernel", "bias") if layer.use_bias else ("kernel",)',
    '    layer.set_weights([weights[f"{name}/{part}"] for part in parts])',
    '    return layer',
    '',
    '',
    'def one_hot(x, depth):',
    '    """All 0 for an index that there is not."""',
    '    return ops.cast(ops.equal(ops.expand_dims(ops.cast(x, "int32"), -1), ops.arange(depth, dtype="int32")), "float32")',
    '',
    '',
    'class Autoencoder(keras.Model):',
    '    def __init__(self, weights):',
    '        super().__init__()',
  ];
}

export const kerasTail: readonly string[] = [
  '    def call(self, inputs):',
  '        """Raw data to the mean of q(z|x). Several inputs are a list."""',
  '        return self.encode(*(inputs if isinstance(inputs, (list, tuple)) else [inputs]))["mean"]',
  '',
  '',
  ...readWeights,
  '',
  '',
  `def load(path=Path(__file__).with_name("${weightsFile}")):`,
  '    """The trained model."""',
  '    return Autoencoder(read_weights(path))',
];

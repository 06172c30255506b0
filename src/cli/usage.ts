import { families } from '../families';
import { failureKinds } from '../protocol/failures';
import { measureGroups, measureNames } from '../protocol/measures';
import { modelFormats } from '../protocol/model-export';
import { type CommandName, commandNames, type OptionName, optionsOf } from './arguments';

/** How a command is called beside its options, and what it does: first in one line, then in more. */
interface CommandHelp<Command extends CommandName> {
  readonly call: string;
  readonly summary: string;
  readonly details?: readonly string[];
  /** Options that mean something else here than elsewhere. */
  readonly own?: { readonly [Name in OptionName<Command>]?: OptionHelp };
}

/** What an option takes, empty for a flag; and what it does, line by line. */
type OptionHelp = readonly [value: string, ...lines: string[]];

const dataHelp: OptionHelp = [
  'PATH',
  'a file or folder: images, tables, text, .npy, .npz, IDX, Parquet, Arrow, …;',
  'or builtin:digits, builtin:shapes',
];

const commandHelp: { readonly [Command in CommandName]: CommandHelp<Command> } = {
  train: {
    call: '--data PATH | --config FILE | --from RUN',
    summary: 'train a model on data',
    details: [
      'Prints a line an epoch. Ctrl-C ends training in good order; resume goes on with it.',
      'What --config says is changed by each --set, and both by the other options.',
      'With --from alone, data and settings are those of the run that the weights are of.',
    ],
  },
  'find-rate': {
    call: '--data PATH | --config FILE',
    summary: 'find a learning rate for a model and data',
    details: [
      'Trains a fresh model with a rate that rises at each step, prints the loss, and suggests a tenth of the rate at which',
      'it is lowest. Nothing is written.',
    ],
  },
  resume: {
    call: '--run DIR',
    summary: 'go on with a run that was stopped, or train one further',
    own: { epochs: ['N', 'train to N epochs in all, also a run that is complete'] },
  },
  evaluate: { call: '--run DIR --data PATH', summary: 'losses of a run on other data' },
  encode: {
    call: '--run DIR --data PATH --out z.npy',
    summary: 'posterior means of data, as a NumPy file',
    own: { out: ['FILE', 'the .npy file to write: examples x latent'] },
  },
  layout: {
    call: '--run DIR --out y.npy',
    summary: 'codes in two or three dimensions, as a NumPy file',
    details: ['Lays out the stored codes of the run, or with --data those of other data.'],
    own: {
      out: ['FILE', 'the .npy file to write: examples x 2 or 3'],
      epochs: ['N', 'passes over the neighbours; 200 unless given, tsne 750, pacmap 450'],
      seed: ['N', 'same seed, same layout'],
    },
  },
  failures: {
    call: '--run DIR',
    summary: 'examples that are likely wrong, each with its file and row',
    details: [
      'Likely mislabelled, duplicates, near duplicates, what nothing is like, worst reconstructions, highest KL, largest gap to',
      "validation: of the run's own examples, or with --data of other data. A ! marks what is far from the usual.",
    ],
  },
  measure: {
    call: '--run DIR',
    summary: 'how good a model is: measures with their errors, of the examples that a run holds out',
    details: [
      'Or with --data of other data. Probes and principal components are fitted on what the run was trained on, or on',
      '--reference. What each measure is, and when it misleads, is in docs/measures.md.',
    ],
    own: {
      samples: ['N', 'also log p(x), estimated from N draws of z for each example'],
      seed: ['N', 'same seed, same values; else that of the run'],
    },
  },
  check: {
    call: '--run DIR --expect FILE',
    summary: 'whether a run is as good as a file expects it to be',
    details: [
      'Measures what the file (*.latentcheck.json) names, of the examples that the run holds out, or with --data of other data,',
      'and prints a line for each expectation that is not met. Exit status 0: all are met; 1: not all are.',
      'With --write the file is written: a threshold for each value that has an error, 3 standard errors from it.',
    ],
    own: {
      only: ['NAME,…', 'of --write: measures, or groups of them'],
      samples: ['N', 'of --write: also log p(x), estimated from N draws of z for each example'],
      seed: ['N', 'of --write: same seed, same values; else that of the run'],
    },
  },
  report: {
    call: '--run DIR --out report.html',
    summary: 'one file that says how good a run is, or how several differ, and what to do next',
    details: [
      'Curves, latent space, reconstructions, samples, measures with errors, configuration, and how to repeat it; of up to',
      '1,000 examples of each part. Several --run are held against each other. As .md its pictures are in a folder beside it.',
    ],
    own: {
      run: ['DIR', 'the folder of a run; up to four times'],
      out: ['FILE', 'the .html or .md file to write; one that is there is replaced'],
      seed: ['N', 'same seed, same values; else that of the run'],
    },
  },
  compare: {
    call: '--run A --run B',
    summary: 'what is alike and what is not between runs: settings, losses, codes',
    details: [
      'Of the same data, by their stored codes: linear CKA, what a Procrustes alignment leaves, how distances agree, and',
      'how many nearest neighbours are the same. With --data, of any runs that can encode those.',
    ],
    own: {
      run: ['RUN[@EPOCH]', 'the folder of a run, given two to four times; of that epoch (@3, @best, @newest)'],
    },
  },
  decode: {
    call: '--run DIR --z z.npy --out x.npy',
    summary: 'means of p(x|z) for codes, as a NumPy file',
    own: { out: ['FILE', 'the .npy file to write: shaped as the examples'] },
  },
  export: {
    call: '--run DIR --page page.html | --format FORMAT --out X',
    summary: 'a web page that shows a run, or its model for other programs',
    details: [
      'A page is one file with the points, examples to look at and, up to 8 MB, the decoder. It reaches no network.',
      'A model is a new folder with encoder, decoder and sampler, raw data in and raw data out, as docs/interchange.md has it;',
      'of onnx also one file with both, if its name ends in .onnx.',
    ],
    own: { out: ['X', 'the new folder to write, or a file.onnx'] },
  },
  inspect: { call: '--data PATH', summary: 'what a data set holds' },
  convert: {
    call: '--data PATH --out x.npy',
    summary: 'the values of a data set exactly as stored, as a NumPy file',
    own: {
      out: ['FILE', 'the .npy file to write'],
      labels: ['FILE', 'write the labels to this .npy file'],
    },
  },
  libraries: { call: '', summary: 'TensorFlow libraries on this machine' },
  benchmark: { call: '', summary: 'milliseconds a training step, dense and convolutional' },
  download: {
    call: 'mnist|fashion-mnist',
    summary: 'fetch a data set, and check it',
    own: { out: ['DIR', 'the folder to write to'] },
  },
  completion: {
    call: 'bash|zsh|fish',
    summary: 'completion of commands and options for a shell',
    details: ['Prints what the shell is to read at its start: source <(latent-lens completion bash)'],
  },
  mcp: {
    call: '',
    summary: 'tools for programs that speak the Model Context Protocol',
    details: [
      'Answers on standard input and output until the input ends: inspect data, train, list, measure and compare runs, show',
      'what a model reconstructs worst, encode, decode, traverse. Reaches nothing outside of its folders (docs/tools.md).',
    ],
  },
};

const optionHelp: { readonly [Name in AllOptions]: OptionHelp } = {
  data: dataHelp,
  labels: ['FILE|COLUMN', 'a label file of images, or the column that labels the rows'],
  'labels-from': ['FILE|COLUMN|ARRAY', 'where the labels are'],
  array: ['NAME', 'the array of an .npz, safetensors, HDF5 or Zarr file, or column of vectors or images'],
  ignore: ['COLUMN', 'a column to leave out; can be repeated'],
  tile: ['N|HxW', 'the size of the pictures on a sheet, in pixels'],
  'text-column': ['NAME', 'read a column of a table as text'],
  'text-mode': ['lines|windows', 'each line of a text is an example, or each --text-length characters'],
  'text-length': ['N', 'symbols an example: characters, unless --text-symbols says otherwise'],
  'text-symbols': ['KIND', 'read text as characters, graphemes, words or byte-pairs'],
  'text-vocabulary': ['N', 'so many different symbols at most, the most frequent ones'],
  limit: ['N', 'at most N examples: of tables and texts a sample, else the first if all classes are there'],
  exclude: ['FILE', 'examples to leave out: a list that the panel has written of this data (*.exclude.json)'],
  memory: ['MB', "memory for examples: more are read from disk; else a quarter of the machine's"],
  config: ['FILE', 'a configuration (*.latent.json); relative paths in it start at its folder'],
  from: [
    'RUN[@EPOCH]',
    'begin with the weights of a run, as far as they fit: RUN@12, RUN@best, RUN@newest;',
    'RUN alone: the best where patience ended its training, else the newest',
  ],
  set: [
    'PATH=VALUE',
    'any setting of a configuration, as JSON or plain text; can be repeated:',
    "--set 'model.hidden=[64]' --set model.activation=elu --set objective.warmUpEpochs=5",
  ],
  preset: ['NAME', 'explore, classic, conv, photos, text or writing: where all else comes from'],
  family: ['NAME', 'a model of the literature, on top of the preset:', ...inLines(families.map(({ name }) => name))],
  model: ['vae|ae', 'a variational autoencoder, or a plain one'],
  latent: ['N', 'dimensions of the latent space'],
  epochs: ['N', 'passes over the training data'],
  batch: ['N', 'examples a step'],
  seed: ['N', 'same seed, same run'],
  beta: ['X', 'weight of the KL divergence'],
  'learning-rate': ['X', 'step size of Adam, at the beginning'],
  'validation-split': ['X', 'share of the examples that is held out'],
  validation: ['PATH', 'other data that are held out in place of a share'],
  'keep-weights': ['WHICH', 'of which epochs: best (and newest), powers (1, 2, 4, 8 …), every, or a number: every Nth'],
  name: ['TEXT', 'what to call the run'],
  out: ['DIR', 'the folder of the run, new or empty; else one below .latent-lens/runs'],
  run: ['DIR', 'the folder of a run'],
  'take-over': ['', 'also where it cannot be told whether another process trains it'],
  weights: ['best|newest|N', 'of which epoch; the best where patience ended training, else the newest'],
  samples: ['N', 'also log p(x), estimated from N draws of z'],
  method: ['umap|tsne|pacmap|pca', 'how to lay out; umap unless given'],
  selection: ['NAME', 'lay out the examples of a selection of the run alone; others are NaN'],
  dims: ['2|3', 'dimensions of the layout; 3 unless given'],
  neighbours: ['N', 'of umap, pacmap: neighbours of each point that are kept together; 15, for pacmap 10'],
  'min-dist': ['X', 'of umap: how close together points may lie, 0 to 1; 0.1 unless given'],
  perplexity: ['N', 'of tsne: how many neighbours of a point count, roughly; 30 unless given'],
  kind: ['KIND', `${failureKinds.join(', ')};`, 'all unless given; can be repeated'],
  top: ['N', 'at most N of each kind; 10 unless given'],
  csv: ['', 'a table of comma-separated values'],
  page: ['FILE', 'the .html file to write'],
  format: ['FORMAT', `what the model is written as: ${modelFormats.join(', ')}`],
  workspace: ['DIR', 'a folder that may be reached, once or more; else where we are.', 'New runs go to the first'],
  'read-only': ['', 'offer only what changes nothing'],
  reference: ['PATH', 'other examples to fit on and to compare with; else those that the run was trained on'],
  only: ['NAME,…', 'measures, or groups of them, by name:', ...inLines([...measureGroups, ...measureNames])],
  expect: ['FILE', 'what to expect of the run (*.latentcheck.json); docs/measures.md has an example'],
  junit: ['FILE', 'also write the outcome as JUnit XML'],
  write: ['', 'write the file, from what is measured now; one that is there is left as it is'],
  errors: ['X', 'of --write: standard errors between what is measured and the threshold; 3 unless given'],
  temperatures: ['N', 'of log-likelihood-ais: densities between prior and posterior; 500 unless given'],
  z: ['FILE', 'a .npy file of codes: examples x latent'],
  class: ['NAME', 'of a model that knows classes: that of the codes'],
  mirror: ['URL', 'fetch from there instead; checked all the same'],
  backend: ['NAME', 'auto, tensorflow, wasm or cpu'],
  library: ['PATH', 'a TensorFlow library, or a Python environment that has one'],
  json: ['', 'one JSON object a line'],
  quiet: ['', 'say nothing beside that, but what goes wrong'],
  help: ['', 'this'],
};

type AllOptions = { [Command in CommandName]: OptionName<Command> }[CommandName];

const pipes = `A - in the place of a file is a pipe: evaluate, encode, layout, failures, measure, inspect and convert read --data, and decode
--z, from the standard input (CSV, JSON Lines, .npy, Parquet); encode, decode, layout and convert write --out to the standard output.
`;

const exitStatus = `Exit status: 0 done; 1 a fault of ours, or of check expectations that are not met; 2 a mistake in the call or the
data, or no room for the output, said in one line; 141 where whoever reads the output has gone.
`;

/** An overview of the commands. */
export const usage = `latent-lens: train autoencoders and variational autoencoders, and use them

${commandNames.map((name) => `  latent-lens ${name.padEnd(10)} ${commandHelp[name].summary}\n`).join('')}
latent-lens COMMAND --help lists the options of a command. All losses are in nats per example.
${pipes}${exitStatus}`;

/** What a command does, in a line. */
export function summaryOf(command: CommandName): string {
  return commandHelp[command].summary;
}

/** How a command is called, and all of its options. */
export function usageOf(command: CommandName): string {
  const { call, summary, details = [] } = commandHelp[command];
  const own: Readonly<Record<string, OptionHelp | undefined>> = commandHelp[command].own ?? {};
  const options = optionsOf(command).map((name) => optionLines(name, own[name] ?? optionHelp[name as AllOptions]));
  return [
    `latent-lens ${command} ${call}`.trimEnd(),
    '',
    ...[`${summary[0].toUpperCase()}${summary.slice(1)}.`, ...details],
    '',
    ...options.flat(),
    '',
    exitStatus,
  ].join('\n');
}

function inLines(names: readonly string[]): string[] {
  const lines = [''];
  for (const name of names) {
    const longer = `${lines[lines.length - 1]} ${name}`.trimStart();
    if (longer.length > 80) lines.push(name);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

const column = 30;

function optionLines(name: string, [value, first, ...rest]: OptionHelp): string[] {
  const option = `  --${name} ${value}`.trimEnd();
  const words = [first, ...rest].map((line) => `${' '.repeat(column)} ${line}`);
  return option.length > column
    ? [option, ...words]
    : [option.padEnd(column) + words[0].slice(column), ...words.slice(1)];
}

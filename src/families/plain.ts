import type { Family } from './family';

/** Autoencoders whose code is a function of the example. */
export const plainFamilies: readonly Family[] = [
  {
    name: 'ae',
    title: 'AE',
    paper: { authors: 'Hinton & Salakhutdinov', year: 2006 },
    aims: ['compress', 'outliers'],
    model: { kind: 'ae' },
  },
  {
    name: 'dae',
    title: 'Denoising AE',
    paper: { authors: 'Vincent et al.', year: 2008 },
    aims: ['structure', 'outliers'],
    model: { kind: 'ae' },
    objective: { corruption: { by: 'masking', amount: 0.3 } },
    data: ['images', 'table', 'vectors'],
  },
  {
    name: 'sparse-ae',
    title: 'Sparse AE',
    paper: { authors: 'Ng', year: 2011 },
    aims: ['structure'],
    model: { kind: 'ae' },
    objective: { sparsity: { by: 'l1', weight: 0.1 } },
  },
  {
    name: 'contractive-ae',
    title: 'Contractive AE',
    paper: { authors: 'Rifai et al.', year: 2011 },
    aims: ['structure'],
    model: { kind: 'ae' },
    objective: { contraction: { weight: 0.1 } },
    data: ['images', 'table', 'vectors'],
  },
  {
    name: 'wae-mmd',
    title: 'WAE-MMD',
    paper: { authors: 'Tolstikhin et al.', year: 2018, arxiv: '1711.01558' },
    aims: ['generate'],
    model: { kind: 'ae' },
    objective: { mmd: { weight: 10, kernel: 'inverse-multiquadric' } },
  },
  {
    name: 'aae',
    title: 'AAE',
    paper: { authors: 'Makhzani et al.', year: 2015, arxiv: '1511.05644' },
    aims: ['generate'],
    model: { kind: 'ae' },
    objective: { adversarial: { weight: 1 } },
  },
];

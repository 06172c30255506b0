import type { Family } from './family';

/** Autoencoders whose codes are finitely many. */
export const discreteFamilies: readonly Family[] = [
  {
    name: 'vq-vae',
    title: 'VQ-VAE',
    paper: { authors: 'van den Oord et al.', year: 2017, arxiv: '1711.00937' },
    aims: ['discrete', 'compress'],
    model: { kind: 'vae', latent: 32, posterior: { name: 'quantised', codes: 64, groups: 8 } },
  },
  {
    name: 'fsq',
    title: 'FSQ',
    paper: { authors: 'Mentzer et al.', year: 2024, arxiv: '2309.15505' },
    aims: ['discrete', 'compress'],
    // With units that are never below 0, all codes run into the same bounds at once, and no gradient leads back.
    model: {
      kind: 'vae',
      activation: 'tanh',
      latent: 16,
      posterior: { name: 'scalar-quantised', levels: [8, 5, 5, 5] },
    },
  },
  {
    name: 'gumbel-vae',
    title: 'Gumbel-softmax VAE',
    paper: { authors: 'Jang et al.', year: 2017, arxiv: '1611.01144' },
    aims: ['discrete', 'structure'],
    model: { kind: 'vae', latent: 100, posterior: { name: 'gumbel', classes: 10 } },
  },
];

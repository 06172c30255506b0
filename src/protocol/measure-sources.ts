import type { MeasureName } from './measures';

/** What a measure is, in the language of formulas, and who has it so. docs/measures.md says more. */
export interface MeasureSource {
  readonly formula: string;
  readonly source: string;
}

export const measureSources: Readonly<Record<MeasureName, MeasureSource>> = {
  trustworthiness: {
    formula: 'T(k) = 1 − 2 / (n k (2n − 3k − 1)) Σᵢ Σ_{j ∈ Uₖ(i)} (r(i, j) − k)',
    source: 'Venna & Kaski 2001, (1)',
  },
  continuity: {
    formula: 'C(k) = 1 − 2 / (n k (2n − 3k − 1)) Σᵢ Σ_{j ∈ Vₖ(i)} (r′(i, j) − k)',
    source: 'Venna & Kaski 2001, (2)',
  },
  'neighbour-overlap': { formula: '1/n Σᵢ |Nₖ(xᵢ) ∩ Nₖ(zᵢ)| / k', source: 'France & Carroll 2007' },
  shepard: { formula: 'ρ(‖xᵢ − xⱼ‖, ‖zᵢ − zⱼ‖)', source: 'Shepard 1962; Espadoto et al. 2019' },
  'knn-accuracy': { formula: '1/n Σᵢ [yᵢ = mode y(N₁₀(zᵢ))]', source: 'Cover & Hart 1967' },
  'probe-accuracy': { formula: '1/n Σᵢ [yᵢ = argmaxₖ (W z̃ᵢ + b)ₖ]', source: 'Alain & Bengio 2016' },
  elbo: { formula: 'E_q[log p(x|z)] − KL(q(z|x) ‖ p(z))', source: 'Kingma & Welling 2014, (3)' },
  'log-likelihood': { formula: 'log 1/K Σₖ p(x|zₖ) p(zₖ) / q(zₖ|x),  zₖ ~ q(z|x)', source: 'Burda et al. 2016, (8)' },
  'log-likelihood-ais': {
    formula: 'log 1/C Σ_c exp Σₜ (bₜ − bₜ₋₁) log p(x|z_{c,t−1})',
    source: 'Neal 2001; Wu et al. 2017',
  },
  'bits-per-dimension': { formula: '−ELBO / (d log 2)', source: 'Theis et al. 2016, (3)' },
  'elbo-decomposition': {
    formula: 'E KL(q(z|x) ‖ p(z)) = I(z; n) + KL(q(z) ‖ Πⱼ q(zⱼ)) + Σⱼ KL(q(zⱼ) ‖ p(zⱼ))',
    source: 'Chen et al. 2018, (2)',
  },
  mse: { formula: '1/d ‖x − x′‖²', source: '' },
  psnr: { formula: '10 log₁₀(1 / MSE)', source: '' },
  ssim: {
    formula: '(2 μₓμᵧ + C₁)(2 σₓᵧ + C₂) / ((μₓ² + μᵧ² + C₁)(σₓ² + σᵧ² + C₂))',
    source: 'Wang et al. 2004, (13)',
  },
  'rate-distortion': {
    formula: 'MSE, PSNR, SSIM : KL / (d log 2), Σⱼ H(round(zⱼ / sⱼ)) / d',
    source: 'Alemi et al. 2018; Cover & Thomas 2006, 10.3.3',
  },
  columns: { formula: 'R² = 1 − Σ (x − x′)² / Σ (x − x̄)²', source: '' },
  characters: { formula: '1/n Σᵢ [xᵢ = x′ᵢ]', source: '' },
  mmd: {
    formula: 'Σ_{i≠j} (k(xᵢ, xⱼ) + k(yᵢ, yⱼ)) / (n (n − 1)) − 2 Σᵢⱼ k(xᵢ, yⱼ) / n²',
    source: 'Gretton et al. 2012, (3)',
  },
  frechet: { formula: '‖m − m′‖² + tr(S + S′ − 2 (S^½ S′ S^½)^½)', source: 'Dowson & Landau 1982' },
  'precision-recall': { formula: '1/n Σ [y ∈ ∪ᵢ B(xᵢ, r₃(xᵢ))]', source: 'Kynkäänniemi et al. 2019, (1), (2)' },
  'density-coverage': {
    formula: '1/(k n) Σⱼ Σᵢ [yⱼ ∈ B(xᵢ, rₖ(xᵢ))];  1/n Σᵢ [∃ j: yⱼ ∈ B(xᵢ, rₖ(xᵢ))]',
    source: 'Naeem et al. 2020, (3), (5)',
  },
  novelty: { formula: 'median d(sample, training) / median d(held out, training)', source: 'Zhao et al. 2021, 4' },
  ngrams: { formula: '|n-grams of x known| / |n-grams of x|', source: 'Papineni et al. 2002; Li et al. 2016' },
  'active-units': { formula: '#{j: Varₓ(E[zⱼ|x]) > 0.01}', source: 'Burda et al. 2016, 5.2' },
  'kl-by-dimension': { formula: '−½ (1 + log σⱼ² − μⱼ² − σⱼ²)', source: 'Kingma & Welling 2014, B' },
  'code-usage': { formula: 'exp(−Σ p log p);  #{k: nₖ = 0}', source: 'van den Oord et al. 2017' },
  calibration: { formula: 'E[((x − E[x|z]) / σ)²]', source: 'Kuleshov et al. 2018; Cook et al. 2006' },
  'generalisation-gap': { formula: 'E_held out[loss] − E_training[loss]', source: '' },
  memorisation: {
    formula: 'P(d(sample, training) < d(sample, held out))',
    source: 'Platzer & Reutterer 2021; Meehan et al. 2020, (1)',
  },
  mig: { formula: '1/K Σₖ (I(z₍₁₎; vₖ) − I(z₍₂₎; vₖ)) / H(vₖ)', source: 'Chen et al. 2018, (6)' },
  modularity: {
    formula: '1/d Σⱼ (1 − Σ_{k≠k(j)} I(zⱼ; vₖ)² / (θⱼ² (K − 1)))',
    source: 'Ridgeway & Mozer 2018, 3',
  },
  sap: { formula: '1/K Σₖ (S₍₁₎ₖ − S₍₂₎ₖ)', source: 'Kumar et al. 2018, 3' },
  dci: { formula: 'D = Σⱼ ρⱼ (1 − H_K(Pⱼ));  C = Σₖ ρₖ (1 − H_d(Pₖ))', source: 'Eastwood & Williams 2018, 2' },
  'dci-trees': { formula: 'D, C, I', source: 'Eastwood & Williams 2018; Locatello et al. 2019' },
  'factor-vae-score': { formula: 'P(vote(argminⱼ Var zⱼ) = k)', source: 'Kim & Mnih 2018, 4' },
  'beta-vae-score': { formula: 'P(W E|z − z′| = k)', source: 'Higgins et al. 2017, 3' },
  'followed-columns': { formula: 'max_c I(zⱼ; c) / H(c)', source: 'Theil 1970' },
};

import type { Failure, FailureAbsence, FailureKind } from './failures';
import type { Translate } from './problems';

/** What failures of a kind are called. */
export function kindWords(kind: FailureKind, t: Translate): string {
  switch (kind) {
    case 'label':
      return t('Likely mislabelled');
    case 'duplicate':
      return t('Duplicates');
    case 'nearDuplicate':
      return t('Near duplicates');
    case 'support':
      return t('Out of support');
    case 'reconstruction':
      return t('Worst reconstructions');
    case 'kl':
      return t('Highest KL');
    case 'gap':
      return t('Largest gap to validation');
  }
}

/** Why a kind is not listed. */
export function absenceWords(absence: FailureAbsence, t: Translate): string {
  switch (absence) {
    case 'noKl':
      return t('A plain autoencoder has no KL.');
    case 'noLabels':
      return t('The examples have no column of classes as their label.');
    case 'fewLabels':
      return t('Fewer than two classes have the five members that it takes to judge by them.');
    case 'manyLabels':
      return t('There are more classes than memory holds probabilities of.');
    case 'noValidation':
      return t('No examples are held out.');
    case 'fewExamples':
      return t('There are fewer than three examples.');
  }
}

/** Why an example is listed, as the predicate of a sentence about it. */
export function reasonWords(kind: FailureKind, { score, other = 0, given, likely }: Failure, t: Translate): string {
  const nats = score.toFixed(2);
  switch (kind) {
    case 'label':
      return t('labelled {0}, likely {1} (p of the label {2})', given ?? '', likely ?? '', score.toFixed(4));
    case 'duplicate':
      return given === undefined || likely === undefined
        ? t('equals example {0}', String(other))
        : t('equals example {0}, which is labelled {1}, not {2}', String(other), likely, given);
    case 'nearDuplicate':
      return given === undefined || likely === undefined
        ? t('nearly equals example {0}', String(other))
        : t('nearly equals example {0}, which is labelled {1}, not {2}', String(other), likely, given);
    case 'support':
      return t('{0} interquartile ranges from what is usual: nothing is like it', score.toFixed(1));
    case 'reconstruction':
      return t('reconstruction of {0} nats', nats);
    case 'kl':
      return t('KL of {0} nats', nats);
    case 'gap':
      return t('held out, {0} nats above the training examples around it', nats);
  }
}

import assert from 'node:assert/strict';
import { betaVaeScore } from '../../../../src/measures/interpretability/beta-vae-score';
import { fitBoostedTrees } from '../../../../src/measures/interpretability/boosted-trees';
import { disentanglementCompletenessInformativeness } from '../../../../src/measures/interpretability/dci';
import { factorVaeScore } from '../../../../src/measures/interpretability/factor-vae-score';
import { factorOf } from '../../../../src/measures/interpretability/factors';
import { followedColumns } from '../../../../src/measures/interpretability/followed-columns';
import { lasso } from '../../../../src/measures/interpretability/lasso';
import { modularity } from '../../../../src/measures/interpretability/modularity';
import { entropy, informationMatrix } from '../../../../src/measures/interpretability/mutual-information';
import { mutualInformationGap } from '../../../../src/measures/interpretability/mutual-information-gap';
import { partsOf } from '../../../../src/measures/interpretability/parts';
import { lassoOf, treesOf } from '../../../../src/measures/interpretability/regressors';
import {
  attributeScore,
  separatedAttributePredictability,
} from '../../../../src/measures/interpretability/separated-attribute';
import { coordinate } from '../../../../src/measures/points';
import { near } from '../near';
import { pointsOf, weyl } from '../weyl';
import { codes, factors, grid, perfect } from './factors';

describe('factors', () => {
  it('are categories and few numbers as they are, many by tenths, and nothing that is always the same', () => {
    const rows = Int32Array.from({ length: 100 }, (_, i) => i);
    const few = factorOf({ name: 'few', type: 'numeric', values: Float32Array.from(rows, (i) => (i % 4) / 3) }, rows);
    assert.equal(few?.count, 4);
    assert.deepEqual([...(few?.levels ?? [])].slice(0, 5), [0, 1, 2, 3, 0]);
    const many = factorOf({ name: 'many', type: 'numeric', values: Float32Array.from(rows, (i) => -i) }, rows);
    assert.equal(many?.count, 10);
    assert.deepEqual([many?.levels[0], many?.levels[99], many?.levels[50]], [9, 0, 4]);
    assert.equal(factorOf({ name: 'one', type: 'category', values: new Float32Array(100) }, rows), null);
  });
});

describe('mutual information', () => {
  it('is that of scikit-learn', () => {
    // sklearn.metrics.mutual_info_score of the histograms' parts and the factors.
    const wanted = [
      [1.0986122886681087, 0.00401349655476986, 0.023315280516233106],
      [0.1834172825671575, 1.0651807419638584, 0.04506096699260989],
      [0.007563449807329842, 0.01201079284756289, 0.03690948584707506],
      [0.00618721780799909, 0.015915117694743616, 1.948843410012839],
    ];
    for (const [j, row] of informationMatrix(codes, factors).entries())
      for (const [k, value] of row.entries()) near(value, wanted[j][k], 1e-12);
    near(entropy(factors[1].levels), Math.log(5), 1e-12);
  });

  it('makes the gap, and the modularity', () => {
    near(mutualInformationGap(codes, factors), 0.7705979974349838, 1e-12);
    near(modularity(codes, factors), 0.9775168127033598, 1e-12);
    assert.throws(() => modularity(codes, factors.slice(0, 1)), RangeError);
  });

  it('has a gap of 1 of factors that are dimensions, and none where every dimension says the same', () => {
    const { factors: all, columns } = grid();
    near(mutualInformationGap(pointsOf(...columns), all), 1, 1e-12);
    near(modularity(pointsOf(...columns), all), 1, 1e-12);
    const sum = columns[0].map((value, i) => value + 10 * columns[1][i] + 100 * columns[2][i]);
    near(mutualInformationGap(pointsOf(sum, sum), all), 0, 1e-12);
  });
});

describe('separated attribute predictability', () => {
  const halves = [0, 1].map((half) => Int32Array.from({ length: 300 }, (_, i) => 2 * i + half));

  it('is by the R2 of scikit-learn, and by balanced accuracies', () => {
    // LinearRegression().score, and balanced_accuracy_score of thresholds by twentieths.
    near(attributeScore(coordinate(codes, 3), factors[2], halves), 0.9776195930074039, 1e-9);
    near(attributeScore(coordinate(codes, 1), factors[1], halves), 0.6733333333333332, 1e-12);
    near(attributeScore(coordinate(codes, 0), factors[0], halves), 0.9666666666666667, 1e-12);
    near(separatedAttributePredictability(codes, factors, halves), 0.6447493265670624, 1e-9);
  });
});

describe('the lasso', () => {
  const n = 600;
  const standardised = Array.from({ length: 4 }, (_, j) => {
    const values = coordinate(codes, j);
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
    return values.map((value) => (value - mean) / deviation);
  });
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0) / n;
  const columns = Float64Array.from({ length: 16 }, (_, at) => dot(standardised[at >> 2], standardised[at % 4]));

  it('has the weights of scikit-learn', () => {
    const [numbers] = [Float64Array.from(weyl(n, 17), Math.fround)];
    const mean = numbers.reduce((sum, value) => sum + value, 0) / n;
    const deviation = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
    const target = numbers.map((value) => (value - mean) / deviation);
    const mixed = target.map(
      (value, i) => 0.5 * standardised[0][i] - 0.3 * standardised[1][i] + 0.2 * standardised[2][i] + 0.2 * value,
    );
    const weightsFor = (y: Float64Array, alpha: number) =>
      lasso({ columns, wanted: Float64Array.from(standardised, (column) => dot(column, y)) }, alpha);
    // sklearn.linear_model.Lasso(alpha, fit_intercept=False, tol=1e-12).
    for (const [found, wanted] of [
      [weightsFor(target, 0.05), [0, 0, 0, 0.9387464755979685]],
      [weightsFor(mixed, 0.1), [0.36771147344248895, -0.1657680215524297, 0.10356263709319292, 0.09846434911700853]],
    ] as const)
      for (const [j, weight] of found.entries()) near(weight, wanted[j], 1e-8);
  });

  it('gives a column that does not vary no weight', () => {
    const flat = columns.map((value, at) => (at >> 2 === 1 || at % 4 === 1 ? 0 : value));
    const found = lasso({ columns: flat, wanted: Float64Array.of(0.5, 0, 0, 0.5) }, 0.01);
    assert.equal(found[1], 0);
    assert.ok(found[0] > 0.4);
  });
});

describe('parts of examples', () => {
  it('are about alike, hold each example once, and keep those that stay', () => {
    const all = Int32Array.from({ length: 3000 }, (_, i) => i);
    const parts = partsOf(all, 3);
    assert.deepEqual(
      parts.flatMap((part) => [...part]).sort((a, b) => a - b),
      [...all],
    );
    for (const part of parts) near(part.length, 1000, 100);
    const some = all.filter((number) => number % 10 !== 3);
    for (const [own, places] of partsOf(some, 3).entries())
      assert.deepEqual(
        [...places.map((place) => some[place])],
        [...parts[own]].filter((number) => number % 10 !== 3),
      );
  });
});

describe('boosted trees', () => {
  const n = 300;
  const rows = Int32Array.from({ length: n }, (_, i) => i);
  const columns = [
    [2, 12],
    [3, 9],
    [5, 7],
  ].map(([prime, count]) => Int32Array.from(weyl(n, prime), (value) => Math.floor(value * count)));
  const noise = weyl(n, 7);
  const target = Float64Array.from(
    rows,
    (i) => Math.cos(columns[0][i]) + (0.5 * Number(columns[1][i] > 4) * columns[0][i]) / 12 + 0.1 * noise[i],
  );

  it('are those of scikit-learn', () => {
    const fitted = rows.filter((i) => i % 3 !== 2);
    const { importances, errorOf } = fitBoostedTrees({ columns, bins: 12 }, target, fitted);
    // GradientBoostingRegressor(n_estimators=50, max_depth=3, learning_rate=0.1).
    const wanted = [0.9694961549534572, 0.030442687810030174, 6.115723651261658e-5];
    for (const [j, importance] of importances.entries()) near(importance, wanted[j], 1e-6);
    near(errorOf(fitted), 0.003245555090177542, 1e-9);
    near(errorOf(rows.filter((i) => i % 3 === 2)), 0.0032112333145642557, 1e-4);
  });

  it('have no importances where there is nothing to tell', () => {
    const { importances, errorOf } = fitBoostedTrees({ columns, bins: 12 }, new Float64Array(n).fill(2), rows);
    assert.deepEqual([...importances], [0, 0, 0]);
    assert.equal(errorOf(rows), 0);
  });
});

describe('DCI', () => {
  const thirds = (n: number) =>
    partsOf(
      Int32Array.from({ length: n }, (_, i) => i),
      3,
    );

  it('is 1 of numbers that are dimensions, and informs of nothing where the codes know nothing', () => {
    const n = 600;
    const rows = Int32Array.from({ length: n }, (_, i) => i);
    const numbers = [2, 3, 5].map((prime) => Float32Array.from(weyl(n, prime)));
    const all = numbers
      .map((values, k) => factorOf({ name: `${k}`, type: 'numeric', values }, rows))
      .flatMap((f) => f ?? []);
    const same = disentanglementCompletenessInformativeness(all, lassoOf(pointsOf(...numbers), thirds(n)));
    near(same.disentanglement, 1, 1e-3);
    near(same.completeness, 1, 1e-3);
    near(same.informativeness, 1, 1e-5);
    const nothing = disentanglementCompletenessInformativeness(
      all,
      lassoOf(pointsOf(weyl(n, 7), weyl(n, 11)), thirds(n)),
    );
    assert.ok(nothing.informativeness < 0.05);
  });

  it('falls where dimensions are turned by 45 degrees: each is then of two factors alike', () => {
    const n = 900;
    const rows = Int32Array.from({ length: n }, (_, i) => i);
    const [x, y] = [2, 3].map((prime) => weyl(n, prime));
    const all = [x, y].flatMap(
      (values, k) => factorOf({ name: `${k}`, type: 'numeric', values: Float32Array.from(values) }, rows) ?? [],
    );
    const turned = pointsOf(
      x.map((value, i) => value + y[i]),
      x.map((value, i) => value - y[i]),
    );
    const found = disentanglementCompletenessInformativeness(all, lassoOf(turned, thirds(n)));
    // Importances of one half each: entropies of 1.
    near(found.disentanglement, 0, 0.02);
    near(found.completeness, 0, 0.02);
    near(found.informativeness, 1, 1e-3);
  });

  it('by trees sees what is no line', () => {
    const n = 900;
    const rows = Int32Array.from({ length: n }, (_, i) => i);
    const [x, y] = [2, 3].map((prime) => weyl(n, prime).map((value) => 2 * value - 1));
    const squares = [x, y].flatMap((values, k) => {
      const own = Float32Array.from(values, (value) => value ** 2);
      return factorOf({ name: `${k}`, type: 'numeric', values: own }, rows) ?? [];
    });
    const byLines = disentanglementCompletenessInformativeness(squares, lassoOf(pointsOf(x, y), thirds(n)));
    const byTrees = disentanglementCompletenessInformativeness(squares, treesOf(pointsOf(x, y), thirds(n)));
    assert.ok(byLines.informativeness < 0.05, String(byLines.informativeness));
    assert.ok(byTrees.informativeness > 0.95 && byTrees.disentanglement > 0.9 && byTrees.completeness > 0.9);
  });

  it('counts a factor that no line tells for little', () => {
    const n = 900;
    const rows = Int32Array.from({ length: n }, (_, i) => i);
    const numbers = [2, 3, 5].map((prime) => Float32Array.from(weyl(n, prime)));
    const all = numbers.flatMap((values, k) => factorOf({ name: `${k}`, type: 'numeric', values }, rows) ?? []);
    // The third is told by nothing.
    const found = disentanglementCompletenessInformativeness(all, lassoOf(pointsOf(numbers[0], numbers[1]), thirds(n)));
    near(found.completeness, 1, 0.1);
    near(found.informativeness, 2 / 3, 0.02);
  });

  it('takes two factors', () => {
    assert.throws(
      () => disentanglementCompletenessInformativeness(factors.slice(0, 1), lassoOf(perfect, thirds(600))),
      RangeError,
    );
  });
});

describe('votes about a factor that is held fixed', () => {
  const { factors: all, columns } = grid();
  const noise = pointsOf(weyl(360, 2), weyl(360, 3), weyl(360, 5));

  it('are right of codes that hold the factors, and of noise as often as by chance', async () => {
    const same = factorVaeScore(pointsOf(...columns), all, 1);
    assert.equal(same.value, 1);
    assert.equal(same.n, 1000);
    near(factorVaeScore(noise, all, 1).value, 1 / 3, 0.1);
    assert.ok((await betaVaeScore(pointsOf(...columns), all, 1)).value > 0.99);
    near((await betaVaeScore(noise, all, 1)).value, 1 / 3, 0.1);
  });

  it('are the same by the same seed, and others by another', async () => {
    const codesOfBoth = pointsOf(
      columns[0].map((value, i) => value + columns[1][i] + weyl(360, 2)[i]),
      weyl(360, 3),
      columns[2],
    );
    assert.deepEqual(factorVaeScore(codesOfBoth, all, 3), factorVaeScore(codesOfBoth, all, 3));
    assert.deepEqual(await betaVaeScore(codesOfBoth, all, 3), await betaVaeScore(codesOfBoth, all, 3));
    assert.notEqual(factorVaeScore(codesOfBoth, all, 3).value, factorVaeScore(codesOfBoth, all, 4).value);
  });

  it('take each dimension by its own variance', () => {
    const noises = [2, 3, 5].map((prime) => weyl(360, prime));
    const scaled = columns.map((values, j) => values.map((value, i) => 50 ** j * (value + 0.3 * noises[j][i])));
    assert.ok(factorVaeScore(pointsOf(...scaled), all, 1).value > 0.95);
  });

  it('leave out dimensions that are not active, and are chance where none is', () => {
    const flat = columns.map((values) => values.map((value) => 0.01 * value));
    near(factorVaeScore(pointsOf(...flat), all, 1).value, 1 / 3, 0.1);
    assert.equal(
      factorVaeScore(
        pointsOf(
          ...columns,
          weyl(360, 2).map((value) => 1e-4 * value),
        ),
        all,
        1,
      ).value,
      1,
    );
  });

  it('take two factors', async () => {
    assert.throws(() => factorVaeScore(noise, all.slice(0, 1), 1), RangeError);
    await assert.rejects(betaVaeScore(noise, all.slice(0, 1), 1), RangeError);
  });
});

describe('the column that a dimension follows', () => {
  it('is the one that it says most of, with its direction where it is a number', () => {
    const [first, second, third, fourth] = followedColumns(codes, factors);
    assert.equal(first?.column, 'three');
    near(first?.share.value ?? 0, 1, 1e-12);
    assert.equal(first?.correlation, null);
    assert.equal(second?.column, 'five');
    assert.equal(third, null);
    assert.equal(fourth?.column, 'number');
    // scipy.stats.spearmanr
    near(fourth?.correlation?.value ?? 0, 0.9837065658515718, 1e-9);
    assert.ok((fourth?.share.error ?? 0) > 0 && (fourth?.chance ?? 0) < 0.1);
  });

  it('is none without columns', () => {
    assert.deepEqual(followedColumns(codes, []), [null, null, null, null]);
  });
});

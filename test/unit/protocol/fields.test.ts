import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { RunRequest } from '../../../src/protocol/config';
import { choiceName, fieldName } from '../../../src/protocol/field-words';
import { fieldOf, fields, fieldText, readField, valueAt, withValue } from '../../../src/protocol/fields';
import { problemOf } from '../../../src/protocol/problems';
import { projectRoot } from '../../harness/paths';

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
}

/** The places of all leaves of a JSON schema. */
function leavesOf(schema: JsonSchema, path: readonly string[] = []): string[] {
  const properties = schema.properties ?? schema.anyOf?.find((own) => own.properties)?.properties;
  if (!properties) return [path.join('.')];
  return Object.entries(properties).flatMap(([name, own]) => leavesOf(own, [...path, name]));
}

const english = (message: string, ...args: (string | number)[]) =>
  message.replace(/\{(\d)\}/g, (_, place: string) => String(args[Number(place)]));

function problem(key: string, text: string): string | undefined {
  const { issue } = readField(fieldOf(key), text);
  return issue && problemOf(issue, english);
}

describe('the settings of a request', () => {
  it('are all leaves of its schema', () => {
    const schema: JsonSchema = JSON.parse(readFileSync(join(projectRoot, 'media', 'latent.schema.json'), 'utf8'));
    // What is put right example by example is no setting of a page.
    const leaves = leavesOf(schema).filter((key) => key !== '$schema' && !key.startsWith('data.corrections.'));
    assert.ok(leaves.length > 30);
    assert.deepEqual(fields.map(({ key }) => key).sort(), leaves.sort());
  });

  it('have a name, a meaning, and their choices and limits from the schema', () => {
    for (const field of fields) {
      assert.ok(fieldName(field).length > 0 && !/[{}_]/.test(fieldName(field)), field.key);
      assert.ok(field.description.length > 0, field.key);
      for (const choice of field.choices) assert.ok(choiceName(field, choice).length > 0, choice);
    }
    assert.deepEqual(fieldOf('model.latent').limits, { low: 1, high: 1024 });
    assert.deepEqual(fieldOf('training.validationSplit').limits, { low: 0, high: 0.9 });
    assert.deepEqual(fieldOf('training.schedule').choices, [
      'cosine',
      'constant',
      'step',
      'one-cycle',
      'plateau',
      'milestones',
    ]);
    assert.equal(fieldName(fieldOf('training.batchSize')), 'Batch size');
  });

  it('are read from what is typed', () => {
    assert.deepEqual(readField(fieldOf('model.latent'), ' 5 '), { value: 5 });
    assert.deepEqual(readField(fieldOf('model.hidden'), '256, 128'), { value: [256, 128] });
    assert.deepEqual(readField(fieldOf('model.hidden'), '64 32;16'), { value: [64, 32, 16] });
    assert.deepEqual(readField(fieldOf('model.hidden'), '256'), { value: [256] });
    assert.deepEqual(readField(fieldOf('model.hidden'), ''), { value: [] });
    assert.deepEqual(readField(fieldOf('data.tile'), '28'), { value: 28 });
    assert.deepEqual(readField(fieldOf('data.tile'), '28 × 32'), { value: [28, 32] });
    assert.deepEqual(readField(fieldOf('data.ignore'), 'a, b'), { value: ['a', 'b'] });
    assert.deepEqual(readField(fieldOf('training.learningRate'), '1e-3'), { value: 0.001 });
  });

  it('come back from the text of their value', () => {
    for (const [key, value] of [
      ['model.hidden', [256, 128]],
      ['data.tile', [28, 32]],
      ['training.learningRate', 0.0005],
      ['model.likelihood', 'gaussian-learned'],
    ] as const) {
      assert.deepEqual(readField(fieldOf(key), fieldText(value)), { value });
    }
  });

  const refused: readonly (readonly [key: string, text: string, problem: string])[] = [
    ['model.latent', '0', 'must be at least 1, not 0'],
    ['model.latent', '1025', 'must be at most 1024, not 1025'],
    ['model.latent', '2.5', 'must be a whole number, not 2.5'],
    ['model.latent', '', 'must be a number, not ""'],
    ['model.latent', 'two', 'must be a number, not "two"'],
    ['model.hidden', '256, -1', 'must be at least 1, not -1'],
    ['model.hidden', '1,2,3,4,5,6,7,8,9', 'must have at most 8 entries or characters'],
    ['training.batchSize', '1e400', 'must be a whole number, not Infinity'],
    ['training.learningRate', '0', 'must be greater than 0, not 0'],
    ['training.validationSplit', '0.95', 'must be at most 0.9, not 0.95'],
    ['objective.beta', '-1', 'must be at least 0, not -1'],
    ['training.seed', '-1', 'must be at least 0, not -1'],
    ['data.tile', '28, 1000', 'must be at most 512, not 1000'],
    ['data.source', '', 'must not be empty'],
  ];
  for (const [key, text, words] of refused) {
    it(`refuse ${JSON.stringify(text)} for ${key}: ${words}`, () => assert.equal(problem(key, text), words));
  }

  it('refuse a word that is no choice', () => {
    assert.match(problem('model.likelihood', 'laplace') ?? '', /^must be one of "bernoulli", .*, not "laplace"$/);
  });

  it('are put into a request, and taken out of it, without a trace', () => {
    const request: RunRequest = { data: { source: 'a.txt', limit: 5 }, model: { latent: 2 } };
    const path = ['data', 'text', 'length'];
    const changed = withValue(request, path, 64);
    assert.deepEqual(changed, { data: { source: 'a.txt', limit: 5, text: { length: 64 } }, model: { latent: 2 } });
    assert.ok(v.is(RunRequest, changed));
    assert.equal(valueAt(changed, path), 64);
    assert.deepEqual(withValue(changed, path, undefined), request);
    assert.deepEqual(withValue(request, ['model', 'latent'], undefined), { data: request.data });
  });
});

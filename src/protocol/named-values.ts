import * as v from 'valibot';

type Options = readonly [string, ...string[]];

/**
 * An object of words by names that come from data, such as those of columns: any name. `v.record`, which this is to whoever
 * walks the schema, passes over `constructor`, `prototype` and `__proto__`.
 */
export function namedValues<const O extends Options>(value: v.PicklistSchema<O, undefined>) {
  const schema = v.record(v.string(), value);
  const checked: typeof schema = {
    ...schema,
    '~run'(dataset, config) {
      const input: unknown = dataset.value;
      if (typeof input !== 'object' || input === null) return schema['~run'](dataset, config);
      const own = Object.entries(input);
      const result = schema['~run'](dataset, config);
      if (!result.typed || result.issues) return result;
      const passedOver = own.filter(([name]) => !Object.hasOwn(result.value, name));
      const wrong = passedOver.find(([, word]) => !v.is(value, word));
      // Under a name that is not passed over, so that the sentence about it is the same.
      if (wrong) return schema['~run']({ typed: false, value: { [`${wrong[0]} `]: wrong[1] } }, config);
      return { ...result, value: Object.fromEntries(own) as typeof result.value };
    },
  };
  return checked;
}

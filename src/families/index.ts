import type { FamilyName } from '../protocol/config';
import type { DataKind } from '../protocol/data';
import { discreteFamilies } from './discrete';
import type { Aim, Family } from './family';
import { plainFamilies } from './plain';
import { variationalFamilies } from './variational';

export type { Aim, Family } from './family';

/** All of them, those first that most people want. */
export const families: readonly Family[] = [...variationalFamilies, ...plainFamilies, ...discreteFamilies];

export function familyOf(name: FamilyName): Family {
  const family = families.find((own) => own.name === name);
  if (!family) throw new Error(`There is no family ${name}`);
  return family;
}

export function fitsData({ data }: Family, kind: DataKind): boolean {
  return data === undefined || data.includes(kind);
}

/** Those to suggest, for data of a kind. */
export function familiesFor(aim: Aim, kind: DataKind): readonly Family[] {
  return families.filter((family) => family.aims.includes(aim) && fitsData(family, kind));
}

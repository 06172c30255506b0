import { version as ofPackage } from '../../package.json';

/** Of the product. */
export const version: string = ofPackage;

import type { Raster } from '../pictures/raster';

/** What a report is made of, whatever it is written as. */

/** Words that lead to another place of the report. */
export interface Link {
  readonly text: string;
  /** The anchor of a heading or of a row. */
  readonly to: string;
}

export type Text = string | readonly (string | Link)[];

/** A drawing, as the content of an SVG element. What it shows is also said in words. */
export interface Chart {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly content: string;
}

/** Pixels, and how they are shown. */
export interface Picture extends Raster {
  /** How many times as large it is shown. */
  readonly zoom: number;
}

export interface Table {
  readonly kind: 'table';
  readonly caption: string;
  readonly head: readonly string[];
  /** The first cell of each names it. */
  readonly rows: readonly (readonly Text[])[];
  /** Of each row, where links to it lead; rows without are ''. */
  readonly anchors?: readonly string[];
  /** Columns of numbers. */
  readonly numbers?: readonly number[];
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string; readonly anchor?: string }
  | { readonly kind: 'text'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | Table
  /** Charts beside each other, where there is room. */
  | { readonly kind: 'charts'; readonly caption: string; readonly charts: readonly Chart[] }
  | { readonly kind: 'picture'; readonly caption: string; readonly description: string; readonly picture: Picture }
  | { readonly kind: 'code'; readonly text: string; readonly language: 'json' | 'console' };

export interface Report {
  readonly title: string;
  /** BCP 47. */
  readonly locale: string;
  readonly blocks: readonly Block[];
}

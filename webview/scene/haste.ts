/** A whole picture that takes longer, ms, is preceded by one without smooth edges where something else is to be seen... */
const noticed = 25;
/** ...and one that takes longer than this, by one of some of the points. */
const patience = 60;

/** What a picture does without, to be there sooner: smooth edges, or many of the points as well. */
export type Hurry = 'coarse' | 'few';

/** Knows when a quicker picture is to be drawn first, as a whole one takes long. */
export class Haste {
  private due: Hurry | null = null;
  private begun: number | null = null;
  /** How long the last whole picture took, ms. */
  private takes = 0;

  /** Something else is to be seen than before. */
  changed(): void {
    this.due = this.takes > patience ? 'few' : this.takes > noticed ? 'coarse' : null;
  }

  /** What the picture that is drawn now does without; the next one then is whole. */
  take(): Hurry | null {
    const { due } = this;
    this.due = null;
    return due;
  }

  /** A whole picture is drawn from now on. */
  begin(now: number): void {
    this.begun = now;
  }

  /** A picture is on the screen. */
  shown(now: number): void {
    if (this.begun !== null) this.takes = now - this.begun;
    this.begun = null;
  }
}

/** A whole picture that takes longer, ms, is preceded by a quick one where something else is to be seen. */
const patience = 60;

/** Knows when some of the points are to be drawn first, as all of them take long. */
export class Haste {
  private isDue = false;
  private begun: number | null = null;
  /** How long the last whole picture took, ms. */
  private takes = 0;

  /** Something else is to be seen than before. */
  changed(): void {
    this.isDue = this.takes > patience;
  }

  /** Whether the picture that is drawn now is a quick one; the next one then is not. */
  take(): boolean {
    const { isDue } = this;
    this.isDue = false;
    return isDue;
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

/** Plain lines with the seconds since the start: readable in a terminal, in CI and in a file. */
export class Progress {
  private readonly startedAtMs = Date.now();
  private readonly write: (text: string) => void;

  constructor(write: (text: string) => void = (text) => void process.stdout.write(text)) {
    this.write = write;
  }

  /** `  1.2 s  temporal   up`; further lines of a sentence are indented under the first. */
  say(subject: string, sentence: string): void {
    const seconds = `${this.seconds()} s`.padStart(8);
    const [first = '', ...rest] = sentence.split('\n');
    const more = rest.map((line) => `${' '.repeat(22)}${line}\n`).join('');
    this.write(`${seconds}  ${subject.padEnd(10)}  ${first}\n${more}`);
  }

  /** A line of its own, without the clock. */
  plain(text: string): void {
    this.write(`${text}\n`);
  }

  seconds(): string {
    return ((Date.now() - this.startedAtMs) / 1000).toFixed(1);
  }
}

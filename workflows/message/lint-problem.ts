/** One thing wrong with the words of a message. An error keeps the play from being published. */
export interface LintProblem {
  /** Stable, kebab-case. */
  code: string;
  severity: 'error' | 'warning';
  /** What is wrong and how to mend it. */
  sentence: string;
}

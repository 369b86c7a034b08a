/**
 * A lead as plays see it: plain values by field name, the same in the worker (from its row), in the simulator and in
 * tests. Custom fields are `custom.<name>`.
 */
export type LeadView = {
  id: string;
  fields: Readonly<Record<string, string | number | boolean | null>>;
  tags: readonly string[];
  /** The likely zone, and all possible ones; never empty. */
  timeZone: string;
  zones: readonly string[];
};

/** One thing to choose, as every choosing control takes it. */
export type Option<Value extends string = string> = {
  value: Value;
  label: string;
  /** A quiet second line, or the reason why it cannot be chosen. */
  help?: string;
  /** 16-px icon before the label. */
  icon?: React.ReactNode;
  disabled?: boolean;
};

export type OptionGroup<Value extends string = string> = { label: string; options: readonly Option<Value>[] };

/** True for a list of groups; an empty list counts as options. */
export function isGrouped<Value extends string>(
  list: readonly Option<Value>[] | readonly OptionGroup<Value>[],
): list is readonly OptionGroup<Value>[] {
  const [first] = list;
  return first !== undefined && 'options' in first;
}

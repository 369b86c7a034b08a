/**
 * Reading of configs that may be incomplete or broken: ports and sentences are drawn for every stored draft, so these
 * never throw and never trust a type.
 */
export type LooseConfig = Readonly<Record<string, unknown>>;

export function looseText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function looseRecord(value: unknown): LooseConfig {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as LooseConfig) : {};
}

export function looseTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

export function looseRecords(value: unknown): LooseConfig[] {
  return Array.isArray(value) ? value.map(looseRecord) : [];
}

/** First of each port id: a broken draft must not give a card two ports of one name. */
export function distinctPorts<Port extends { id: string }>(ports: Port[]): Port[] {
  return ports.filter((port, i) => port.id !== '' && ports.findIndex((other) => other.id === port.id) === i);
}

/**
 * What a message may say about a lead, its sender and its owner. Paths are what is written between the braces; lead
 * fields have the names they have everywhere else, custom fields are `lead.custom.<name>`.
 */
export type FieldKind = 'text' | 'date' | 'instant' | 'link' | 'phone' | 'number';

export interface FieldSpec {
  /** Dotted path, for example `lead.firstName`. */
  path: string;
  /** As on a chip: "first name". */
  label: string;
  kind: FieldKind;
  /** A value for previews and for counting SMS segments. */
  sample: string;
  /** Lead values were typed by strangers; the workspace's own are trusted to hold links and more than one line. */
  trusted: boolean;
  /** A business may be called "Booking.com"; a person may not. */
  mayBeDomain?: true;
}

const lead = (name: string, label: string, sample: string, kind: FieldKind = 'text'): FieldSpec => ({
  path: `lead.${name}`,
  label,
  kind,
  sample,
  trusted: false,
});

const own = (path: string, label: string, sample: string, kind: FieldKind = 'text'): FieldSpec => ({
  path,
  label,
  kind,
  sample,
  trusted: true,
});

export const FIELDS: readonly FieldSpec[] = [
  lead('firstName', 'first name', 'Dana'),
  lead('lastName', 'last name', 'Whitfield'),
  { ...lead('company', 'company', 'Harbor Freightways'), mayBeDomain: true },
  lead('city', 'city', 'Tacoma'),
  lead('region', 'state', 'WA'),
  lead('cellPhone', 'cell phone', '(253) 555-0142', 'phone'),
  lead('email', 'email', 'dana@harborfreightways.example', 'link'),
  lead('website', 'website', 'https://harborfreightways.example', 'link'),
  lead('decidesBy', 'decides by', '2026-12-15', 'date'),
  own('sender.name', 'sender', 'Maya Ortiz'),
  own('sender.firstName', 'sender first', 'Maya'),
  own('sender.brand', 'brand', 'Northline'),
  own('sender.mainNumber', 'main number', '(206) 555-0188', 'phone'),
  own('owner.name', 'owner', 'Theo Park'),
  own('owner.firstName', 'owner first', 'Theo'),
];

/** A custom lead field as a merge field. `name` is its name in the workspace. */
export function customFieldSpec(field: {
  name: string;
  label: string;
  type: 'text' | 'number' | 'date' | 'boolean';
}): FieldSpec {
  const kinds = { text: 'text', number: 'number', date: 'date', boolean: 'text' } as const;
  const samples = { text: field.label, number: '12', date: '2026-12-15', boolean: 'yes' };
  return {
    ...lead(`custom.${field.name}`, field.label.toLowerCase(), samples[field.type]),
    kind: kinds[field.type],
  };
}

/** The catalogue of a workspace: the standard fields and its own. */
export function fieldCatalogue(
  custom: readonly { name: string; label: string; type: 'text' | 'number' | 'date' | 'boolean' }[],
): readonly FieldSpec[] {
  return [...FIELDS, ...custom.map(customFieldSpec)];
}

/** What an editor inserts for a field: with a date format where one is needed, and with a fallback where one is given. */
export function fieldSnippet(spec: FieldSpec, fallback?: string): string {
  const format =
    spec.kind === 'date' ? ` | date: "%-d %B"` : spec.kind === 'instant' ? ` | date: "%A at %H:%M"` : '';
  // Fallback texts stand between double quotes; Liquid has no escape for one inside.
  const otherwise = fallback === undefined ? '' : ` | default: "${fallback.replaceAll('"', "'")}"`;
  return `{{ ${spec.path}${format}${otherwise} }}`;
}

/** Values of previews and of segment counts: the sample of each field. */
export function sampleValues(catalogue: readonly FieldSpec[]): Record<string, string> {
  return Object.fromEntries(catalogue.map((spec) => [spec.path, spec.sample]));
}

'use client';

import { useState } from 'react';
import { useSetting } from '#components/canvas/setting.ts';
import { EmailEditor } from '#components/inspector/email-editor.tsx';
import { TemplateEditor } from '#components/inspector/template-editor.tsx';
import { textOf, type WidgetProps } from '#components/inspector/widget.ts';
import { Select } from '#components/ui/select.tsx';
import type { FieldSpec } from '#workflows/message/fields.ts';
import { type FieldValues, parseTemplate, renderTemplate } from '#workflows/message/merge-fields.ts';
import { measureSms, type SmsMeasure, smsSuggestion } from '#workflows/message/sms.ts';

/** A text: chips, live segments and encoding. Measured as one lead would get it, never before merging. */
export function SmsTextWidget({ value, onChange, disabled, field }: WidgetProps<'smsText'>) {
  const { catalogue, previewLeads } = useSetting();
  const text = textOf(value);
  const preview = previewOf(text, catalogue, previewLeads[0]?.values ?? {});
  const measure = measureSms(preview.ok ? preview.text : text);
  const suggestion = smsSuggestion(text);
  const costly = measure.costly.map((each) => each.character).join(' ');

  return (
    <div className="relative">
      {/* Level with the label. */}
      <span
        title={measure.encoding === 'GSM-7' ? 'Plain characters' : `Costlier, because of ${costly}`}
        className="absolute -top-[22px] right-0 text-meta text-3"
      >
        {measure.encoding}
      </span>
      <TemplateEditor
        value={text}
        onChange={onChange}
        disabled={disabled}
        label={field.label}
        placeholder="Write the text"
        aside={<SegmentCount measure={measure} />}
      />
      {suggestion && !disabled ? (
        <p className="mt-1 text-meta text-2">
          {suggestion.sentence}{' '}
          <button
            type="button"
            className="font-medium text-accent-text hover:underline"
            onClick={() => onChange(suggestion.text)}
          >
            Make them plain
          </button>
        </p>
      ) : null}
    </div>
  );
}

/** How one lead would read the text. */
export function SmsPreview({ value }: Pick<WidgetProps, 'value'>) {
  const { catalogue, previewLeads } = useSetting();
  const [leadId, setLeadId] = useState(previewLeads[0]?.id ?? '');
  const lead = previewLeads.find((each) => each.id === leadId) ?? previewLeads[0];
  const preview = previewOf(textOf(value), catalogue, lead?.values ?? {});
  return (
    <div className="mt-3 border-t border-line pt-3">
      <div className="mb-1.5 flex items-center justify-between gap-2">
        <span className="text-meta font-medium whitespace-nowrap text-2">Preview as</span>
        <Select
          aria-label="Preview as"
          size="sm"
          options={previewLeads.map((each) => ({
            value: each.id,
            label: each.name,
            ...(each.company ? { help: each.company } : {}),
          }))}
          value={lead?.id ?? null}
          onValueChange={setLeadId}
          className="w-44 border-transparent"
        />
      </div>
      <div className="rounded-control border border-line bg-sunken p-2">
        {preview.ok ? (
          <p className="rounded-bubble rounded-br-tag bg-accent-soft px-3 py-2 text-body break-words whitespace-pre-wrap">
            {preview.text === '' ? <span className="text-3">Nothing yet</span> : preview.text}
          </p>
        ) : (
          <p className="text-ui text-late">{preview.reason}</p>
        )}
        {lead?.phone ? <p className="mt-1 text-right text-meta text-3 tabular-nums">{lead.phone}</p> : null}
      </div>
    </div>
  );
}

/** "145 of 160, 1 segment", with a bar: what the text costs when it is merged. */
function SegmentCount({ measure }: { measure: SmsMeasure }) {
  const capacity = roomOf(measure);
  const used = capacity - measure.unitsLeft;
  return (
    <>
      <svg width="40" height="4" aria-hidden="true" className="shrink-0">
        <rect width="40" height="4" rx="2" className="fill-line" />
        <rect width={capacity === 0 ? 0 : (40 * used) / capacity} height="4" rx="2" className="fill-text-3" />
      </svg>
      <span className="whitespace-nowrap">
        {measure.segments <= 1 ? `${used} of ${capacity}` : `${measure.unitsLeft} left`}, {measure.segments}{' '}
        {measure.segments === 1 ? 'segment' : 'segments'}
      </span>
    </>
  );
}

/** Units in the last segment: 160 or 70 alone, 153 or 67 as a part. */
function roomOf({ encoding, segments }: SmsMeasure): number {
  if (encoding === 'GSM-7') return segments > 1 ? 153 : 160;
  return segments > 1 ? 67 : 70;
}

type Preview = { ok: true; text: string } | { ok: false; reason: string };

function previewOf(template: string, catalogue: readonly FieldSpec[], values: FieldValues): Preview {
  const parsed = parseTemplate(template, catalogue);
  if (!parsed.ok) return { ok: false, reason: parsed.problems[0]?.sentence ?? 'The text cannot be read.' };
  const rendered = renderTemplate(parsed.template, values);
  return rendered.ok ? { ok: true, text: rendered.text } : { ok: false, reason: rendered.reason };
}

/** One line with merge fields: a subject. */
export function SubjectWidget({ widget, value, onChange, disabled, field }: WidgetProps<'text'>) {
  const text = textOf(value);
  return (
    <TemplateEditor
      value={text}
      onChange={onChange}
      disabled={disabled}
      label={field.label}
      singleLine
      {...(widget.placeholder ? { placeholder: widget.placeholder } : {})}
    />
  );
}

export function EmailBodyWidget({ value, onChange, disabled, field }: WidgetProps<'emailBody'>) {
  return <EmailEditor value={value} onChange={onChange} disabled={disabled} label={field.label} />;
}

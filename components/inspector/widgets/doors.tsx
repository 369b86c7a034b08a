'use client';

import { ExternalLinkIcon } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useSetting } from '#components/canvas/setting.ts';
import { formHtml } from '#components/inspector/form-html.ts';
import { textOf, type WidgetProps } from '#components/inspector/widget.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import { FORM_NAME, FORM_NAME_MOST } from '#workflows/nodes/trigger.ts';

/** How leads and events come in from outside: a form's name with its address, a signal with how to report it. */

/** Whatever is typed becomes a name that can stand in an address: "Request a demo" -> "request-a-demo". */
export function FormNameWidget({ widget, value, onChange, disabled }: WidgetProps<'formName'>) {
  return (
    <Input
      value={textOf(value)}
      placeholder={widget.placeholder}
      maxLength={FORM_NAME_MOST}
      spellCheck={false}
      disabled={disabled}
      onChange={(event) => onChange(nameFrom(event.target.value))}
      onBlur={(event) => {
        const whole = event.target.value.replace(/-$/, '');
        if (whole !== event.target.value) onChange(whole);
      }}
    />
  );
}

function nameFrom(typed: string): string {
  return typed
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '');
}

export function FormLink({ value }: Pick<WidgetProps, 'value'>) {
  const { doors, senders, gate } = useSetting();
  const name = textOf(value);
  if (!FORM_NAME.test(name)) return null;
  const address = `${doors.forms}${name}`;
  const [sender] = senders;
  const messagesPerWeek = gate.caps.perWeek;
  return (
    <>
      <Address
        label="Address of the form"
        address={address}
        about="It takes answers once the play is live. A form on another site can post to the same address."
        open
      />
      {sender && messagesPerWeek !== null ? (
        <div className="mt-2 flex items-center justify-between gap-2">
          <p className="text-meta font-medium text-2">HTML for another site</p>
          <CopyButton
            text={formHtml({ address, brand: sender.brand, messagesPerWeek })}
            what="the HTML"
            icon
          />
        </div>
      ) : null}
    </>
  );
}

type AddressProps = {
  label: string;
  address: string;
  about: React.ReactNode;
  open?: boolean;
};

function Address({ label, address, about, open = false }: AddressProps) {
  return (
    <div className="mt-3 border-t border-line pt-3">
      <p className="mb-1.5 text-meta font-medium text-2">{label}</p>
      <p className="rounded-control border border-line bg-sunken px-2.5 py-2 text-meta break-all text-1">
        {address}
      </p>
      <div className="mt-2 flex gap-2">
        <CopyButton text={address} what="the address" />
        {open ? (
          <Button asChild size="sm">
            <a href={address} target="_blank" rel="noreferrer">
              <ExternalLinkIcon aria-hidden="true" />
              Open
            </a>
          </Button>
        ) : null}
      </div>
      <p className="mt-2 text-meta text-3">{about}</p>
    </div>
  );
}

export function SignalWidget({ widget, value, onChange, disabled }: WidgetProps<'signal'>) {
  const known = widget.options.some((option) => option.value === value);
  return (
    <Select
      options={widget.options}
      value={known ? textOf(value) : null}
      onValueChange={onChange}
      placeholder="Choose a signal"
      disabled={disabled}
    />
  );
}

export function SignalExample({ value }: Pick<WidgetProps, 'value'>) {
  const { doors } = useSetting();
  // Of now, so that what is pasted is neither too old for the play nor from the future.
  const [at] = useState(() => `${new Date().toISOString().slice(0, 16)}:00Z`);
  const type = textOf(value);
  if (type === '') return null;
  const example = curlOf(doors.signals, type, at);
  return (
    <>
      <Address
        label="Reported to"
        address={doors.signals}
        about={
          <>
            By your CRM or a script, with a key of the workspace.{' '}
            {doors.keys === null ? (
              'An owner or admin makes one in the settings.'
            ) : (
              <Link href={doors.keys} className="rounded-tag font-medium text-accent-text hover:underline">
                Make a key
              </Link>
            )}
          </>
        }
      />
      <div className="mt-3">
        <div className="mb-1.5 flex items-center justify-between gap-2">
          <p className="text-meta font-medium text-2">Example</p>
          <CopyButton text={example} what="the example" icon />
        </div>
        <pre className="rounded-control border border-line bg-sunken px-2.5 py-2 text-micro wrap-anywhere whitespace-pre-wrap text-1">
          {example}
        </pre>
      </div>
    </>
  );
}

/** What reports one event, to be pasted into a terminal. */
function curlOf(address: string, type: string, at: string): string {
  const body = {
    type,
    occurredAt: at,
    dedupeKey: `${type}-${at}`,
    lead: { email: 'dana@example.com' },
  };
  return [
    `curl ${address} \\`,
    "  -H 'Authorization: Bearer YOUR_KEY' \\",
    "  -H 'Content-Type: application/json' \\",
    `  -d '${JSON.stringify(body, null, 2)}'`,
  ].join('\n');
}

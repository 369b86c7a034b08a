'use client';

import { CircleCheckIcon } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useEffect, useId, useRef, useState } from 'react';
import { DoorFrame } from '#app/door-frame.tsx';
import type { HostedAnswers } from '#app/f/hosted-fields.ts';
import { useFirstMistake } from '#app/first-mistake.ts';
import { Button } from '#components/ui/button.tsx';
import { Field, FieldError } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Textarea } from '#components/ui/textarea.tsx';

type PublicFormProps = {
  title: string;
  brand: string;
  wording: { text: string; version: string };
  /** Tells a second press of the button from a second person. */
  token: string;
  answers: HostedAnswers;
  /** In people's form; where texts would come from. */
  textsFrom: string | null;
};

type Errors = HostedAnswers['errors'];
type Outcome = { kind: 'open'; errors: Errors } | { kind: 'sent'; texts: boolean };

/**
 * The form itself. Without a script it is an HTML form that posts to its own address; with one the same answers go to
 * the same address as JSON, and what was written stays where it is.
 */
export function PublicForm({ title, brand, wording, token, answers, textsFrom }: PublicFormProps) {
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'open', errors: answers.errors });
  const [pending, setPending] = useState(false);
  const router = useRouter();
  const errors = outcome.kind === 'open' ? outcome.errors : NONE;
  const form = useFirstMistake(errors);
  // What came with the page is read from the top; what a press of the button brings stands beside the button.
  const isArrival = errors === answers.errors;

  if (outcome.kind === 'sent')
    return <FormSent brand={brand} texts={outcome.texts} textsFrom={textsFrom} arrive />;

  const send = async (event: React.SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    const next = await post(new FormData(event.currentTarget));
    setPending(false);
    setOutcome(next);
    // Other words stand beside the box now: they are fetched, and the box is empty again.
    if (next.kind === 'open' && next.errors.textConsent) router.refresh();
  };

  const { values } = answers;
  return (
    <DoorFrame
      title={title}
      brand={brand}
      intro="Leave an email address or a phone number, so that somebody can answer you."
    >
      <form
        ref={form}
        method="post"
        noValidate
        onSubmit={(event) => void send(event)}
        className="flex flex-col gap-4"
      >
        {errors.form && isArrival ? <FieldError problem={errors.form} /> : null}
        <div className="grid gap-4 wide:grid-cols-2">
          <Field label="First name" error={errors.firstName}>
            <Input
              name="firstName"
              autoComplete="given-name"
              defaultValue={values.firstName}
              maxLength={80}
              size="touch"
            />
          </Field>
          <Field label="Last name" error={errors.lastName}>
            <Input
              name="lastName"
              autoComplete="family-name"
              defaultValue={values.lastName}
              maxLength={80}
              size="touch"
            />
          </Field>
        </div>
        <Field label="Email" error={errors.email}>
          <Input
            name="email"
            type="email"
            autoComplete="email"
            defaultValue={values.email}
            maxLength={320}
            size="touch"
          />
        </Field>
        <Field label="Mobile phone" error={errors.phone}>
          <Input
            name="phone"
            type="tel"
            autoComplete="tel"
            defaultValue={values.phone}
            maxLength={60}
            size="touch"
          />
        </Field>
        <Field label="Company" aside="optional" error={errors.company}>
          <Input
            name="company"
            autoComplete="organization"
            defaultValue={values.company}
            maxLength={80}
            size="touch"
          />
        </Field>
        <Field label="Message" aside="optional" error={errors.message}>
          <Textarea
            name="message"
            rows={3}
            defaultValue={values.message}
            maxLength={2000}
            className="min-h-20"
          />
        </Field>
        <ConsentBox key={wording.version} wording={wording} error={errors.textConsent} />
        <div hidden>
          <input type="hidden" name="token" value={token} />
          {answers.others.map(({ name, value }) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <label>
            Leave this empty
            <input name="leaveThisEmpty" tabIndex={-1} autoComplete="off" />
          </label>
        </div>
        {errors.form && !isArrival ? <FieldError problem={errors.form} /> : null}
        <div>
          <Button type="submit" variant="primary" size="touch" pending={pending} className="max-wide:w-full">
            Send
          </Button>
        </div>
      </form>
    </DoorFrame>
  );
}

const NONE: Errors = {};

type ConsentBoxProps = { wording: { text: string; version: string }; error: string | undefined };

/** Never ticked beforehand. The browser's own box: it is sent by a form without a script as well. */
function ConsentBox({ wording, error }: ConsentBoxProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="flex gap-3 rounded-control border border-line bg-sunken p-3">
        <input
          id={id}
          type="checkbox"
          name="textConsent"
          value="yes"
          className="mt-0.5 size-4 shrink-0 accent-accent"
          {...(error ? { 'aria-invalid': true, 'aria-describedby': `${id}-error` } : {})}
        />
        <span className="text-ui text-2">{wording.text}</span>
      </label>
      <input type="hidden" name="consentVersion" value={wording.version} />
      {error ? <FieldError id={`${id}-error`} problem={error} className="mt-2" /> : null}
    </div>
  );
}

type FormSentProps = {
  brand: string;
  /** Whether texts were agreed to. */
  texts: boolean;
  textsFrom: string | null;
  /** It took the place of the form on the same page: the focus goes along. */
  arrive?: boolean;
};

/** It has arrived. */
export function FormSent({ brand, texts, textsFrom, arrive = false }: FormSentProps) {
  const words = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (arrive) words.current?.focus();
  }, [arrive]);
  return (
    <DoorFrame title="Thank you" brand={brand}>
      <div ref={words} tabIndex={-1} role="status" className="flex flex-col gap-3 outline-none">
        <p className="flex gap-2 text-body text-2">
          <CircleCheckIcon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-ok" />
          <span>{brand} has your answers and will be in touch.</span>
        </p>
        {texts && textsFrom !== null ? (
          <p className="text-ui text-3">
            Texts come from {textsFrom}. If you answered one of them with STOP some time ago, text START to
            that number to get them again.
          </p>
        ) : null}
      </div>
    </DoorFrame>
  );
}

const UNREACHABLE =
  'The site could not be reached, so nothing was sent. What you wrote is still here; try again.';

/** Sends the answers to the page's own address. */
async function post(fields: FormData): Promise<Outcome> {
  const failed = (form: string): Outcome => ({ kind: 'open', errors: { form } });
  try {
    const response = await fetch(window.location.pathname, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(Object.fromEntries(fields)),
    });
    const told: unknown = await response.json();
    if (response.ok) return { kind: 'sent', texts: isConsented(told) };
    const errors = errorsIn(told);
    return errors === null ? failed(UNREACHABLE) : { kind: 'open', errors };
  } catch {
    // Offline, or an answer from something between here and the site.
    return failed(UNREACHABLE);
  }
}

function isConsented(told: unknown): boolean {
  if (typeof told !== 'object' || told === null || !('texts' in told)) return false;
  const { texts } = told;
  return typeof texts === 'object' && texts !== null && 'consent' in texts && texts.consent === 'recorded';
}

/** The sentences of a problem (RFC 9457), each at its field. */
function errorsIn(told: unknown): Errors | null {
  if (typeof told !== 'object' || told === null) return null;
  if (!('errors' in told) || !Array.isArray(told.errors)) {
    return 'detail' in told && typeof told.detail === 'string' ? { form: told.detail } : null;
  }
  const found: Record<string, string> = {};
  for (const error of told.errors as { pointer?: unknown; detail?: unknown }[]) {
    found[String(error.pointer).slice(1)] = String(error.detail);
  }
  return found;
}

import { randomUUID } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { DoorFrame } from '#app/door-frame.tsx';
import { type HostedAnswers, hostedAnswers, NO_ANSWERS } from '#app/f/hosted-fields.ts';
import { KEPT_COOKIE, readKept } from '#app/f/kept-answers.ts';
import { FormSent, PublicForm } from '#app/f/public-form.tsx';
import { database } from '#prisma/database.ts';
import { readFormDoor } from '#prisma/form-doors.ts';

type Props = {
  params: Promise<{ key: string; form: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const doorOf = cache((key: string, form: string) => readFormDoor(database().read, { key, form }));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { key, form } = await params;
  const door = await doorOf(key, form);
  return {
    title: { absolute: door === null ? 'There is no form here' : `${titleOf(form)} · ${door.brand}` },
    robots: { index: false, follow: false },
  };
}

/** A form of a play, for anybody who has its address. Drawn anew for each visit: its wording and its token are of now. */
export default async function FormPage({ params, searchParams }: Props) {
  const { key, form } = await params;
  const { sent, again, refused } = await searchParams;
  const door = await doorOf(key, form);
  if (door === null) notFound();
  const textsFrom = door.textsFrom === null ? null : numberWords(door.textsFrom);
  if (sent !== undefined)
    return <FormSent brand={door.brand} texts={sent === 'texts'} textsFrom={textsFrom} />;
  if (!door.open) {
    return (
      <DoorFrame title="This form is closed" brand={door.brand}>
        <p className="text-body text-2">
          {door.brand} takes no answers here any more. Nothing that was sent earlier is lost.
        </p>
      </DoorFrame>
    );
  }
  const kept = again === undefined ? null : readKept((await cookies()).get(KEPT_COOKIE)?.value);
  return (
    <PublicForm
      title={titleOf(form)}
      brand={door.brand}
      wording={door.wording}
      token={randomUUID()}
      answers={kept === null ? refusedAnswers(refused) : hostedAnswers(kept)}
      textsFrom={textsFrom}
    />
  );
}

const REFUSED: Record<string, string> = {
  'too-large': 'What you sent was too long, so nothing was taken. Shorten it and send it again.',
  'too-many': 'Too many answers came from your network at once. Wait some minutes, then send it again.',
};

function refusedAnswers(code: string | string[] | undefined): HostedAnswers {
  if (typeof code !== 'string') return NO_ANSWERS;
  const form =
    REFUSED[code] ?? 'What you sent could not be read, so nothing was taken. Please fill it in here.';
  return { ...NO_ANSWERS, errors: { form } };
}

/** "request-a-demo" -> "Request a demo" */
function titleOf(form: string): string {
  const words = form.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** With its country code: who reads this may be anywhere. */
function numberWords(e164: string): string {
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164;
}

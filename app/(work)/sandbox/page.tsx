import type { Metadata } from 'next';
import Link from 'next/link';
import {
  advanceClock,
  choosePersona,
  lookAtCarrier,
  mailAsLead,
  switchPersonas,
  textAsLead,
  unsubscribeAsLead,
} from '#app/(work)/sandbox/actions.ts';
import { readConversation, readPeople } from '#app/(work)/sandbox/conversations.ts';
import { requireCaller } from '#app/session.ts';
import { LivePage } from '#components/live/live-page.tsx';
import { ClockStrip } from '#components/sandbox/clock-strip.tsx';
import { LiveSandbox } from '#components/sandbox/live-sandbox.tsx';
import { Mailbox } from '#components/sandbox/mailbox.tsx';
import { PeopleList } from '#components/sandbox/people-list.tsx';
import { PersonasSwitch } from '#components/sandbox/personas-switch.tsx';
import { Phone } from '#components/sandbox/phone.tsx';
import { SandboxColumns } from '#components/sandbox/sandbox-columns.tsx';
import type { Conversation } from '#components/sandbox/sandbox-view.ts';
import { PageBody } from '#components/shell/page-body.tsx';
import { TopBar } from '#components/shell/top-bar.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorPanel } from '#components/ui/error-panel.tsx';
import { zoneWords } from '#components/ui/time-words.ts';
import { may } from '#prisma/caller.ts';
import { since } from '#prisma/changes.ts';
import { database } from '#prisma/database.ts';
import { environment } from '#prisma/environment.ts';
import { readSandboxClock } from '#prisma/sandbox-clock.ts';
import { sandboxLines } from '#prisma/sandbox-people.ts';

export const metadata: Metadata = { title: 'Sandbox' };

export default async function SandboxPage({ searchParams }: { searchParams: Promise<{ who?: string }> }) {
  const { caller } = await requireCaller();
  const db = database();
  const { who } = await searchParams;
  const { cursor } = await since(db, caller, null);
  const [clock, lines] = await Promise.all([
    readSandboxClock(db, caller, Date.now()),
    sandboxLines(db, caller, environment().secret),
  ]);
  const found = await readPeople(db, caller, lines, clock);
  const canAct = may(caller, 'leads.write');
  const bar = (
    <TopBar
      title="Sandbox"
      note="nothing here leaves this machine"
      actions={<ClockStrip clock={clock} advance={canAct ? advanceClock : null} />}
    />
  );
  const live = (
    <>
      <LivePage cursor={cursor} watch={{ message: 'any', enrolment: 'any', sender: 'any' }} />
      <LiveSandbox cursor={found.ok ? found.value.cursor : null} look={lookAtCarrier} />
    </>
  );
  if (!found.ok) {
    return (
      <>
        {live}
        {bar}
        <PageBody>
          <ErrorPanel
            what="The sandbox carrier does not answer"
            kept="Every text and email in it is kept, and plays go on when it is back."
            todo="It is started again by itself. This page comes back with it."
            actions={
              <Button asChild>
                <Link href="/settings/operations">See what is up</Link>
              </Button>
            }
          />
        </PageBody>
      </>
    );
  }
  const { people, personas } = found.value;
  const chosen = people.find(({ key, leadId }) => key === who || leadId === who);
  const person = chosen ?? people[0];
  const conversation = person === undefined ? null : await readConversation(db, caller, person, lines, clock);
  const shown = people.map(({ zone: _, country: __, lead: ___, ...each }) => each);
  return (
    <>
      {live}
      {bar}
      <PageBody flush>
        {people.length === 0 ? (
          <EmptyState
            title="Nobody has a message yet"
            className="px-(--gutter) py-6"
            action={
              <Button asChild variant="primary">
                <Link href="/leads">Run a play on a lead</Link>
              </Button>
            }
          >
            This is the phone and the mailbox of your leads. What a play sends from a sandbox sender arrives
            here, and you answer as the lead; or one of {personas.list.length} personas does it by itself.
          </EmptyState>
        ) : (
          <SandboxColumns
            who={person === undefined ? null : { key: person.key, isChosen: chosen !== undefined }}
            people={
              <>
                <PeopleList people={shown} current={person?.key ?? null} />
                <PersonasSwitch
                  isOn={personas.isOn}
                  switchTo={may(caller, 'settings.write') ? switchPersonas : null}
                />
              </>
            }
            open={conversation === null ? null : openParts(conversation, personas, canAct)}
          />
        )}
      </PageBody>
    </>
  );
}

type Personas = { isOn: boolean; list: { id: string; name: string; about: string }[] };

function openParts(conversation: Conversation, personas: Personas, canAct: boolean) {
  const { person, phone, mailbox, shortName, zone } = conversation;
  const shared = { leadName: shortName, personas: personas.list, personasOff: !personas.isOn };
  return {
    head: (
      <p className="truncate text-ui">
        {person.leadId ? (
          <Link href={`/leads/${person.leadId}`} className="rounded-tag font-semibold hover:underline">
            {person.name}
          </Link>
        ) : (
          <span className="font-semibold">{person.name}</span>
        )}{' '}
        <span className="text-3">
          {[
            person.company,
            zone ? `${zoneWords(zone)} time` : '',
            person.leadId ? '' : 'no lead has this address',
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </p>
    ),
    phone: phone ? (
      <Phone phone={phone} {...shared} acts={canAct ? { answer: textAsLead, choosePersona } : null} />
    ) : null,
    mailbox: mailbox ? (
      <Mailbox
        mailbox={mailbox}
        {...shared}
        acts={canAct ? { answer: mailAsLead, choosePersona, unsubscribe: unsubscribeAsLead } : null}
      />
    ) : null,
  };
}

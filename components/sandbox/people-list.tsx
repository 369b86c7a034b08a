'use client';

import { MailIcon, MessageSquareTextIcon } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import type { SandboxPerson } from '#components/sandbox/sandbox-view.ts';
import { cn } from '#components/ui/class-names.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';

type PeopleListProps = {
  people: readonly SandboxPerson[];
  /** Whose conversation is open. */
  current: string | null;
};

/** Everybody who has messages, the latest first. */
export function PeopleList({ people, current }: PeopleListProps) {
  const [typed, setTyped] = useState('');
  const path = usePathname();
  const query = useSearchParams();
  const words = typed.trim().toLowerCase();
  const shown = people.filter(({ name, company, phone, email }) =>
    [name, company, phone ?? '', email ?? ''].some((text) => text.toLowerCase().includes(words)),
  );
  const hrefOf = (key: string) => {
    const next = new URLSearchParams(query);
    next.set('who', key);
    return `${path}?${next}`;
  };
  return (
    <>
      <div className="shrink-0 border-b border-line p-3">
        <Field label="Find a person" labelHidden>
          <Input
            size="sm"
            type="search"
            placeholder="Name, number or address"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </Field>
      </div>
      {shown.length === 0 ? <p className="p-4 text-ui text-3">Nobody has “{typed.trim()}”.</p> : null}
      <ul className="min-h-0 flex-1 overflow-y-auto">
        {shown.map((person) => (
          <li key={person.key}>
            <Link
              href={hrefOf(person.key)}
              scroll={false}
              {...(person.key === current ? { 'aria-current': 'true' } : {})}
              className={cn(
                'block border-b border-line border-l-2 border-l-transparent px-4 py-2.5 -outline-offset-2 hover:bg-hover',
                'aria-[current]:border-l-accent aria-[current]:bg-accent-soft',
              )}
            >
              <span className="flex items-baseline gap-2">
                <span className="min-w-0 flex-1 truncate text-ui font-semibold">{person.name}</span>
                <RelativeTime atMs={person.last.atMs} className="shrink-0 text-meta text-3" />
              </span>
              <span className="flex items-center gap-1.5 text-ui text-3">
                {person.last.channel === 'sms' ? (
                  <MessageSquareTextIcon aria-hidden="true" className="size-3.5 shrink-0 text-sms" />
                ) : (
                  <MailIcon aria-hidden="true" className="size-3.5 shrink-0 text-email" />
                )}
                <span className={cn('min-w-0 truncate', person.last.fromLead && 'text-1')}>
                  {person.last.words}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}

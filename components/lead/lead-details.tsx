'use client';

import { PlusIcon } from 'lucide-react';
import { useState } from 'react';
import type { Outcome } from '#components/act/outcome.ts';
import { useAct } from '#components/act/use-act.ts';
import { EditableFact } from '#components/lead/editable-fact.tsx';
import type { LeadDetail } from '#components/lead/lead-sheet.ts';
import { Button } from '#components/ui/button.tsx';
import { DropdownMenu } from '#components/ui/dropdown-menu.tsx';
import { Tag } from '#components/ui/tag.tsx';

type Member = { id: string; name: string };

type LeadDetailsProps = {
  details: readonly LeadDetail[];
  tags: readonly string[];
  /** Who looks after the lead; null: nobody. */
  owner: Member | null;
  /** Who could. */
  members: readonly Member[];
  /** Null: may not be changed by this person. */
  assign: ((userId: string | null) => Promise<Outcome>) | null;
  /** Null: may not be changed by this person. */
  change: ((name: string, value: string) => Promise<Outcome>) | null;
};

/** What is known of a lead. Details nobody knows are not drawn; they are behind "Add a detail". */
export function LeadDetails({ details, tags, owner, members, assign, change }: LeadDetailsProps) {
  const [adding, setAdding] = useState<string | null>(null);
  const isKnown = (detail: LeadDetail) =>
    detail.value !== '' || Boolean(detail.shown) || detail.name === adding;
  const known = details.filter(isKnown);
  const unknown = details.filter((detail) => !isKnown(detail));
  return (
    <>
      <dl className="grid grid-cols-[80px_minmax(0,1fr)] gap-x-2 gap-y-1.5 text-ui">
        {known.map((detail) => (
          <div key={detail.name} className="contents">
            <dt className="text-3">{detail.label}</dt>
            <dd className="min-w-0">
              <EditableFact
                key={`${detail.name} ${detail.name === adding}`}
                fact={detail}
                change={change}
                startsOpen={detail.name === adding}
                onClosed={() => setAdding(null)}
              />
            </dd>
          </div>
        ))}
        <dt className="text-3">Owner</dt>
        <dd className="min-w-0">
          <Owner owner={owner} members={members} assign={assign} />
        </dd>
        {tags.length > 0 ? (
          <>
            <dt className="text-3">Tags</dt>
            <dd className="flex flex-wrap gap-1">
              {tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </dd>
          </>
        ) : null}
      </dl>
      {change !== null && unknown.length > 0 ? (
        <DropdownMenu
          align="start"
          trigger={
            <Button variant="ghost" size="sm" className="mt-2 -ml-2">
              <PlusIcon aria-hidden="true" />
              Add a detail
            </Button>
          }
          items={unknown.map((detail) => ({
            label: detail.label,
            run: () => setAdding(detail.name),
          }))}
          className="max-h-80 overflow-y-auto"
        />
      ) : null}
    </>
  );
}

/** Who answers this lead, chosen among the members. */
function Owner({ owner, members, assign }: Pick<LeadDetailsProps, 'owner' | 'members' | 'assign'>) {
  const { run } = useAct();
  const words = owner?.name ?? 'nobody yet';
  if (assign === null) return <span className={owner === null ? 'text-warn' : undefined}>{words}</span>;
  const give = (to: Member | null) =>
    void run('assign', () => assign(to?.id ?? null), {
      done: to === null ? 'Nobody owns the lead now' : `${to.name} owns the lead now`,
      failed: 'The owner could not be changed',
      undo: async () => {
        await assign(owner?.id ?? null);
      },
    });
  return (
    <DropdownMenu
      align="start"
      trigger={
        <button
          type="button"
          aria-label={`Change owner: ${words}`}
          className="-mx-1.5 block w-[calc(100%+12px)] rounded-tag px-1.5 text-left hover:bg-hover"
        >
          <span className={owner === null ? 'text-warn' : undefined}>{words}</span>
        </button>
      }
      items={[
        ...members
          .filter((member) => member.id !== owner?.id)
          .map((member) => ({ label: member.name, run: () => give(member) })),
        ...(owner === null ? [] : [{ label: 'Nobody', run: () => give(null) }]),
      ]}
    />
  );
}

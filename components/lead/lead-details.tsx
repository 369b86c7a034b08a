'use client';

import { PlusIcon } from 'lucide-react';
import { useState } from 'react';
import type { Outcome } from '#components/act/outcome.ts';
import { EditableFact } from '#components/lead/editable-fact.tsx';
import type { LeadDetail } from '#components/lead/lead-sheet.ts';
import { Button } from '#components/ui/button.tsx';
import { DropdownMenu } from '#components/ui/dropdown-menu.tsx';
import { Tag } from '#components/ui/tag.tsx';

type LeadDetailsProps = {
  details: readonly LeadDetail[];
  tags: readonly string[];
  /** Who looks after the lead; null: nobody. */
  owner: string | null;
  /** Null: may not be changed by this person. */
  change: ((name: string, value: string) => Promise<Outcome>) | null;
};

/** What is known of a lead. Details nobody knows are not drawn; they are behind "Add a detail". */
export function LeadDetails({ details, tags, owner, change }: LeadDetailsProps) {
  const [adding, setAdding] = useState<string | null>(null);
  const known = details.filter((detail) => detail.value !== '' || detail.name === adding);
  const unknown = details.filter((detail) => detail.value === '' && detail.name !== adding);
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
        <dd className={owner === null ? 'text-warn' : undefined}>{owner ?? 'nobody yet'}</dd>
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

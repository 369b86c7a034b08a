'use client';

import { ArrowLeftIcon } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/class-names.ts';
import { Segmented } from '#components/ui/segmented.tsx';

type SandboxColumnsProps = {
  people: React.ReactNode;
  /** Who is open, and whether somebody chose them; else they are only the first of the list. */
  who: { key: string; isChosen: boolean } | null;
  /** Whose conversation is open: a link to the lead, the phone, the mailbox. */
  open: { head: React.ReactNode; phone: React.ReactNode | null; mailbox: React.ReactNode | null } | null;
};

/** People, their phone, their mailbox; below 1024 px phone and mailbox take turns, on a phone the list steps aside as well. */
export function SandboxColumns({ people, who, open }: SandboxColumnsProps) {
  const [side, setSide] = useState<'phone' | 'mailbox'>('phone');
  const shown = open?.phone ? side : 'mailbox';
  usePinned(who);
  return (
    <div className="flex min-h-0 flex-1">
      <aside
        aria-label="People"
        className={cn(
          'flex min-h-0 w-full shrink-0 flex-col border-line wide:w-72 wide:border-r',
          who?.isChosen && 'max-wide:hidden',
        )}
      >
        {people}
      </aside>
      {open ? (
        <div
          className={cn('flex min-h-0 min-w-0 flex-1 flex-col', who?.isChosen === false && 'max-wide:hidden')}
        >
          <div className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2">
            <Button
              variant="ghost"
              icon
              size="touch"
              asChild
              aria-label="All people"
              className="-ml-3 wide:hidden"
            >
              <Link href="/sandbox" scroll={false}>
                <ArrowLeftIcon aria-hidden="true" />
              </Link>
            </Button>
            <div className="min-w-0 flex-1">{open.head}</div>
            {open.phone && open.mailbox ? (
              <Segmented
                aria-label="Phone or mailbox"
                value={side}
                onValueChange={setSide}
                options={[
                  { value: 'phone', label: 'Phone' },
                  { value: 'mailbox', label: 'Mailbox' },
                ]}
                className="desk:hidden"
              />
            ) : null}
          </div>
          <div className="flex min-h-0 flex-1">
            {open.phone ? (
              <section
                aria-label="Phone"
                className={cn(
                  'flex min-h-0 min-w-0 flex-1 flex-col border-line desk:max-w-120',
                  open.mailbox && 'desk:border-r',
                  shown !== 'phone' && 'max-desk:hidden',
                )}
              >
                {open.phone}
              </section>
            ) : null}
            {open.mailbox ? (
              <section
                aria-label="Mailbox"
                className={cn(
                  'flex min-h-0 min-w-0 flex-1 flex-col',
                  shown !== 'mailbox' && 'max-desk:hidden',
                )}
              >
                {open.mailbox}
              </section>
            ) : null}
          </div>
        </div>
      ) : null}
    </div>
  );
}

/** From where the list has a place beside the conversation. */
const WIDE = '(min-width: 700px)';

/** The first of the list stays open when another moves to its head: nobody is answered for by mistake. */
function usePinned(who: SandboxColumnsProps['who']): void {
  const router = useRouter();
  const path = usePathname();
  const query = useSearchParams();
  const loose = who !== null && !who.isChosen ? who.key : null;
  useEffect(() => {
    if (loose === null || !window.matchMedia(WIDE).matches) return;
    const next = new URLSearchParams(query);
    next.set('who', loose);
    router.replace(`${path}?${next}`, { scroll: false });
  }, [loose, path, query, router]);
}

'use client';

import { ArrowLeftIcon, ChevronRightIcon } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { currentDestination } from '#components/shell/destination.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/class-names.ts';

export type Crumb = { label: string; href: string };
export type PageTab = { label: string; href: string; count?: number | undefined };

type TopBarProps = {
  /** The page's name; the only h1. */
  title: React.ReactNode;
  /** What the page is part of, outermost first. On a phone: an arrow back to the last of them. */
  crumbs?: readonly Crumb[];
  /** Quiet words after the title: a date, a count. */
  note?: React.ReactNode;
  /** Right behind the title: a state tag, a menu for switching. */
  beside?: React.ReactNode;
  /** Parts of the page with an address each; the current one follows from the path. */
  tabs?: readonly PageTab[];
  /** At the right: at most one solid button, last. */
  actions?: React.ReactNode;
};

/** 48 px: where one is, its parts, its acts. On a phone 56, the tabs below. */
export function TopBar({ title, crumbs = [], note, beside, tabs = [], actions }: TopBarProps) {
  const parent = crumbs.at(-1);
  return (
    <header className="shrink-0 border-b border-line bg-ground">
      <div className="flex h-14 items-center gap-2 px-(--gutter) wide:h-12">
        {parent ? (
          <Button
            variant="ghost"
            size="touch"
            icon
            asChild
            aria-label={`Back to ${parent.label}`}
            className="-ml-3 wide:hidden"
          >
            <Link href={parent.href}>
              <ArrowLeftIcon aria-hidden="true" />
            </Link>
          </Button>
        ) : null}
        <div className="flex min-w-0 items-center gap-2">
          {crumbs.length > 0 ? (
            <nav aria-label="Where this is" className="hidden shrink-0 wide:block">
              <ol className="flex items-center gap-1.5 text-ui whitespace-nowrap text-3">
                {crumbs.map((crumb) => (
                  <li key={crumb.href} className="flex items-center gap-1.5">
                    <Link href={crumb.href} className="rounded-tag hover:text-1 hover:underline">
                      {crumb.label}
                    </Link>
                    <ChevronRightIcon aria-hidden="true" className="size-3.5 shrink-0" />
                  </li>
                ))}
              </ol>
            </nav>
          ) : null}
          <h1
            className={cn(
              'min-w-0 truncate text-head',
              crumbs.length > 0 && 'wide:text-ui wide:font-semibold',
            )}
          >
            {title}
          </h1>
          {beside}
          {note ? (
            <span className="hidden min-w-0 truncate text-ui text-3 tabular-nums wide:inline">{note}</span>
          ) : null}
        </div>
        {tabs.length > 0 ? <Tabs tabs={tabs} className="hidden h-12 wide:ml-6 wide:flex" /> : null}
        {actions ? <div className="ml-auto flex shrink-0 items-center gap-2">{actions}</div> : null}
      </div>
      {tabs.length > 0 ? <Tabs tabs={tabs} className="flex h-11 overflow-x-auto px-2 wide:hidden" /> : null}
    </header>
  );
}

function Tabs({ tabs, className }: { tabs: readonly PageTab[]; className: string }) {
  const path = usePathname();
  const current = currentDestination(path, tabs);
  return (
    <nav aria-label="Parts of this page" className={cn('shrink-0 gap-1 text-ui text-2', className)}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          {...(tab === current ? { 'aria-current': 'page' } : {})}
          className="flex shrink-0 items-center gap-1.5 border-y-2 border-transparent px-2.5 transition-colors -outline-offset-2 hover:text-1 aria-[current]:border-b-text-1 aria-[current]:font-medium aria-[current]:text-1"
        >
          {tab.label}
          {tab.count === undefined ? null : <span className="text-3 tabular-nums">{tab.count}</span>}
        </Link>
      ))}
    </nav>
  );
}

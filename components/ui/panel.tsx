import { cn } from '#components/ui/class-names.ts';

type PanelProps = Omit<React.ComponentProps<'section'>, 'title'> & {
  title?: React.ReactNode;
  /** A quiet word after the title: a count, a span of time. */
  note?: React.ReactNode;
  /** At the right of the header: a link, a segmented control, small buttons. */
  actions?: React.ReactNode;
  /** 16 px inside. Leave it out round tables and lists, which bring their own. */
  padded?: boolean;
};

/** A bordered group with a header of 40. Never a panel inside a panel: use `Section` there. */
export function Panel({ title, note, actions, padded = false, className, children, ...rest }: PanelProps) {
  return (
    <section
      className={cn('min-w-0 [--gutter:16px] rounded-card border border-line bg-surface', className)}
      {...rest}
    >
      {title ? (
        <header className="flex min-h-10 items-center gap-2 border-b border-line px-4 py-1.5 text-ui">
          <h2 className="shrink-0 font-semibold">{title}</h2>
          {note ? <span className="min-w-0 truncate text-meta text-3 tabular-nums">{note}</span> : null}
          {actions ? <div className="ml-auto flex shrink-0 items-center gap-2">{actions}</div> : null}
        </header>
      ) : null}
      {padded ? <div className="p-4">{children}</div> : children}
    </section>
  );
}

type SectionProps = Omit<React.ComponentProps<'section'>, 'title'> & {
  title?: React.ReactNode;
  actions?: React.ReactNode;
};

/** One part of a side panel: quiet title, 12 x 16 padding, a line below. */
export function Section({ title, actions, className, children, ...rest }: SectionProps) {
  return (
    <section className={cn('border-b border-line px-4 py-3 last:border-b-0', className)} {...rest}>
      {title ? <SectionHeader title={title} actions={actions} className="mb-1" /> : null}
      {children}
    </section>
  );
}

type SectionHeaderProps = { title: React.ReactNode; actions?: React.ReactNode; className?: string };

/** A title in `meta` 500, with a link or a tag at its right. */
export function SectionHeader({ title, actions, className }: SectionHeaderProps) {
  return (
    <div className={cn('flex min-h-5 items-center gap-2', className)}>
      <h3 className="min-w-0 flex-1 text-meta font-medium text-3">{title}</h3>
      {actions}
    </div>
  );
}

import { cn } from '#components/ui/class-names.ts';

type Fact = {
  term: React.ReactNode;
  value: React.ReactNode;
  key?: string;
};

type DefinitionListProps = {
  facts: readonly Fact[];
  /** Width of the left column. 88 in side panels. */
  termWidth?: 88 | 120 | 160;
  className?: string;
};

const columns = {
  88: 'grid-cols-[88px_minmax(0,1fr)]',
  120: 'grid-cols-[120px_minmax(0,1fr)]',
  160: 'grid-cols-[160px_minmax(0,1fr)]',
};

/** Facts of one thing: quiet term at the left, value on one edge at the right. */
export function DefinitionList({ facts, termWidth = 88, className }: DefinitionListProps) {
  return (
    <dl className={cn('grid gap-x-2 gap-y-1 text-ui', columns[termWidth], className)}>
      {facts.map((fact, at) => (
        <div key={fact.key ?? (typeof fact.term === 'string' ? fact.term : at)} className="contents">
          <dt className="text-3">{fact.term}</dt>
          <dd className="min-w-0 wrap-break-word text-1">{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

import { cn } from '#components/ui/class-names.ts';

/** A plain table for a few rows that need neither sorting nor choosing. Same rows as `DataTable`. */
export function Table({ className, ...rest }: React.ComponentProps<'table'>) {
  return <table className={cn('w-full border-collapse text-left text-ui', className)} {...rest} />;
}

type CellProps = {
  /** Numbers stand at the right. */
  align?: 'left' | 'right';
};

export function HeadCell({
  align = 'left',
  className,
  ...rest
}: Omit<React.ComponentProps<'th'>, 'align'> & CellProps) {
  return (
    <th
      scope="col"
      className={cn(
        'h-8 border-b border-line px-2 text-meta font-normal whitespace-nowrap text-3 first:pl-(--gutter) last:pr-(--gutter)',
        align === 'right' ? 'text-right' : 'text-left',
        className,
      )}
      {...rest}
    />
  );
}

export function Cell({
  align = 'left',
  className,
  ...rest
}: Omit<React.ComponentProps<'td'>, 'align'> & CellProps) {
  return (
    <td
      className={cn(
        'h-10 border-b border-line px-2 first:pl-(--gutter) last:pr-(--gutter) in-[tr:last-child]:border-b-0',
        align === 'right' && 'text-right tabular-nums',
        className,
      )}
      {...rest}
    />
  );
}

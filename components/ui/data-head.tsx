import { ArrowDownIcon, ArrowUpIcon } from 'lucide-react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { cn } from '#components/ui/class-names.ts';
import type { DataColumn, Sort } from '#components/ui/data-table.tsx';

type DataHeadProps<Row> = {
  columns: readonly DataColumn<Row>[];
  order: Sort | null;
  /** The server sorts: columns say so by `sortable`, not by `sortValue`. */
  sortsOutside: boolean;
  onSort: (column: DataColumn<Row>) => void;
  /** The box over the rows' boxes; null where rows cannot be chosen. */
  choice: { total: number; state: boolean | 'indeterminate'; onChange: (on: boolean) => void } | null;
};

/** The header of a `DataTable`: it stays in sight, and its names sort. */
export function DataHead<Row>({ columns, order, sortsOutside, onSort, choice }: DataHeadProps<Row>) {
  return (
    <thead className="sticky top-0 z-10 bg-surface">
      <tr aria-rowindex={1}>
        {choice ? (
          <th
            scope="col"
            className="h-8 border-b border-line pl-(--gutter)"
            style={{ width: 'calc(var(--gutter) + 24px)' }}
          >
            <Checkbox
              aria-label={`Choose all ${choice.total}`}
              checked={choice.state}
              onCheckedChange={(on) => choice.onChange(on === true)}
            />
          </th>
        ) : null}
        {columns.map((column) => {
          const sorts = Boolean(sortsOutside ? column.sortable : column.sortValue);
          const sorted = order?.column === column.id;
          const Arrow = order?.descending ? ArrowDownIcon : ArrowUpIcon;
          return (
            <th
              key={column.id}
              scope="col"
              {...(sorted ? { 'aria-sort': order.descending ? 'descending' : 'ascending' } : {})}
              style={column.width ? { width: column.width } : undefined}
              className={cn(
                'h-8 border-b border-line px-2 text-meta font-normal whitespace-nowrap text-3 first:pl-(--gutter) last:pr-(--gutter)',
                column.align === 'right' && 'text-right',
                column.wideOnly && 'max-wide:hidden',
              )}
            >
              {sorts ? (
                <button
                  type="button"
                  onClick={() => onSort(column)}
                  className={cn(
                    'relative touch-target inline-flex items-center gap-1 rounded-tag hover:text-1',
                    column.align === 'right' && 'flex-row-reverse',
                    sorted && 'font-medium text-2',
                  )}
                >
                  {column.header}
                  {sorted ? <Arrow aria-hidden="true" className="size-3" /> : null}
                </button>
              ) : (
                column.header
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

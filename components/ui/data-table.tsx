'use client';

import {
  createSortedRowModel,
  type RowData,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useMemo, useRef, useState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { cn } from '#components/ui/class-names.ts';
import { DataHead } from '#components/ui/data-head.tsx';

export type DataColumn<Row> = {
  id: string;
  /** The column's name. A sentence begins with a capital, as elsewhere. */
  header: string;
  cell: (row: Row) => React.ReactNode;
  /** Pixels. Columns without a width share what is left. */
  width?: number;
  /** Numbers and the last column stand at the right. */
  align?: 'left' | 'right';
  /** What the column is sorted by here, in the browser. null and undefined come last. */
  sortValue?: (row: Row) => string | number | null | undefined;
  /** The server sorts by this column (with `onSortChange`). */
  sortable?: boolean;
  /** Left out below 700 px. */
  wideOnly?: boolean;
};

export type Sort = { column: string; descending: boolean };

type DataTableProps<Row> = {
  /** What the rows are: "Leads". Read out. */
  label: string;
  /** Keep it stable (module scope or `useMemo`), or every row is built anew at each render. */
  columns: readonly DataColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** What a row is called by a screen reader when it is chosen: the lead's name. */
  rowName: (row: Row) => string;
  /** Where a row leads: its first cell becomes a link, the whole row can be clicked, Enter opens it. */
  rowHref?: (row: Row) => string;
  /** Instead of `rowHref`: opens a side panel. */
  onOpen?: (row: Row) => void;
  /** Ids of chosen rows. Given: a column of check boxes, Space and Shift-click. */
  selected?: ReadonlySet<string>;
  onSelectedChange?: (selected: ReadonlySet<string>) => void;
  sort?: Sort | null;
  /** Given: the order comes from outside (the server); not given: rows are sorted here by `sortValue`. */
  onSortChange?: (sort: Sort) => void;
  /** Shown instead of rows: an `EmptyState` that says what belongs here. */
  empty: React.ReactNode;
  /** Rows of 36 instead of 40. */
  dense?: boolean;
  className?: string;
};

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});

/** From this many rows on, only those in sight are in the page. */
const virtualFrom = 100;

/**
 * Rows of one kind: sticky header, sorting, choosing, keys (arrows or J and K move, Enter opens, Space chooses, Home, End).
 * It scrolls inside itself: give it a height (`flex-1 min-h-0`) or let it grow.
 */
export function DataTable<Row extends RowData>({
  label,
  columns,
  rows,
  rowId,
  rowName,
  rowHref,
  onOpen,
  selected,
  onSelectedChange,
  sort,
  onSortChange,
  empty,
  dense = false,
  className,
}: DataTableProps<Row>) {
  const router = useRouter();
  const scroller = useRef<HTMLDivElement>(null);
  const [ownSort, setOwnSort] = useState<Sort | null>(sort ?? null);
  const [current, setCurrent] = useState(0);
  const [anchor, setAnchor] = useState<number | null>(null);
  const order = onSortChange ? (sort ?? null) : ownSort;
  const selectable = selected !== undefined && onSelectedChange !== undefined;

  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (row: Row) => column.sortValue?.(row) ?? undefined,
        enableSorting: Boolean(column.sortValue),
        sortUndefined: 'last' as const,
        sortFn: (
          a: { getValue: (id: string) => unknown },
          b: { getValue: (id: string) => unknown },
          id: string,
        ) => compare(a.getValue(id), b.getValue(id)),
      })),
    [columns],
  );
  const sorting = useMemo<SortingState>(
    () => (order ? [{ id: order.column, desc: order.descending }] : []),
    [order],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: rows as Row[],
    getRowId: rowId,
    manualSorting: Boolean(onSortChange),
    state: { sorting },
  });
  const shown = table.getRowModel().rows;
  const virtual = shown.length >= virtualFrom;
  const rowHeight = dense ? 36 : 40;
  const virtualizer = useVirtualizer({
    count: shown.length,
    enabled: virtual,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });

  if (rows.length === 0) return <div className={className}>{empty}</div>;

  const changeSort = (column: DataColumn<Row>) => {
    const next = { column: column.id, descending: order?.column === column.id ? !order.descending : false };
    if (onSortChange) onSortChange(next);
    else setOwnSort(next);
  };

  const choose = (index: number, on: boolean, ranged: boolean) => {
    if (!selected || !onSelectedChange) return;
    const next = new Set(selected);
    const [from, to] =
      ranged && anchor !== null ? [Math.min(anchor, index), Math.max(anchor, index)] : [index, index];
    for (const row of shown.slice(from, to + 1)) {
      if (on) next.add(row.id);
      else next.delete(row.id);
    }
    setAnchor(index);
    onSelectedChange(next);
  };

  const chooseAll = (on: boolean) => onSelectedChange?.(new Set(on ? shown.map((row) => row.id) : []));

  const open = (row: Row) => {
    if (rowHref) router.push(rowHref(row));
    else onOpen?.(row);
  };

  const focusRow = (index: number) => {
    const to = Math.max(0, Math.min(shown.length - 1, index));
    setCurrent(to);
    if (virtual) virtualizer.scrollToIndex(to);
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${to}"]`)?.focus({ preventScroll: virtual });
    });
  };

  const onRowKey = (event: React.KeyboardEvent<HTMLTableRowElement>, index: number) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const row = shown[index];
    if (!row) return;
    switch (event.key) {
      case 'ArrowDown':
      case 'j':
        focusRow(index + 1);
        break;
      case 'ArrowUp':
      case 'k':
        focusRow(index - 1);
        break;
      case 'Home':
        focusRow(0);
        break;
      case 'End':
        focusRow(shown.length - 1);
        break;
      case 'Enter':
        open(row.original);
        break;
      case ' ':
        choose(index, !selected?.has(row.id), event.shiftKey);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  const items = virtual
    ? virtualizer.getVirtualItems()
    : shown.map((_, index) => ({ index, start: 0, end: 0 }));
  const above = virtual ? (items[0]?.start ?? 0) : 0;
  const below = virtual ? virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0) : 0;
  const allChosen = selectable && shown.every((row) => selected.has(row.id));
  const someChosen = selectable && !allChosen && shown.some((row) => selected.has(row.id));
  const reachable = Math.min(current, shown.length - 1);

  return (
    <div ref={scroller} className={cn('relative min-w-0 overflow-auto', className)}>
      <table
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: rows are moved through and chosen by key, which is a grid
        role="grid"
        aria-label={label}
        aria-rowcount={shown.length + 1}
        {...(selectable ? { 'aria-multiselectable': true } : {})}
        className="w-full table-fixed border-separate border-spacing-0 text-left text-ui"
      >
        <DataHead
          columns={columns}
          order={order}
          sortsOutside={Boolean(onSortChange)}
          onSort={changeSort}
          choice={
            selectable
              ? {
                  total: shown.length,
                  state: allChosen ? true : someChosen ? 'indeterminate' : false,
                  onChange: chooseAll,
                }
              : null
          }
        />
        <tbody>
          {above > 0 ? <Gap height={above} /> : null}
          {items.map(({ index }) => {
            const row = shown[index];
            if (!row) return null;
            const chosen = selected?.has(row.id) ?? false;
            return (
              <tr
                key={row.id}
                data-index={index}
                aria-rowindex={index + 2}
                {...(virtual ? { ref: virtualizer.measureElement } : {})}
                {...(selectable ? { 'aria-selected': chosen } : {})}
                tabIndex={index === reachable ? 0 : -1}
                onFocus={(event) => {
                  if (event.target === event.currentTarget) setCurrent(index);
                }}
                onKeyDown={(event) => onRowKey(event, index)}
                onClick={(event) => {
                  if (isControl(event.target)) return;
                  if (event.shiftKey && selectable) choose(index, true, true);
                  else open(row.original);
                }}
                className={cn(
                  'group/row -outline-offset-2 transition-colors',
                  (rowHref || onOpen) && 'cursor-pointer hover:bg-hover',
                  chosen && 'bg-accent-soft hover:bg-accent-soft',
                )}
              >
                {selectable ? (
                  <td className="border-b border-line pl-(--gutter) group-last/row:border-b-0">
                    <Checkbox
                      aria-label={`Choose ${rowName(row.original)}`}
                      checked={chosen}
                      onClick={(event) => {
                        event.preventDefault();
                        choose(index, !chosen, event.shiftKey);
                      }}
                    />
                  </td>
                ) : null}
                {columns.map((column, at) => (
                  <td
                    key={column.id}
                    className={cn(
                      'truncate border-b border-line px-2 group-last/row:border-b-0 first:pl-(--gutter) last:pr-(--gutter) max-wide:h-12',
                      dense ? 'h-9' : 'h-10',
                      column.align === 'right' && 'text-right tabular-nums',
                      column.wideOnly && 'max-wide:hidden',
                    )}
                  >
                    {at === 0 && rowHref ? (
                      <Link href={rowHref(row.original)} className="rounded-tag hover:underline">
                        {column.cell(row.original)}
                      </Link>
                    ) : (
                      column.cell(row.original)
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
          {below > 0 ? <Gap height={below} /> : null}
        </tbody>
      </table>
    </div>
  );
}

/** Stands for the rows out of sight. */
function Gap({ height }: { height: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
    <tr aria-hidden="true">
      <td style={{ height }} className="p-0" />
    </tr>
  );
}

/** A press on a link or control inside a row is not a press on the row. */
function isControl(target: EventTarget): boolean {
  return (
    target instanceof Element &&
    target.closest('a, button, input, select, textarea, label, [role="menuitem"]') !== null
  );
}

const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

function compare(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return words.compare(String(a), String(b));
}

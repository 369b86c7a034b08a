import { CircleAlertIcon } from 'lucide-react';
import type { FilePreviewView, PreviewRow } from '#components/lead/import-view.ts';
import { Cell, HeadCell, Table } from '#components/ui/table-parts.tsx';

/** The first rows as leads, with how country and time zone are known; rows that become none, with the reason. */
export function PreviewRows({ preview }: { preview: FilePreviewView }) {
  return (
    <div className="overflow-x-auto">
      <Table className="min-w-180">
        <thead>
          <tr>
            <HeadCell className="w-14">Row</HeadCell>
            <HeadCell>Lead</HeadCell>
            <HeadCell>Reached at</HeadCell>
            <HeadCell>Country</HeadCell>
            <HeadCell>Time zone</HeadCell>
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row) => (
            <Row key={row.rowNumber} row={row} />
          ))}
        </tbody>
      </Table>
      <p className="border-t border-line px-4 py-2 text-meta text-3">
        Rows that say nothing of their country: {preview.country.words}, {preview.country.how}.
      </p>
    </div>
  );
}

function Row({ row }: { row: PreviewRow }) {
  if (row.problem !== null) {
    return (
      <tr>
        <Cell className="text-3 tabular-nums">{row.rowNumber}</Cell>
        <Cell colSpan={4} className="text-late">
          <span className="flex items-center gap-1.5">
            <CircleAlertIcon aria-hidden="true" className="size-3.5 shrink-0" />
            {row.problem}
          </span>
        </Cell>
      </tr>
    );
  }
  return (
    <tr className="*:py-2 *:align-top">
      <Cell className="text-3 tabular-nums">{row.rowNumber}</Cell>
      <Cell>
        <span className="font-medium">{row.name}</span>
        <span className="block text-meta text-3">{row.company}</span>
        {row.remarks.map((remark) => (
          <span key={remark} className="block text-meta text-warn">
            {remark}
          </span>
        ))}
      </Cell>
      <Cell>
        {row.email}
        {row.phones.map((phone) => (
          <span key={phone} className="block text-meta text-2 tabular-nums">
            {phone}
          </span>
        ))}
      </Cell>
      <Cell>
        {row.country}
        <span className="block text-meta text-3">{row.countryHow}</span>
      </Cell>
      <Cell>
        {row.zone}
        <span className="block text-meta text-3">{row.zoneHow}</span>
      </Cell>
    </tr>
  );
}

import { XIcon } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';

type SelectionBarProps = {
  count: number;
  /** "lead" and "leads". */
  noun: readonly [one: string, many: string];
  onClear: () => void;
  /** Small buttons: what can be done with all of them. */
  children: React.ReactNode;
};

/** What can be done with the chosen rows. Nothing chosen: nothing drawn. */
export function SelectionBar({ count, noun, onClear, children }: SelectionBarProps) {
  if (count === 0) return null;
  return (
    <div
      role="toolbar"
      aria-label="With the chosen rows"
      className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line bg-accent-soft px-(--gutter) py-1"
    >
      <span role="status" className="text-ui font-medium tabular-nums">
        {count.toLocaleString('en')} {count === 1 ? noun[0] : noun[1]}
      </span>
      {children}
      <Button variant="ghost" size="sm" icon aria-label="Choose none" className="ml-auto" onClick={onClear}>
        <XIcon aria-hidden="true" />
      </Button>
    </div>
  );
}

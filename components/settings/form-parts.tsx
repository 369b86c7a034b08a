import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/class-names.ts';
import { FieldError } from '#components/ui/field.tsx';

type FormSectionProps = {
  title: string;
  /** What it is used for. */
  about: React.ReactNode;
  children: React.ReactNode;
};

/** One subject of a settings page: what it is at the left, its fields at the right. */
export function FormSection({ title, about, children }: FormSectionProps) {
  return (
    <section className="grid gap-x-8 gap-y-4 border-b border-line py-6 first:pt-2 last:border-b-0 desk:grid-cols-[240px_minmax(0,1fr)]">
      <div>
        <h2 className="text-body font-semibold">{title}</h2>
        <div className="mt-1 max-w-120 text-ui text-3">{about}</div>
      </div>
      <div className="flex max-w-120 flex-col gap-4">{children}</div>
    </section>
  );
}

type SaveBarProps = {
  isChanged: boolean;
  isSaving: boolean;
  /** Null: this person may only look. */
  mayNot: string | null;
  problem: string | null;
  undo: () => void;
  className?: string;
};

/** At the foot of a form: save it, or take the changes back. */
export function SaveBar({ isChanged, isSaving, mayNot, problem, undo, className }: SaveBarProps) {
  if (mayNot !== null) return <p className={cn('py-4 text-ui text-3', className)}>{mayNot}</p>;
  return (
    <div className={cn('flex flex-wrap items-center gap-2 py-4', className)}>
      <Button type="submit" variant="primary" disabled={!isChanged} pending={isSaving}>
        Save
      </Button>
      {isChanged && !isSaving ? (
        <Button variant="ghost" onClick={undo}>
          Take the changes back
        </Button>
      ) : null}
      {problem ? <FieldError problem={problem} className="basis-full" /> : null}
    </div>
  );
}

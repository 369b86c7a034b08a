import { CircleAlertIcon, CircleCheckIcon, CircleIcon, MailIcon, MessageSquareTextIcon } from 'lucide-react';
import Link from 'next/link';
import type { HomeReply, SetUpStep } from '#components/home/home-view.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/class-names.ts';
import { Panel } from '#components/ui/panel.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Tag } from '#components/ui/tag.tsx';

export type HomeProblem = { id: string; title: string; detail: string; href: string };

/** What keeps leads from going on, each with the page that mends it. */
export function ProblemPanel({ problems }: { problems: readonly HomeProblem[] }) {
  return (
    <Panel title="Problems" note={String(problems.length)}>
      <ul>
        {problems.map((problem) => (
          <li key={problem.id} className="border-b border-line last:border-b-0">
            <Link href={problem.href} className="flex gap-2 px-4 py-2.5 -outline-offset-2 hover:bg-hover">
              <CircleAlertIcon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-late" />
              <span className="min-w-0">
                <span className="block text-ui font-semibold">{problem.title}</span>
                <span className="block text-meta text-3">{problem.detail}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What leads wrote last. */
export function ReplyPanel({ replies }: { replies: readonly HomeReply[] }) {
  return (
    <Panel title="Latest replies">
      <ul>
        {replies.map((reply) => (
          <li key={reply.id} className="border-b border-line last:border-b-0">
            <Link
              href={`/leads/${reply.lead.id}`}
              className="block px-4 py-2.5 -outline-offset-2 hover:bg-hover"
            >
              <span className="flex items-baseline gap-2">
                <span className="min-w-0 flex-1 truncate text-ui font-semibold">{reply.lead.name}</span>
                <RelativeTime atMs={reply.atMs} className="shrink-0 text-meta text-3" />
              </span>
              <span className="flex items-center gap-1.5 text-ui text-2">
                {reply.channel === 'sms' ? (
                  <MessageSquareTextIcon aria-hidden="true" className="size-3.5 shrink-0 text-sms" />
                ) : (
                  <MailIcon aria-hidden="true" className="size-3.5 shrink-0 text-email" />
                )}
                <span className="min-w-0 flex-1 truncate">{reply.words}</span>
                {reply.intent ? <Tag>{reply.intent}</Tag> : null}
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

type SetUpPanelProps = {
  steps: readonly SetUpStep[];
  /** It is all there is to do: with a sentence to each step. */
  isAlone: boolean;
};

/** The first day: what is done, and the one thing to do next. */
export function SetUpPanel({ steps, isAlone }: SetUpPanelProps) {
  const done = steps.filter((step) => step.isDone).length;
  const next = steps.find((step) => !step.isDone);
  return (
    <Panel
      title={isAlone ? 'Your first play, in five steps' : 'Set-up'}
      actions={
        <span className="text-meta text-3 tabular-nums">
          {done} of {steps.length} done
        </span>
      }
    >
      <div aria-hidden="true" className="-mt-px h-0.5 bg-line">
        <div className="h-full bg-ok" style={{ width: `${(done / steps.length) * 100}%` }} />
      </div>
      <ol className="py-1.5">
        {steps.map((step) => (
          <li key={step.id} className={cn('flex min-h-9 items-center gap-2.5 px-4', isAlone && 'py-2')}>
            {step.isDone ? (
              <CircleCheckIcon aria-hidden="true" className="size-4 shrink-0 text-ok" />
            ) : (
              <CircleIcon aria-hidden="true" className="size-4 shrink-0 text-3" />
            )}
            <span className="min-w-0 flex-1 text-ui">
              <span className={step.isDone ? 'text-3' : step === next ? 'font-medium' : 'text-2'}>
                {step.label}
              </span>
              <span className="sr-only">{step.isDone ? ', done' : ', to do'}</span>
              {isAlone ? <span className="block text-meta text-3">{step.about}</span> : null}
            </span>
            {step === next ? (
              <Button asChild size="sm" variant="primary">
                <Link href={step.act.href}>{step.act.label}</Link>
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

'use client';

import { ShieldCheckIcon } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { changeWordsOf } from '#components/canvas/change-list.ts';
import { StepIcon } from '#components/canvas/step-icon.tsx';
import { useEditor, useEditorState } from '#components/canvas/use-editor.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Field, FieldError } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { toast } from '#components/ui/toast.tsx';
import type { Play } from '#workflows/play.ts';
import { msWords } from '#workflows/time/duration.ts';

export type PublishRequest = { revision: number; senderId: string; note: string };
export type PublishAnswer = { ok: true; number: number } | { ok: false; reason: string; field?: string };

type PublishDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  live: Play | null;
  version: number | null;
  /** The live version's sender, or the workspace's first. */
  senderId: string | null;
  /** Leads who are in the play now; they stay on the version they entered with. */
  leadsIn: number;
  publish: (request: PublishRequest) => Promise<PublishAnswer>;
  onPublished: (play: Play, number: number, senderId: string) => void;
};

/** What goes live: what changed, how far a lead can come, from whom. */
export function PublishDialog(props: PublishDialogProps) {
  return (
    <Dialog open={props.open} onOpenChange={props.onOpenChange}>
      {props.open ? <Body {...props} /> : null}
    </Dialog>
  );
}

function Body({ onOpenChange, live, version, senderId, leadsIn, publish, onPublished }: PublishDialogProps) {
  const editor = useEditor();
  const play = useEditorState((state) => state.play);
  const compiled = useEditorState((state) => state.compiled);
  const { senders } = editor.setting;
  const [sender, setSender] = useState(senderId ?? senders[0]?.id ?? '');
  const [note, setNote] = useState('');
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<{ reason: string; field?: string | undefined } | null>(null);
  const changes = useMemo(() => changeWordsOf(live, play), [live, play]);
  // Published is what the server has: what was typed last goes there first.
  useEffect(() => void editor.flush(), [editor]);

  const next = (version ?? 0) + 1;
  const run = async () => {
    setPending(true);
    setProblem(null);
    try {
      await editor.flush();
      const { unsaved, revision, save } = editor.state;
      if (unsaved.length > 0 || save.kind === 'conflict') {
        setProblem({
          reason:
            'Your last changes are not saved yet, so nothing was published. Wait until they are, then try again.',
        });
        return;
      }
      const answer = await publish({ revision, senderId: sender, note: note.trim() });
      if (!answer.ok) {
        setProblem(answer);
        return;
      }
      onPublished(editor.state.play, answer.number, sender);
      onOpenChange(false);
      toast.done(`v${answer.number} is live`, { note: 'Leads who enter from now on get it.' });
    } finally {
      setPending(false);
    }
  };

  return (
    <DialogContent
      title={version === null ? 'Publish this play' : `Publish v${next}`}
      size="md"
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)} disabled={pending}>
            Not now
          </Button>
          <Button
            variant="primary"
            pending={pending}
            disabled={!compiled.ok || sender === ''}
            onClick={() => void run()}
          >
            Publish v{next}
          </Button>
        </>
      }
    >
      <section aria-label="What changes" className="mb-4">
        <h3 className="mb-1.5 text-meta font-medium text-2">
          {live === null
            ? 'What goes live'
            : changes.length === 0
              ? 'Nothing has changed'
              : `What changes since v${version}`}
        </h3>
        <ul className="max-h-52 overflow-y-auto rounded-control border border-line">
          {changes.map((change) => (
            <li
              key={change.key}
              className="flex items-start gap-2 border-b border-line px-3 py-1.5 text-ui last:border-b-0"
            >
              <StepIcon kind={change.kind} className="mt-0.5" />
              <span className="min-w-0 flex-1">
                {change.words}
                {change.detail ? <span className="block text-meta text-3">{change.detail}</span> : null}
              </span>
              <Tag tone={TONES[change.verb]}>{change.verb}</Tag>
            </li>
          ))}
          {changes.length === 0 ? (
            <li className="px-3 py-2 text-ui text-3">The draft is what is live.</li>
          ) : null}
        </ul>
      </section>
      {compiled.ok ? (
        <p className="mb-4 flex items-start gap-2 text-ui text-2">
          <ShieldCheckIcon aria-hidden="true" className="mt-[3px] size-3.5 shrink-0 text-ok" />
          <span>
            A lead gets at most{' '}
            <b className="font-medium text-1">
              {compiled.bounds.messages === 1 ? '1 message' : `${compiled.bounds.messages} messages`}
            </b>{' '}
            and stays at most <b className="font-medium text-1">{msWords(compiled.bounds.stayMs)}</b>; every
            path ends.
            {leadsIn > 0
              ? ` ${leadsIn === 1 ? '1 lead who is' : `${leadsIn} leads who are`} in it now stay on their version.`
              : ''}
          </span>
        </p>
      ) : null}
      <Field
        label="Messages come from"
        className="mb-4"
        error={problem?.field === 'senderId' ? problem.reason : undefined}
        help={
          senders.length === 0
            ? 'There is no sender yet. An owner or admin adds one in the settings.'
            : undefined
        }
      >
        <Select
          options={senders.map((each) => ({
            value: each.id,
            label: each.name,
            help: [each.environment === 'sandbox' ? 'Sandbox' : 'Real', each.smsNumber, each.emailAddress]
              .filter(Boolean)
              .join(' · '),
          }))}
          value={sender || null}
          onValueChange={setSender}
          placeholder="Choose a sender"
        />
      </Field>
      <Field label="Note for the list of versions" aside="optional">
        <Textarea rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {problem && problem.field !== 'senderId' ? (
        <FieldError problem={problem.reason} className="mt-3" />
      ) : null}
    </DialogContent>
  );
}

const TONES = { added: 'ok', changed: 'accent', removed: 'late', moved: 'plain' } as const;

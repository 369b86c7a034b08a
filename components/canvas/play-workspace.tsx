'use client';

import { usePathname, useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { changeWordsOf } from '#components/canvas/change-list.ts';
import { ConflictDialog } from '#components/canvas/conflict-dialog.tsx';
import type { PlayCounts } from '#components/canvas/counts.ts';
import { Editor } from '#components/canvas/editor.ts';
import { changedSteps } from '#components/canvas/flow.ts';
import { Palette } from '#components/canvas/palette.tsx';
import { PhonePlay } from '#components/canvas/phone-play.tsx';
import { PlayBar, type PlayStatus } from '#components/canvas/play-bar.tsx';
import { PlayStatusBar } from '#components/canvas/play-status-bar.tsx';
import {
  type PublishAnswer,
  PublishDialog,
  type PublishRequest,
} from '#components/canvas/publish-dialog.tsx';
import { type LeadChoice, type RunAnswer, RunDialog } from '#components/canvas/run-dialog.tsx';
import { type PlaySetting, SettingProvider } from '#components/canvas/setting.ts';
import { Stage, type StageHandle } from '#components/canvas/stage.tsx';
import { isTyping } from '#components/canvas/use-canvas-keys.ts';
import { useCounts } from '#components/canvas/use-counts.ts';
import { EditorProvider, useEditorState } from '#components/canvas/use-editor.ts';
import { useWide } from '#components/canvas/use-wide.ts';
import { Inspector } from '#components/inspector/inspector.tsx';
import { useCommands } from '#components/shell/command-center.tsx';
import { PageBody } from '#components/shell/page-body.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import type { MenuItem } from '#components/ui/menu.ts';
import { toast } from '#components/ui/toast.tsx';
import type { Play } from '#workflows/play.ts';

type Outcome = { ok: true } | { ok: false; reason: string };

/** What the page lets a person do; each is a server action with this play's id already in it. */
export type PlayActions = {
  publish: (request: PublishRequest) => Promise<PublishAnswer>;
  setPaused: (paused: boolean) => Promise<Outcome>;
  archive: () => Promise<Outcome>;
  copy: () => Promise<{ ok: true; playId: string } | { ok: false; reason: string }>;
  findLeads: (words: string) => Promise<LeadChoice[]>;
  runOn: (leadIds: string[]) => Promise<RunAnswer>;
};

export type LiveVersion = { number: number; document: Play; senderId: string; startsByHand: boolean };

type PlayWorkspaceProps = {
  setting: PlaySetting;
  draft: Play;
  revision: number;
  state: 'draft' | 'live' | 'paused';
  live: LiveVersion | null;
  counts: PlayCounts | null;
  leadsIn: number;
  actions: PlayActions;
  /** The panel of the part that is open: simulation or versions. Building has the inspector. */
  children: React.ReactNode;
};

/** One play: build, simulate, versions, over one canvas that stays while the parts change. */
export function PlayWorkspace(props: PlayWorkspaceProps) {
  const { setting, draft, revision } = props;
  const [editor] = useState(() => new Editor(setting, draft, revision));
  useEffect(() => editor.open(), [editor]);
  return (
    <SettingProvider value={setting}>
      <EditorProvider value={editor}>
        <Inside {...props} editor={editor} />
      </EditorProvider>
    </SettingProvider>
  );
}

function Inside({
  setting,
  state,
  live,
  counts: firstCounts,
  leadsIn,
  actions,
  children,
  editor,
}: PlayWorkspaceProps & { editor: Editor }) {
  const router = useRouter();
  const path = usePathname();
  const href = `/plays/${setting.playId}`;
  const isBuild = path === href;
  const wide = useWide();
  const [published, setPublished] = useState<LiveVersion | null>(null);
  const current = published && (live === null || published.number > live.number) ? published : live;
  const status: PlayStatus = {
    state: current && state === 'draft' ? 'live' : state,
    version: current?.number ?? null,
  };
  const counts = useCounts(setting.address, firstCounts, status.version !== null);

  const [dialog, setDialog] = useState<'publish' | 'run' | 'archive' | null>(null);
  const [stage, setStage] = useState<StageHandle | null>(null);
  const play = useEditorState((now) => now.play);
  const said = useEditorState((now) => now.said);
  const document = current?.document ?? null;
  const changed = useMemo(() => changedSteps(play, document), [play, document]);
  const changes = useMemo(
    () => changeWordsOf(document, play).filter((change) => change.verb !== 'moved').length,
    [document, play],
  );

  const report = useCallback((answer: Outcome, words: string, kept: string) => {
    if (answer.ok) toast.done(words);
    else toast.failed(answer.reason, { kept });
  }, []);
  const setPaused = useCallback(
    async (paused: boolean) => {
      const answer = await actions.setPaused(paused);
      report(
        answer,
        paused ? 'Paused: nothing is sent until it is resumed' : 'Resumed',
        'The play goes on as it was.',
      );
      router.refresh();
    },
    [actions, report, router],
  );
  const copy = useCallback(async () => {
    await editor.flush();
    const answer = await actions.copy();
    if (answer.ok) router.push(`/plays/${answer.playId}`);
    else toast.failed(answer.reason, { kept: 'This play is as it was.' });
  }, [actions, editor, router]);

  const { mayEdit, mayPublish } = setting;
  const menu = useMemo<MenuItem[]>(
    () => [
      ...(mayPublish && status.state === 'live'
        ? [
            {
              label: 'Pause the play',
              help: 'Nothing is sent and nobody enters until it is resumed.',
              run: () => void setPaused(true),
            },
          ]
        : []),
      ...(mayPublish && status.state === 'paused'
        ? [{ label: 'Resume the play', run: () => void setPaused(false) }]
        : []),
      ...(mayEdit ? [{ label: 'Make a copy', run: () => void copy() }] : []),
      { kind: 'link' as const, label: 'Export as a file', href: `${setting.address}/export` },
      ...(mayPublish
        ? [
            { kind: 'line' as const },
            { label: 'Archive the play…', harmful: true, run: () => setDialog('archive') },
          ]
        : []),
    ],
    [mayEdit, mayPublish, status.state, setPaused, copy, setting.address],
  );
  useCommands(
    useMemo(
      () => [
        ...(mayPublish
          ? [
              {
                id: 'play publish',
                label: 'Publish this play',
                group: 'This play',
                run: () => {
                  const blocked = editor.state.compiled.problems.some(
                    (problem) => problem.severity === 'error',
                  );
                  if (blocked) editor.say('Mend the problems first');
                  else setDialog('publish');
                },
              },
            ]
          : []),
        ...(mayEdit && current?.startsByHand
          ? [
              {
                id: 'play run',
                label: 'Run this play on leads',
                group: 'This play',
                run: () => setDialog('run'),
              },
            ]
          : []),
        { id: 'play build', label: 'Build', group: 'This play', href },
        { id: 'play simulate', label: 'Simulate', group: 'This play', href: `${href}/simulate` },
        { id: 'play versions', label: 'Versions', group: 'This play', href: `${href}/versions` },
      ],
      [mayPublish, mayEdit, current?.startsByHand, editor, href],
    ),
  );

  const connect = useCallback(() => stage?.connectTo(), [stage]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only keeps keys from going further
    <div className="flex min-h-0 flex-1 flex-col" onKeyDown={keepTypingKeys}>
      <PlayBar
        status={status}
        changes={changes}
        href={href}
        menu={menu}
        onPublish={() => setDialog('publish')}
        onShowChanges={() => setDialog('publish')}
        onRunOnLeads={
          mayEdit && current?.startsByHand && status.state === 'live' ? () => setDialog('run') : null
        }
      />
      <PageBody flush>
        <div className="relative flex min-h-0 flex-1">
          {wide ? (
            <>
              {isBuild && mayEdit && stage ? <Palette onAdd={stage.addAfterSelected} /> : null}
              <div className="min-w-0 flex-1">
                <Stage live={document} counts={counts} locked={!isBuild} onReady={setStage} />
              </div>
              {isBuild ? <Inspector changed={changed} onConnect={connect} /> : <Panel>{children}</Panel>}
            </>
          ) : isBuild ? (
            <PhonePlay changed={changed} />
          ) : (
            <div className="min-w-0 flex-1 overflow-y-auto">{children}</div>
          )}
        </div>
      </PageBody>
      <PlayStatusBar counts={counts} />
      <output key={said.turn} className="sr-only" aria-live="polite">
        {said.words}
      </output>
      <ConflictDialog />
      <PublishDialog
        open={dialog === 'publish'}
        onOpenChange={(open) => setDialog(open ? 'publish' : null)}
        live={document}
        version={current?.number ?? null}
        senderId={current?.senderId ?? null}
        leadsIn={leadsIn}
        publish={actions.publish}
        onPublished={(now, number, senderId) => {
          const { compiled } = editor.state;
          const startsByHand = compiled.ok && compiled.triggers.some((trigger) => trigger.by === 'hand');
          setPublished({ number, document: now, senderId, startsByHand });
          router.refresh();
        }}
      />
      <RunDialog
        open={dialog === 'run'}
        onOpenChange={(open) => setDialog(open ? 'run' : null)}
        findLeads={actions.findLeads}
        runOn={actions.runOn}
      />
      <ConfirmDialog
        open={dialog === 'archive'}
        onOpenChange={(open) => setDialog(open ? 'archive' : null)}
        question={`Archive ${play.name}?`}
        consequence={
          leadsIn > 0
            ? `Nobody enters it any more. ${leadsIn === 1 ? 'The 1 lead in it goes' : `The ${leadsIn} leads in it go`} on to their end.`
            : 'Nobody enters it any more. It can be taken out of the archive again.'
        }
        confirm="Archive it"
        harmful
        onConfirm={async () => {
          const answer = await actions.archive();
          if (answer.ok) router.push('/plays');
          return answer;
        }}
      />
    </div>
  );
}

function Panel({ children }: { children: React.ReactNode }) {
  return (
    <aside className="flex min-h-0 w-104 shrink-0 flex-col border-l border-line bg-ground">{children}</aside>
  );
}

/** In a field, undo, copy and the like are the field's own: the page's commands do not hear them. */
function keepTypingKeys(event: React.KeyboardEvent): void {
  const isOwn =
    (event.ctrlKey || event.metaKey) && ['z', 'y', 'a', 'c', 'v', 'x', 'd'].includes(event.key.toLowerCase());
  if (isOwn && isTyping(event.target)) event.stopPropagation();
}

import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import {
  archiveThisPlay,
  copyThisPlay,
  findLeadsToRun,
  pauseThisPlay,
  publishThisPlay,
  runThisPlayOn,
} from '#app/(work)/plays/[id]/actions.ts';
import { countsOfPlay } from '#app/(work)/plays/[id]/play-counts.ts';
import { playSetting } from '#app/(work)/plays/[id]/play-setting.ts';
import { requireCaller } from '#app/session.ts';
import { type LiveVersion, PlayWorkspace } from '#components/canvas/play-workspace.tsx';
import { PageBody } from '#components/shell/page-body.tsx';
import { TopBar } from '#components/shell/top-bar.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorPanel } from '#components/ui/error-panel.tsx';
import type { Caller } from '#prisma/caller.ts';
import type { Db } from '#prisma/client.ts';
import { database } from '#prisma/database.ts';
import { listVersions, readVersion } from '#prisma/play-versions.ts';
import { readPlay } from '#prisma/plays.ts';

type Props = { params: Promise<{ id: string }>; children: React.ReactNode };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { caller } = await requireCaller();
  const { id } = await params;
  return { title: (await readPlay(database(), caller, id))?.name ?? 'Play' };
}

/** One play. The canvas is here, above the pages of its parts, so that it stays while one goes from part to part. */
export default async function PlayLayout({ params, children }: Props) {
  const { caller } = await requireCaller();
  const db = database();
  const { id } = await params;
  const play = await readPlay(db, caller, id);
  if (play === null) notFound();
  if (!play.draft.ok)
    return (
      <BrokenDraft
        name={play.name}
        sentence={play.draft.problems[0]?.sentence}
        address={`/api/plays/${id}`}
      />
    );

  const [setting, live, counts] = await Promise.all([
    playSetting(db, caller, id),
    liveVersion(db, caller, play),
    play.live === null ? null : countsOfPlay(db, caller, id),
  ]);
  return (
    <PlayWorkspace
      setting={setting}
      draft={play.draft.play}
      revision={play.revision}
      state={play.state}
      live={live}
      counts={counts}
      leadsIn={counts ? Object.values(counts.here).reduce((sum, here) => sum + here, 0) : 0}
      actions={{
        publish: publishThisPlay.bind(null, id),
        setPaused: pauseThisPlay.bind(null, id),
        archive: archiveThisPlay.bind(null, id),
        copy: copyThisPlay.bind(null, id),
        findLeads: findLeadsToRun,
        runOn: runThisPlayOn.bind(null, id),
      }}
    >
      {children}
    </PlayWorkspace>
  );
}

async function liveVersion(
  db: Db,
  caller: Caller,
  play: NonNullable<Awaited<ReturnType<typeof readPlay>>>,
): Promise<LiveVersion | null> {
  const { live } = play;
  if (live === null) return null;
  const [version, versions] = await Promise.all([
    readVersion(db, caller, live.versionId),
    listVersions(db, caller, play.id),
  ]);
  if (version === null || !version.document.ok) return null;
  return {
    number: live.number,
    document: version.document.play,
    senderId: versions.find((each) => each.id === live.versionId)?.sender?.id ?? '',
    startsByHand: live.triggers.some((trigger) => trigger.by === 'hand'),
  };
}

/** A stored draft that this version cannot read is kept as it is, and can be taken out as a file. */
function BrokenDraft({
  name,
  sentence,
  address,
}: {
  name: string;
  sentence: string | undefined;
  address: string;
}) {
  return (
    <>
      <TopBar title={name} crumbs={[{ label: 'Plays', href: '/plays' }]} />
      <PageBody>
        <ErrorPanel
          what="This play cannot be read"
          kept={`${sentence ?? 'Its document is damaged.'} It is kept as it is, and its live version goes on.`}
          todo="Take it out as a file, mend the file, and import it as a new play."
          actions={
            <Button asChild>
              <a href={`${address}/export`} download>
                Export as a file
              </a>
            </Button>
          }
        />
      </PageBody>
    </>
  );
}

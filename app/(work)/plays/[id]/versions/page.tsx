import { notFound } from 'next/navigation';
import { requireCaller } from '#app/session.ts';
import { VersionsPanel } from '#components/plays/versions-panel.tsx';
import { database } from '#prisma/database.ts';
import { listVersions, readVersion } from '#prisma/play-versions.ts';

type Props = { params: Promise<{ id: string }>; searchParams: Promise<{ v?: string }> };

/** Every published version; `?v=3` opens that one on the canvas, read-only. */
export default async function VersionsPage({ params, searchParams }: Props) {
  const { caller } = await requireCaller();
  const [{ id }, query] = await Promise.all([params, searchParams]);
  const db = database();
  const versions = await listVersions(db, caller, id);
  const wanted =
    query.v === undefined ? undefined : versions.find((version) => String(version.number) === query.v);
  if (query.v !== undefined && wanted === undefined) notFound();
  const shown = wanted ? await readVersion(db, caller, wanted.id) : null;
  return (
    <VersionsPanel
      href={`/plays/${id}/versions`}
      versions={versions.map(
        ({ number, note, author, bounds, sender, environment, publishedAtMs, leadsIn }) => ({
          number,
          note,
          author,
          messages: bounds.messages,
          stayMs: bounds.stayMs,
          sender: sender?.name ?? null,
          sandbox: environment === 'sandbox',
          publishedAtMs,
          leadsIn,
        }),
      )}
      shown={shown?.document.ok ? { number: shown.number, document: shown.document.play } : null}
    />
  );
}

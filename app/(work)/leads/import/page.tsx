import type { Metadata } from 'next';
import { chooseColumn, startImport } from '#app/(work)/leads/import/actions.ts';
import { requireCaller } from '#app/session.ts';
import { ImportForm } from '#components/lead/import-form.tsx';
import { ImportList } from '#components/lead/import-list.tsx';
import { LivePage } from '#components/live/live-page.tsx';
import { PageBody } from '#components/shell/page-body.tsx';
import { TopBar } from '#components/shell/top-bar.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { mustBeAllowed } from '#prisma/caller.ts';
import { since } from '#prisma/changes.ts';
import { database } from '#prisma/database.ts';
import { brandOf } from '#prisma/import-consents.ts';
import { listImports } from '#prisma/imports.ts';

export const metadata: Metadata = { title: 'Import leads' };

const EARLIER = 10;

export default async function ImportPage() {
  const { caller, workspace } = await requireCaller();
  mustBeAllowed(caller, 'leads.import');
  const db = database();
  const { cursor } = await since(db, caller, null);
  const [imports, brand] = await Promise.all([listImports(db, caller, EARLIER), brandOf(db, caller)]);
  return (
    <>
      <LivePage cursor={cursor} watch={{ import: 'any' }} />
      <TopBar title="Import" crumbs={[{ label: 'Leads', href: '/leads' }]} />
      <PageBody>
        <div className="flex max-w-280 flex-col gap-8">
          <ImportForm
            brand={brand ?? workspace.name}
            uploadHref="/leads/import/upload"
            choose={chooseColumn}
            start={startImport}
          />
          {imports.length > 0 ? (
            <Panel title="Earlier imports">
              <ImportList
                imports={imports.map(({ id, fileName, state, rows, rejected, createdAtMs }) => ({
                  id,
                  fileName,
                  state: state as 'reading' | 'enrolling' | 'done' | 'failed',
                  rows,
                  rejected,
                  createdAtMs,
                }))}
              />
            </Panel>
          ) : null}
        </div>
      </PageBody>
    </>
  );
}

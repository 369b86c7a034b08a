import { getCountries } from 'libphonenumber-js/min';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { countryWords } from '#app/(work)/leads/lead-words.ts';
import { saveWorkspace } from '#app/(work)/settings/actions.ts';
import { settingsTabs } from '#app/(work)/settings/tabs.ts';
import { requireCaller } from '#app/session.ts';
import { WorkspaceForm } from '#components/settings/workspace-form.tsx';
import { PageBody } from '#components/shell/page-body.tsx';
import { TopBar } from '#components/shell/top-bar.tsx';
import { may } from '#prisma/caller.ts';
import { database } from '#prisma/database.ts';
import { readWorkspace } from '#prisma/workspaces.ts';

export const metadata: Metadata = { title: 'Settings' };

export default async function WorkspaceSettingsPage() {
  const { caller } = await requireCaller();
  if (!may(caller, 'settings.read')) redirect('/settings/account');
  const workspace = await readWorkspace(database(), caller);
  const { name, timeZone, country, quietFromMinute, quietToMinute, capPerDay, capPerWeek, minGapMs } =
    workspace;
  const { doubtFirstMs, doubtSecondMs, doubtLastMs } = workspace;
  const countries = getCountries()
    .map((code) => ({ value: code as string, label: countryWords(code) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
  return (
    <>
      <TopBar title="Settings" tabs={settingsTabs(caller)} />
      <PageBody>
        <WorkspaceForm
          values={{
            name,
            timeZone,
            country,
            quietFromMinute,
            quietToMinute,
            capPerDay,
            capPerWeek,
            minGapMs,
            doubtFirstMs,
            doubtSecondMs,
            doubtLastMs,
          }}
          countries={countries}
          zones={[...new Set([timeZone, ...Intl.supportedValuesOf('timeZone')])]}
          save={may(caller, 'settings.write') ? saveWorkspace : null}
        />
      </PageBody>
    </>
  );
}

import type { Metadata } from 'next';
import { makeKey, revokeKey } from '#app/(work)/settings/keys/actions.ts';
import { settingsTabs } from '#app/(work)/settings/tabs.ts';
import { requireCaller } from '#app/session.ts';
import { ApiKeyList } from '#components/settings/api-key-list.tsx';
import { NewKeyButton } from '#components/settings/new-key-button.tsx';
import { PageBody } from '#components/shell/page-body.tsx';
import { TopBar } from '#components/shell/top-bar.tsx';
import { listApiKeys, SCOPES } from '#prisma/api-keys.ts';
import { may, mustBeAllowed } from '#prisma/caller.ts';
import { database } from '#prisma/database.ts';
import { environment } from '#prisma/environment.ts';

export const metadata: Metadata = { title: 'API keys' };

export default async function KeysPage() {
  const { caller } = await requireCaller();
  mustBeAllowed(caller, 'settings.read');
  const keys = await listApiKeys(database(), caller);
  const canWrite = may(caller, 'settings.write');
  const { publicUrl, localUrl } = environment();
  return (
    <>
      <TopBar
        title="Settings"
        tabs={settingsTabs(caller)}
        actions={canWrite ? <NewKeyButton make={makeKey} /> : null}
      />
      <PageBody>
        <ApiKeyList
          keys={keys.map(({ scopes, ...key }) => ({ ...key, may: scopes.map((scope) => SCOPES[scope]) }))}
          signalsAddress={`${publicUrl ?? localUrl}/api/v1/signals`}
          revoke={canWrite ? revokeKey : null}
        />
      </PageBody>
    </>
  );
}

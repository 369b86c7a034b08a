import type { Metadata } from 'next';
import { changePassword, saveName } from '#app/(work)/settings/actions.ts';
import { settingsTabs } from '#app/(work)/settings/tabs.ts';
import { requireCaller } from '#app/session.ts';
import { NameForm, PasswordForm } from '#components/settings/account-form.tsx';
import { PageBody } from '#components/shell/page-body.tsx';
import { TopBar } from '#components/shell/top-bar.tsx';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  const { caller, user } = await requireCaller();
  return (
    <>
      <TopBar title="Settings" tabs={settingsTabs(caller)} />
      <PageBody>
        <NameForm name={user.name} email={user.email} role={caller.role} save={saveName} />
        <PasswordForm save={changePassword} />
      </PageBody>
    </>
  );
}

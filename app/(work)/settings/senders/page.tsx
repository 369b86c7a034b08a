import type { Metadata } from 'next';
import { countryWords, phoneWords } from '#app/(work)/leads/lead-words.ts';
import { makeSandboxSender, saveSender } from '#app/(work)/settings/actions.ts';
import { settingsTabs } from '#app/(work)/settings/tabs.ts';
import { requireCaller } from '#app/session.ts';
import { NewSenderButton } from '#components/settings/new-sender-button.tsx';
import { SenderForm } from '#components/settings/sender-form.tsx';
import { PageBody } from '#components/shell/page-body.tsx';
import { TopBar } from '#components/shell/top-bar.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { may, mustBeAllowed } from '#prisma/caller.ts';
import { database } from '#prisma/database.ts';
import { listSenders } from '#prisma/senders.ts';

export const metadata: Metadata = { title: 'Senders' };

export default async function SendersPage() {
  const { caller, workspace } = await requireCaller();
  mustBeAllowed(caller, 'settings.read');
  const senders = await listSenders(database(), caller);
  const canWrite = may(caller, 'settings.write');
  return (
    <>
      <TopBar
        title="Settings"
        tabs={settingsTabs(caller)}
        actions={canWrite ? <NewSenderButton brand={workspace.name} make={makeSandboxSender} /> : null}
      />
      <PageBody>
        {senders.length === 0 ? (
          <EmptyState title="Nobody sends yet" className="p-0">
            A sender is whom messages come from: a name, a number, an address and what stands under every
            email.
          </EmptyState>
        ) : (
          senders.map((sender) => (
            <SenderForm
              key={sender.id}
              sender={{
                id: sender.id,
                environment: sender.environment,
                shownNumber: sender.smsNumber === null ? '' : phoneWords(sender.smsNumber, sender.country),
                emailAddress: sender.emailAddress ?? '',
                country: countryWords(sender.country),
                held:
                  sender.heldSinceMs === null
                    ? null
                    : { sinceMs: sender.heldSinceMs, why: sender.heldWhy ?? 'Its provider refused it.' },
                values: {
                  name: sender.name,
                  brand: sender.brand,
                  signature: sender.signature,
                  postalAddress: sender.postalAddress,
                  mainNumber: sender.mainNumber === null ? '' : phoneWords(sender.mainNumber, sender.country),
                },
              }}
              save={canWrite ? saveSender.bind(null, sender.id) : null}
            />
          ))
        )}
      </PageBody>
    </>
  );
}

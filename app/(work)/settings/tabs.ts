import type { PageTab } from '#components/shell/top-bar.tsx';
import { type Caller, may } from '#prisma/caller.ts';

/** The parts of the settings that this person may see. */
export function settingsTabs(caller: Caller): PageTab[] {
  return [
    ...(may(caller, 'settings.read')
      ? [
          { label: 'Workspace', href: '/settings' },
          { label: 'Senders', href: '/settings/senders' },
          { label: 'API keys', href: '/settings/keys' },
        ]
      : []),
    { label: 'Account', href: '/settings/account' },
  ];
}

import { GaugeIcon, HouseIcon, SettingsIcon, SmartphoneIcon, UsersIcon, WorkflowIcon } from 'lucide-react';
import { cookies } from 'next/headers';
import { findLeads } from '#app/(work)/find.ts';
import { refreshHealth } from '#app/(work)/health.ts';
import { requireCaller } from '#app/session.ts';
import { signOut } from '#app/sign-in/actions.ts';
import { systemHealth } from '#app/system-health.ts';
import type { Destination } from '#components/shell/destination.ts';
import { Frame } from '#components/shell/frame.tsx';
import { parseTheme, themeCookie } from '#components/shell/theme.ts';
import { readZone, zoneCookie } from '#components/ui/zone-cookie.ts';
import { type Caller, may } from '#prisma/caller.ts';
import { nowMs } from '#prisma/workspaces.ts';

/** The pages there are, as far as this person may see them. A new page gets its line here. */
function destinations(caller: Caller): Destination[] {
  return [
    { href: '/', label: 'Home', icon: <HouseIcon />, keys: 'g h' },
    { href: '/plays', label: 'Plays', icon: <WorkflowIcon />, keys: 'g p', onPhone: true },
    { href: '/leads', label: 'Leads', icon: <UsersIcon />, keys: 'g l', onPhone: true },
    { href: '/sandbox', label: 'Sandbox', icon: <SmartphoneIcon />, keys: 'g s', onPhone: true },
    ...(may(caller, 'operations.read')
      ? [{ href: '/settings/operations', label: 'Operations', icon: <GaugeIcon />, keys: 'g o' }]
      : []),
    ...(may(caller, 'settings.read')
      ? [{ href: '/settings', label: 'Settings', icon: <SettingsIcon />, keys: 'g e', atFoot: true }]
      : []),
  ];
}

/** One play and one lead are work surfaces: the navigation steps back to its icons. */
const workSurfaces = ['/plays/', '/leads/'];

/** Where the palette looks for more than pages and acts. */
const sources = [{ group: 'Leads', icon: <UsersIcon />, find: findLeads }];

export default async function WorkLayout({ children }: { children: React.ReactNode }) {
  const [{ caller, user, workspace }, jar, health] = await Promise.all([
    requireCaller(),
    cookies(),
    systemHealth(),
  ]);
  return (
    <Frame
      workspace={workspace.name}
      person={{ name: user.name, email: user.email, role: capitalised(caller.role) }}
      destinations={destinations(caller)}
      workSurfaces={workSurfaces}
      nowMs={nowMs(workspace)}
      timeZone={readZone(jar.get(zoneCookie)?.value) ?? workspace.timeZone}
      theme={parseTheme(jar.get(themeCookie)?.value)}
      health={health}
      refreshHealth={refreshHealth}
      signOut={signOut}
      sources={sources}
    >
      {children}
    </Frame>
  );
}

function capitalised(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}

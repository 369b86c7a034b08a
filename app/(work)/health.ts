'use server';

import { requireCaller } from '#app/session.ts';
import { systemHealth } from '#app/system-health.ts';
import type { Health } from '#components/shell/system-banner.tsx';

/** What the banner asks every 15 s. */
export async function refreshHealth(): Promise<Health> {
  await requireCaller();
  return systemHealth();
}

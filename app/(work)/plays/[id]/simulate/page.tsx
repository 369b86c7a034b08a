import { requireCaller } from '#app/session.ts';
import { Simulator } from '#components/simulator/simulator.tsx';
import { nowMs } from '#prisma/workspaces.ts';

/** What would happen to one lead. The canvas beside it is the layout's. */
export default async function SimulatePage() {
  const { workspace } = await requireCaller();
  return <Simulator nowMs={nowMs(workspace)} />;
}

/**
 * Who asks. Every query takes a Caller and scopes by it, so that a row of another workspace cannot be named. The table
 * below is the only place that says who may do what: the server refuses by it and the screen hides by it.
 */
export type Role = 'owner' | 'admin' | 'manager' | 'marketer' | 'rep' | 'viewer';

export type Caller = {
  workspaceId: string;
  userId: string;
  /** `system`: the worker and the command line, which act for the workspace itself. */
  role: Role | 'system';
};

export type Action =
  /** Members, senders, keys, webhooks, sending hours. */
  | 'settings.read'
  | 'settings.write'
  | 'agreements.read'
  | 'agreements.write'
  | 'plays.read'
  | 'plays.write'
  | 'plays.publish'
  | 'leads.read'
  | 'leads.write'
  | 'leads.import'
  | 'inbox.read'
  | 'inbox.act'
  | 'operations.read'
  | 'operations.act'
  | 'reports.read';

const ALL: readonly Action[] = [
  'settings.read',
  'settings.write',
  'agreements.read',
  'agreements.write',
  'plays.read',
  'plays.write',
  'plays.publish',
  'leads.read',
  'leads.write',
  'leads.import',
  'inbox.read',
  'inbox.act',
  'operations.read',
  'operations.act',
  'reports.read',
];

const PERMISSIONS: Readonly<Record<Caller['role'], ReadonlySet<Action>>> = {
  owner: new Set(ALL),
  admin: new Set(ALL),
  system: new Set(ALL),
  manager: new Set(ALL.filter((action) => action !== 'settings.write')),
  marketer: new Set([
    'agreements.read',
    'plays.read',
    'plays.write',
    'plays.publish',
    'leads.read',
    'leads.write',
    'leads.import',
    'inbox.read',
    'reports.read',
  ]),
  rep: new Set([
    'agreements.read',
    'plays.read',
    'leads.read',
    'leads.write',
    'inbox.read',
    'inbox.act',
    'reports.read',
  ]),
  viewer: new Set(['agreements.read', 'plays.read', 'leads.read', 'inbox.read', 'reports.read']),
};

const WORDS: Record<Action, string> = {
  'settings.read': 'see the settings',
  'settings.write': 'change the settings',
  'agreements.read': 'see agreements',
  'agreements.write': 'change agreements',
  'plays.read': 'see plays',
  'plays.write': 'change plays',
  'plays.publish': 'publish plays',
  'leads.read': 'see leads',
  'leads.write': 'change leads',
  'leads.import': 'import leads',
  'inbox.read': 'see the inbox',
  'inbox.act': 'answer leads',
  'operations.read': 'see operations',
  'operations.act': 'act on operations',
  'reports.read': 'see reports',
};

export function may(caller: Pick<Caller, 'role'>, action: Action): boolean {
  return PERMISSIONS[caller.role].has(action);
}

/** A rep sees their own leads and those nobody has claimed; everyone else sees all. */
export function seesOnlyOwn(caller: Pick<Caller, 'role'>): boolean {
  return caller.role === 'rep';
}

/** What was asked for and not done. `field`: the form field it is about. */
export type Refused = { ok: false; reason: string; field?: string };
export type Done<Value = unknown> = ({ ok: true } & Value) | Refused;

/** A refusal in words, or null when the caller may. */
export function refusal(caller: Caller, action: Action): Refused | null {
  if (may(caller, action)) {
    return null;
  }
  return {
    ok: false,
    reason: `A ${caller.role} may not ${WORDS[action]}. Nothing was changed; ask an owner or admin.`,
  };
}

/** Asked for data that its role may not see: the screen should not have offered it. */
export class NotAllowed extends Error {
  override name = 'NotAllowed';
}

/** For reads, which have nothing to return to somebody who may not see it. */
export function mustBeAllowed(caller: Caller, action: Action): void {
  if (!may(caller, action)) {
    throw new NotAllowed(`A ${caller.role} may not ${WORDS[action]}.`);
  }
}

/** The workspace itself, as the worker and the command line act for it. */
export function systemCaller(workspaceId: string): Caller {
  return { workspaceId, userId: 'system', role: 'system' };
}

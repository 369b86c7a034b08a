/**
 * Why a provider did not carry one message, by what follows.
 * numberDead: this number takes no texts. landline: the same, but it takes calls. addressDead: this mailbox cannot be
 * written to. revoked: the lead has opted out, and the provider knew it first. config: the sender's set-up or account
 * does not allow it. senderDown: nothing of this sender goes. template: the message itself is at fault. filtered:
 * carriers block this content or sender. hold: a rate or a daily limit. replan: it never left and may still go.
 * soft: no telling. bug: our own request was wrong.
 */
export type SendRefusal =
  | 'numberDead'
  | 'landline'
  | 'addressDead'
  | 'revoked'
  | 'config'
  | 'senderDown'
  | 'template'
  | 'filtered'
  | 'hold'
  | 'replan'
  | 'soft'
  | 'bug';

export interface Consequence {
  /**
   * Of the message: it fails for good, or it waits and is tried again. One that the provider had accepted before it
   * failed cannot wait any more, since its run has gone on: then the lead's owner gets a task.
   */
  message: 'fails' | 'waits';
  /** What stands against the address from now on, until a person clears it. */
  address: 'unreachable' | 'landline' | 'bounced' | null;
  /** Whether the ledger takes it as the lead's own no. */
  isOptOut: boolean;
  /** What it means for all that this sender has still to send: nothing goes, or it goes later. */
  sender: 'hold' | 'slow' | null;
  /** Whether a person must mend the step of the play: one task a step, however many leads come by. */
  stepNeedsMending: boolean;
}

const NOTHING: Consequence = {
  message: 'fails',
  address: null,
  isOptOut: false,
  sender: null,
  stepNeedsMending: false,
};

/** What follows from each: a new kind of refusal does not compile before it has its line here. */
export const CONSEQUENCES: Readonly<Record<SendRefusal, Consequence>> = {
  numberDead: { ...NOTHING, address: 'unreachable' },
  landline: { ...NOTHING, address: 'landline' },
  addressDead: { ...NOTHING, address: 'bounced' },
  revoked: { ...NOTHING, isOptOut: true },
  config: { ...NOTHING, message: 'waits', sender: 'hold' },
  senderDown: { ...NOTHING, message: 'waits', sender: 'hold' },
  template: { ...NOTHING, stepNeedsMending: true },
  filtered: { ...NOTHING, stepNeedsMending: true },
  hold: { ...NOTHING, message: 'waits', sender: 'slow' },
  replan: { ...NOTHING, message: 'waits' },
  // A second try would be allowed, but nothing says that it was not delivered: the play's other steps go on.
  soft: NOTHING,
  bug: { ...NOTHING, stepNeedsMending: true },
};

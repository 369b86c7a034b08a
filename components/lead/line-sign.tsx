import {
  CircleHelpIcon,
  CircleSlashIcon,
  DotIcon,
  FileInputIcon,
  FlagIcon,
  HourglassIcon,
  LogInIcon,
  MailIcon,
  MessageSquareTextIcon,
  MoonIcon,
  PencilLineIcon,
  RadioIcon,
  ScaleIcon,
  SplitIcon,
  UserRoundIcon,
} from 'lucide-react';
import type { TimelineItem } from '#components/lead/lead-sheet.ts';

/** The sign before a line of a timeline; its words carry the meaning, the sign only helps the eye. */
export function lineSign({ kind, message }: Pick<TimelineItem, 'kind' | 'message'>): React.ReactNode {
  if ((kind === 'sent' || kind === 'reply') && message) {
    return message.channel === 'sms' ? (
      <MessageSquareTextIcon aria-hidden="true" className="text-sms" />
    ) : (
      <MailIcon aria-hidden="true" className="text-email" />
    );
  }
  const Sign = signs[kind] ?? DotIcon;
  return <Sign aria-hidden="true" className={tones[kind] ?? 'text-3'} />;
}

const signs: Record<string, typeof DotIcon> = {
  entered: LogInIcon,
  notEntered: CircleSlashIcon,
  ended: FlagIcon,
  moved: SplitIcon,
  held: MoonIcon,
  notSent: CircleSlashIcon,
  unconfirmed: CircleHelpIcon,
  sent: MessageSquareTextIcon,
  reply: MessageSquareTextIcon,
  consent: ScaleIcon,
  set: PencilLineIcon,
  person: UserRoundIcon,
  lead: FileInputIcon,
  signal: RadioIcon,
  limit: HourglassIcon,
};

const tones: Record<string, string> = {
  notSent: 'text-late',
  unconfirmed: 'text-warn',
  held: 'text-held',
};

import {
  CircleHelpIcon,
  CircleSlashIcon,
  FlagIcon,
  HourglassIcon,
  type LucideIcon,
  MailIcon,
  MessageSquareTextIcon,
  PencilLineIcon,
  ShuffleIcon,
  SplitIcon,
  TimerIcon,
  WorkflowIcon,
  ZapIcon,
} from 'lucide-react';
import { cn } from '#components/ui/class-names.ts';
import { nodeKind } from '#workflows/nodes/registry.ts';

/** Icons by the names that node kinds give; the whole set would be in every visitor's download. */
export const stepIcons: Readonly<Record<string, LucideIcon>> = {
  'circle-slash': CircleSlashIcon,
  flag: FlagIcon,
  hourglass: HourglassIcon,
  mail: MailIcon,
  'message-square-text': MessageSquareTextIcon,
  'pencil-line': PencilLineIcon,
  shuffle: ShuffleIcon,
  split: SplitIcon,
  timer: TimerIcon,
  workflow: WorkflowIcon,
  zap: ZapIcon,
};

const tones = { sms: 'text-sms', email: 'text-email' } as const;

/** The colour of a kind: its channel's, else grey. */
export function toneOf(kind: string): string {
  const channel = nodeKind(kind)?.channel;
  return channel ? tones[channel] : 'text-3';
}

/** The sign of a kind of step, in its channel's colour. */
export function StepIcon({ kind, className }: { kind: string; className?: string }) {
  const declared = nodeKind(kind);
  const Icon = stepIcons[declared?.icon ?? ''] ?? CircleHelpIcon;
  return <Icon aria-hidden="true" className={cn('size-4 shrink-0', toneOf(kind), className)} />;
}

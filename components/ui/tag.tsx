import { cva, type VariantProps } from 'class-variance-authority';
import { cn } from '#components/ui/class-names.ts';

const tagClass = cva(
  'inline-flex h-5 max-w-full shrink-0 items-center gap-1 rounded-tag px-1.5 align-middle text-meta font-medium whitespace-nowrap [&_svg]:size-3 [&_svg]:shrink-0',
  {
    variants: {
      tone: {
        plain: 'bg-hover text-2',
        ok: 'bg-ok-soft text-ok',
        warn: 'bg-warn-soft text-warn',
        late: 'bg-late-soft text-late',
        held: 'bg-held-soft text-held',
        accent: 'bg-accent-soft text-accent-text',
        email: 'bg-email-soft text-email',
        sms: 'bg-sms-soft text-sms',
        phone: 'bg-phone-soft text-phone',
      },
    },
    defaultVariants: { tone: 'plain' },
  },
);

export type TagTone = NonNullable<VariantProps<typeof tagClass>['tone']>;

type TagProps = React.ComponentProps<'span'> & { tone?: TagTone };

/** A state in one or two words. The tone never stands alone: the word says it too. A 12-px icon may come first. */
export function Tag({ tone, className, ...rest }: TagProps) {
  return <span className={cn(tagClass({ tone }), className)} {...rest} />;
}

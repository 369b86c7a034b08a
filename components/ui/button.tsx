import { cva, type VariantProps } from 'class-variance-authority';
import { LoaderIcon } from 'lucide-react';
import { Slot, Slottable } from 'radix-ui/slot';
import { cn } from '#components/ui/class-names.ts';
import { Kbd } from '#components/ui/kbd.tsx';

export const buttonClass = cva(
  [
    'group/button relative touch-target inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border whitespace-nowrap select-none',
    'text-ui font-medium transition-colors',
    'disabled:border-line disabled:bg-transparent disabled:text-disabled',
    'aria-disabled:cursor-default',
    '[&_svg]:size-3.5 [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary:
          'border-accent bg-accent text-on-accent enabled:hover:border-accent-hover enabled:hover:bg-accent-hover [a]:hover:border-accent-hover [a]:hover:bg-accent-hover',
        secondary:
          'border-line-strong bg-surface text-1 enabled:hover:bg-hover enabled:hover:border-edge [a]:hover:bg-hover [a]:hover:border-edge data-[state=open]:bg-active',
        ghost:
          'border-transparent bg-transparent text-2 disabled:border-transparent enabled:hover:bg-hover enabled:hover:text-1 [a]:hover:bg-hover [a]:hover:text-1 data-[state=open]:bg-active data-[state=open]:text-1',
        danger: 'border-late bg-surface text-late enabled:hover:bg-late-soft [a]:hover:bg-late-soft',
      },
      size: {
        md: 'h-8 px-3',
        sm: 'h-7 px-2',
        touch: 'h-11 px-4 text-body',
      },
      icon: { true: 'px-0 [&_svg]:size-4', false: '' },
    },
    compoundVariants: [
      { icon: true, size: 'md', class: 'w-8' },
      { icon: true, size: 'sm', class: 'w-7' },
      { icon: true, size: 'touch', class: 'w-11' },
    ],
    defaultVariants: { variant: 'secondary', size: 'md', icon: false },
  },
);

export type ButtonProps = React.ComponentProps<'button'> &
  Omit<VariantProps<typeof buttonClass>, 'icon'> & {
    /** Square, for one icon. Give it an `aria-label`. */
    icon?: boolean;
    /** The key that does the same, shown at the right: `mod+enter`, `a`. */
    keys?: string;
    /** The act is under way: presses are ignored, the focus stays, and a turning sign stands before the words. */
    pending?: boolean;
    /** Give the look to the one child instead (a link): `<Button asChild><Link href="…">Open</Link></Button>`. */
    asChild?: boolean;
  };

/**
 * One solid (`primary`) button a screen. `danger` only inside a question that names the consequence.
 * Under a coarse pointer every size is at least 44 px high to the touch, by an invisible margin.
 */
export function Button({
  variant,
  size,
  icon = false,
  keys,
  pending = false,
  asChild = false,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const Part = asChild ? Slot : 'button';
  return (
    <Part
      {...(asChild ? {} : { type })}
      {...rest}
      {...(pending ? { 'aria-disabled': true, 'aria-busy': true } : {})}
      {...(keys ? { 'aria-keyshortcuts': ariaKeys(keys) } : {})}
      onClick={pending ? (event: React.MouseEvent<HTMLButtonElement>) => event.preventDefault() : onClick}
      className={cn(buttonClass({ variant, size, icon }), className)}
    >
      {pending ? <LoaderIcon aria-hidden="true" className="animate-turn" /> : null}
      <Slottable>{icon && pending ? null : children}</Slottable>
      {keys ? (
        <Kbd
          keys={keys}
          className={cn(
            'ml-0.5 group-disabled/button:border-line group-disabled/button:text-disabled',
            variant === 'primary' && 'border-on-accent/45 bg-transparent text-on-accent',
          )}
        />
      ) : null}
    </Part>
  );
}

/** `mod+enter` -> "Control+Enter", the form ARIA asks for. */
function ariaKeys(keys: string): string {
  return keys
    .split('+')
    .map((key) =>
      key === 'mod' ? 'Control' : key.length === 1 ? key : `${key[0]?.toUpperCase()}${key.slice(1)}`,
    )
    .join('+');
}

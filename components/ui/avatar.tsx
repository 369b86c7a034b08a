import { cn } from '#components/ui/class-names.ts';

type AvatarProps = {
  name: string;
  size?: 24 | 32;
  className?: string;
};

/** "Maya Lindqvist" -> "ML", "Kestrel" -> "KE". The name stands beside it, so it is not read out. */
export function Avatar({ name, size = 24, className }: AvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={cn(
        'inline-flex shrink-0 items-center justify-center rounded-full bg-active font-semibold text-2 select-none',
        size === 32 ? 'size-8 text-meta' : 'size-6 text-[10px] leading-none tracking-[0.02em]',
        className,
      )}
    >
      {initials(name)}
    </span>
  );
}

export function initials(name: string): string {
  const parts = name.trim().split(/\s+/).filter(Boolean);
  const [first = '', last = ''] = [parts[0], parts.length > 1 ? parts.at(-1) : undefined];
  const letters = last ? [...first].slice(0, 1).concat([...last].slice(0, 1)) : [...first].slice(0, 2);
  return letters.join('').toUpperCase();
}

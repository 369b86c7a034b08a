'use client';

import { CheckIcon, CopyIcon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.tsx';

type CopyButtonProps = {
  text: string;
  /** What is copied: "the key", "the address". */
  what: string;
  /** Icon only; the words are then its name. */
  icon?: boolean;
  size?: 'sm' | 'md';
};

/** Puts a text into the clipboard and says so on the button for 2 s. */
export function CopyButton({ text, what, icon = false, size = 'sm' }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      toast.failed(`The browser does not let Baton copy ${what}`, { kept: 'Select it and copy it by hand.' });
    }
  };

  const sign = copied ? <CheckIcon aria-hidden="true" /> : <CopyIcon aria-hidden="true" />;
  const words = copied ? 'Copied' : 'Copy';
  return (
    <Button
      size={size}
      icon={icon}
      variant={icon ? 'ghost' : 'secondary'}
      onClick={() => void copy()}
      aria-label={`${words} ${what}`}
    >
      {sign}
      {icon ? null : words}
    </Button>
  );
}

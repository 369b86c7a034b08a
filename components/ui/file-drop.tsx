'use client';

import { FileIcon, UploadIcon, XIcon } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/class-names.ts';
import { FieldError } from '#components/ui/field.tsx';

type FileDropProps = {
  /** What is wanted: "Drop a CSV file here". */
  label: string;
  /** What is accepted and how large: "CSV or TSV, up to 20 MB". */
  help: string;
  /** As in `<input accept>`: ".csv,text/csv". */
  accept: string;
  maxBytes: number;
  /** What to do with a file that is larger: "Split it and send the parts." */
  ifLarger: string;
  file: File | null;
  onFile: (file: File | null) => void;
  /** Why the server refused it. */
  error?: string | undefined;
  disabled?: boolean;
  className?: string;
};

/** One file, dropped or chosen. A file of the wrong kind or size is refused here, with the reason. */
export function FileDrop({
  label,
  help,
  accept,
  maxBytes,
  ifLarger,
  file,
  onFile,
  error,
  disabled = false,
  className,
}: FileDropProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const problem = refused ?? error;

  const take = (next: File | undefined) => {
    if (!next) return;
    if (!accepts(accept, next)) {
      setRefused(`${next.name} is not the kind of file that is read here. ${help}.`);
      return;
    }
    if (next.size > maxBytes) {
      setRefused(
        `${next.name} has ${fileSize(next.size)}; at most ${fileSize(maxBytes)} can be read at once. ${ifLarger}`,
      );
      return;
    }
    setRefused(null);
    onFile(next);
  };

  return (
    <div className={className}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button does the same by keyboard */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          if (!disabled) setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          if (!disabled) take(event.dataTransfer.files[0]);
        }}
        className={cn(
          'flex min-h-24 flex-wrap items-center gap-3 rounded-card border border-dashed border-control bg-sunken p-4 transition-colors',
          over && 'border-accent bg-accent-soft',
        )}
      >
        {file ? (
          <>
            <FileIcon aria-hidden="true" className="size-4 shrink-0 text-3" />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-ui font-medium">{file.name}</span>
              <span className="block text-meta text-3 tabular-nums">{fileSize(file.size)}</span>
            </span>
            <Button
              variant="ghost"
              size="sm"
              disabled={disabled}
              onClick={() => {
                onFile(null);
                if (input.current) input.current.value = '';
              }}
            >
              <XIcon aria-hidden="true" />
              Take another
            </Button>
          </>
        ) : (
          <>
            <UploadIcon aria-hidden="true" className="size-4 shrink-0 text-3" />
            <span className="min-w-0 flex-1">
              <label htmlFor={id} className="block text-ui font-medium">
                {label}
              </label>
              <span id={`${id}-help`} className="block text-meta text-3">
                {help}
              </span>
            </span>
            <Button disabled={disabled} onClick={() => input.current?.click()}>
              Choose a file
            </Button>
          </>
        )}
        <input
          ref={input}
          id={id}
          type="file"
          accept={accept}
          disabled={disabled}
          tabIndex={-1}
          aria-describedby={`${id}-help`}
          className="sr-only"
          onChange={(event) => take(event.target.files?.[0])}
        />
      </div>
      {problem ? <FieldError problem={problem} className="mt-2" /> : null}
    </div>
  );
}

/** The browser's own rule for `accept`: an ending, a MIME type, or a MIME family with a star. */
export function accepts(accept: string, file: { name: string; type: string }): boolean {
  return accept
    .split(',')
    .map((rule) => rule.trim().toLowerCase())
    .some((rule) => {
      if (rule.startsWith('.')) return file.name.toLowerCase().endsWith(rule);
      if (rule.endsWith('/*')) return file.type.startsWith(rule.slice(0, -1));
      return file.type === rule;
    });
}

/** 1,536 -> "1.5 kB"; powers of 1,000, as file managers show them. */
export function fileSize(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  const [amount, unit] = bytes < 1_000_000 ? [bytes / 1_000, 'kB'] : [bytes / 1_000_000, 'MB'];
  return `${amount < 10 ? Math.round(amount * 10) / 10 : Math.round(amount)} ${unit}`;
}

'use client';

import { useRef, useState } from 'react';

const FIRST_HEIGHT = 240;
const LARGEST_HEIGHT = 2_400;

/**
 * An email as a mail program shows it, in a frame of its own: no scripts, no forms, nothing loaded from anywhere.
 * `allow-same-origin` without `allow-scripts` lets nothing in the mail run; it lets us measure how tall it is.
 */
export function MailFrame({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(FIRST_HEIGHT);
  return (
    <iframe
      ref={frame}
      title={title}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={`${HEAD}${html}`}
      onLoad={() => {
        const tall = frame.current?.contentDocument?.documentElement.scrollHeight ?? FIRST_HEIGHT;
        setHeight(Math.min(tall, LARGEST_HEIGHT));
      }}
      style={{ height }}
      className="w-full rounded-control border border-line"
    />
  );
}

const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; font-src data:";

/** Mails are drawn for white paper, whatever the theme of the page. */
const HEAD = `<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light">
<meta http-equiv="Content-Security-Policy" content="${POLICY}"><base target="_blank">
<style>body { font: 14px/1.5 system-ui, sans-serif; margin: 16px; overflow-wrap: anywhere; }</style>`;

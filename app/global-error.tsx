'use client';

import { GeistSans } from 'geist/font/sans';
import { BareBar } from '#components/shell/bare-bar.tsx';
import { BrokenPage, type BrokenPageProps } from '#components/shell/broken-page.tsx';
import './globals.css';

/** Stands in for the root layout when that one fails; it follows the system's theme. */
export default function GlobalError(props: BrokenPageProps) {
  return (
    <html lang="en" className={GeistSans.variable}>
      <body className="font-sans">
        <title>Baton</title>
        <BareBar />
        <BrokenPage {...props} />
      </body>
    </html>
  );
}

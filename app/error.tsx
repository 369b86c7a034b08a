'use client';

import { BareBar } from '#components/shell/bare-bar.tsx';
import { BrokenPage, type BrokenPageProps } from '#components/shell/broken-page.tsx';

export default function PageError(props: BrokenPageProps) {
  return (
    <>
      <BareBar />
      <BrokenPage {...props} />
    </>
  );
}

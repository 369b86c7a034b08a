import { BareBar } from '#components/shell/bare-bar.tsx';
import { MissingPage } from '#components/shell/missing-page.tsx';

export default function NotFound() {
  return (
    <>
      <BareBar />
      <MissingPage />
    </>
  );
}

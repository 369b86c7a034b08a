import { Mark } from '#components/shell/mark.tsx';

type DoorFrameProps = {
  title: string;
  /** One or two sentences: what this is for and what comes of it. */
  intro?: string;
  /** Whose door it is, where that is not Baton's own: a form that leads fill in. */
  brand?: string;
  children: React.ReactNode;
};

/** Round the pages for somebody who is not signed in. */
export function DoorFrame({ title, intro, brand, children }: DoorFrameProps) {
  return (
    <main className="flex min-h-dvh justify-center bg-sunken px-4 py-12 wide:items-center">
      <div className="w-full max-w-100">
        <p className="mb-4 flex items-center gap-2 text-head">
          {brand === undefined ? (
            <>
              <Mark />
              Baton
            </>
          ) : (
            brand
          )}
        </p>
        <div className="rounded-card border border-line bg-surface p-6">
          <h1 className="text-title">{title}</h1>
          {intro ? <p className="mt-2 text-body text-2">{intro}</p> : null}
          <div className="mt-6">{children}</div>
        </div>
      </div>
    </main>
  );
}

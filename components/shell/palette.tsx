'use client';

import { Command as Cmdk, defaultFilter } from 'cmdk';
import { SearchIcon } from 'lucide-react';
import * as Dialog from 'radix-ui/dialog';
import { useEffect, useState } from 'react';
import type { Command, CommandSource, Found } from '#components/shell/command.ts';
import { Kbd } from '#components/ui/kbd.tsx';
import { focusBack, focusFirst } from '#components/ui/layer-focus.ts';
import { Spinner } from '#components/ui/spinner.tsx';

type PaletteProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  commands: readonly Command[];
  sources: readonly CommandSource[];
  perform: (command: Command) => void;
};

/** What a source found keeps its place: it was matched elsewhere, by more than its name. */
const foundMark = 'found ';

/** Finds any page, play, lead or act by a few letters. */
export function Palette({ open, onOpenChange, commands, sources, perform }: PaletteProps) {
  const [query, setQuery] = useState('');
  const [picked, setPicked] = useState('');
  const { groups: found, looking, failed } = useFound(open ? query.trim() : '', sources);

  // What was found comes after the letters and above the rest, so the first of it is what Enter should open.
  const firstFound = found[0]?.items[0]?.id;
  useEffect(() => {
    if (firstFound) setPicked(`${foundMark}${firstFound}`);
  }, [firstFound]);

  const choose = (command: Command) => {
    onOpenChange(false);
    setQuery('');
    perform(command);
  };

  const rows = commands.filter((command) => !command.keysOnly);
  const headings = [...new Set(rows.map((command) => command.group))];

  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => {
        onOpenChange(next);
        if (!next) setQuery('');
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-50 animate-appear bg-scrim" />
        <Dialog.Content
          onOpenAutoFocus={focusFirst}
          onCloseAutoFocus={focusBack}
          aria-describedby={undefined}
          className="pop fixed inset-x-2 top-2 z-50 animate-appear overflow-hidden outline-none wide:inset-x-auto wide:top-[12vh] wide:left-1/2 wide:w-140 wide:-translate-x-1/2"
        >
          <Dialog.Title className="sr-only">Find</Dialog.Title>
          <Cmdk
            label="Find"
            loop
            value={picked}
            onValueChange={setPicked}
            filter={(value, search, keywords) =>
              value.startsWith(foundMark) ? 1 : defaultFilter(value, search, keywords)
            }
          >
            <div className="flex h-10 items-center gap-2 border-b border-line px-3 max-wide:h-12">
              <SearchIcon aria-hidden="true" className="size-4 shrink-0 text-3" />
              <Cmdk.Input
                value={query}
                onValueChange={setQuery}
                placeholder="Find a page, a play, a lead or an act"
                className="h-full min-w-0 flex-1 bg-transparent text-ui text-1 outline-none max-wide:text-head max-wide:font-normal"
              />
              {looking ? <Spinner /> : null}
              <Kbd keys="escape" />
            </div>
            <Cmdk.List className="max-h-[min(60vh,420px)] scroll-py-1 overflow-y-auto p-1">
              <Cmdk.Empty className="px-2 py-4 text-ui text-3">
                {looking
                  ? 'Looking'
                  : 'Nothing is called that. Try a first name, a company or a part of a word.'}
              </Cmdk.Empty>
              {found.map(({ source, items }) => (
                <Group key={source.group} heading={source.group}>
                  {items.map((item) => (
                    <Row
                      key={item.id}
                      value={`${foundMark}${item.id}`}
                      icon={source.icon}
                      label={item.label}
                      note={item.note}
                      onSelect={() =>
                        choose({ id: item.id, label: item.label, group: source.group, href: item.href })
                      }
                    />
                  ))}
                </Group>
              ))}
              {headings.map((heading) => (
                <Group key={heading} heading={heading}>
                  {rows
                    .filter((command) => command.group === heading)
                    .map((command) => (
                      <Row
                        key={command.id}
                        value={command.id}
                        words={[command.label, command.note ?? '', ...(command.words ?? [])]}
                        icon={command.icon}
                        label={command.label}
                        note={command.note}
                        keys={command.keys}
                        onSelect={() => choose(command)}
                      />
                    ))}
                </Group>
              ))}
              {failed ? (
                <p className="px-2 py-2 text-meta text-late">
                  Plays and leads cannot be searched just now. Pages and acts still can.
                </p>
              ) : null}
            </Cmdk.List>
          </Cmdk>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Group({ heading, children }: { heading: string; children: React.ReactNode }) {
  return (
    <Cmdk.Group
      heading={heading}
      className="**:[[cmdk-group-heading]]:px-2 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-meta **:[[cmdk-group-heading]]:text-3"
    >
      {children}
    </Cmdk.Group>
  );
}

type RowProps = {
  value: string;
  words?: string[];
  icon: React.ReactNode;
  label: string;
  note: string | undefined;
  keys?: string | undefined;
  onSelect: () => void;
};

function Row({ value, words, icon, label, note, keys, onSelect }: RowProps) {
  return (
    <Cmdk.Item
      value={value}
      {...(words ? { keywords: words } : {})}
      onSelect={onSelect}
      className="pop-item group min-h-9"
    >
      <span className="flex size-4 shrink-0 items-center text-3 [&>svg]:size-4">{icon}</span>
      <span className="min-w-0 flex-1 truncate">
        {label}
        {note ? <span className="text-3"> {note}</span> : null}
      </span>
      {keys ? <Kbd keys={keys} /> : null}
      <Kbd keys="enter" className="hidden group-data-[selected=true]:wide:inline-flex" />
    </Cmdk.Item>
  );
}

type FoundGroup = { source: CommandSource; items: readonly Found[] };

/** Asks every source 150 ms after the last letter; an answer to an older question is dropped. */
function useFound(query: string, sources: readonly CommandSource[]) {
  const [groups, setGroups] = useState<readonly FoundGroup[]>([]);
  const [looking, setLooking] = useState(false);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    setFailed(false);
    if (query === '' || sources.length === 0) {
      setGroups([]);
      setLooking(false);
      return;
    }
    let wanted = true;
    setLooking(true);
    const timer = setTimeout(() => {
      Promise.allSettled(sources.map(async (source) => ({ source, items: await source.find(query) }))).then(
        (answers) => {
          if (!wanted) return;
          setGroups(answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : [])));
          setFailed(answers.some((answer) => answer.status === 'rejected'));
          setLooking(false);
        },
      );
    }, 150);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [query, sources]);

  return { groups: groups.filter(({ items }) => items.length > 0), looking, failed };
}

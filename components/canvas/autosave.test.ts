import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { Autosave, type SaveState } from '#components/canvas/autosave.ts';
import type { Play } from '#workflows/play.ts';

const play = (name: string): Play => ({
  format: 'baton.play',
  version: 1,
  name,
  nodes: [],
  edges: [],
});

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** An editor's unsaved names, and a server that answers to each save when it is let. */
async function desk() {
  const saved: string[] = [];
  const arrivals: (() => void)[] = [];
  let answer = () => {};
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const { draft, revision } = JSON.parse(body) as { draft: Play; revision: number };
    answer = () => {
      saved.push(draft.name);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ outcome: 'saved', revision: revision + 1 }));
    };
    arrivals.shift()?.();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => server.close().closeAllConnections());
  const unsaved: string[] = [];
  let revision = 1;
  const states: SaveState['kind'][] = [];
  const autosave = new Autosave({
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    batch: () =>
      unsaved.length === 0
        ? null
        : { draft: play(unsaved.at(-1) ?? ''), revision, operations: unsaved.length },
    onState: ({ kind }) => states.push(kind),
    onSaved: (batch, next) => {
      unsaved.splice(0, batch.operations);
      revision = next;
    },
  });
  ends.push(() => autosave.stop());
  const edit = (name: string) => {
    unsaved.push(name);
    autosave.touch();
  };
  const arrives = () => new Promise<void>((resolve) => arrivals.push(resolve));
  return { autosave, edit, arrives, answer: () => answer(), saved, unsaved, states, server };
}

it('asked to save while a request is under way, it waits for that and sends what came after it', async () => {
  const { autosave, edit, arrives, answer, saved, unsaved, states } = await desk();
  edit('first');
  const first = arrives();
  const began = autosave.flush();
  await first;
  edit('second');
  edit('third');
  const next = arrives();
  const published = autosave.flush().then(() => [...unsaved]);
  answer();
  await began;
  await next;
  answer();
  expect(await published).toEqual([]);
  expect(saved).toEqual(['first', 'third']);
  expect(states.at(-1)).toBe('saved');
});

it('several who ask at once are served by one request', async () => {
  const { autosave, edit, arrives, answer, saved } = await desk();
  edit('only');
  const arrival = arrives();
  const all = Promise.all([autosave.flush(), autosave.flush(), autosave.flush()]);
  await arrival;
  answer();
  await all;
  expect(saved).toEqual(['only']);
});

it('a server that cannot be reached is answered to as well: what is unsaved stays, and is tried again later', async () => {
  const { autosave, edit, unsaved, states, server } = await desk();
  await new Promise((resolve) => server.close(resolve));
  edit('kept');
  await autosave.flush();
  expect(unsaved).toEqual(['kept']);
  expect(states.at(-1)).toBe('offline');
});

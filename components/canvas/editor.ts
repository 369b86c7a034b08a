import { Autosave, type SaveState, type Theirs } from '#components/canvas/autosave.ts';
import { KeptDrafts, readDraft } from '#components/canvas/saved-draft.ts';
import { compileContext, type PlaySetting } from '#components/canvas/setting.ts';
import { type Compiled, compile } from '#workflows/compile/compile.ts';
import { settled } from '#workflows/edit/add.ts';
import { apply } from '#workflows/edit/apply.ts';
import { nodeOf } from '#workflows/edit/graph.ts';
import { EMPTY_HISTORY, groupOf, type History, record, redo, undo } from '#workflows/edit/history.ts';
import type { Operation } from '#workflows/edit/operation.ts';
import { replay } from '#workflows/edit/replay.ts';
import { operationWords } from '#workflows/edit/words.ts';
import type { Problem } from '#workflows/node.ts';
import type { Play } from '#workflows/play.ts';

/** Steps a simulated lead comes to, and for those known the ports they leave by. */
export type Way = { steps: ReadonlySet<string>; left: ReadonlyMap<string, ReadonlySet<string>> };

export type EditorState = {
  play: Play;
  history: History;
  /** Operations that the server does not have yet. */
  unsaved: readonly Operation[];
  revision: number;
  save: SaveState;
  /** Of the document a moment ago: checking follows the last key by a few frames. */
  compiled: Compiled;
  selected: ReadonlySet<string>;
  selectedEdge: string | null;
  /** A field that should take the focus; node '' is the play itself. */
  wish: { node: string; field: string } | null;
  /** For the live region: what was just done or refused. */
  said: { words: string; turn: number };
  /** Another document to look at, read-only: a version of the past. */
  shown: { play: Play; words: string } | null;
  /** The way of a simulated lead; what is off it steps back. Null: none is simulated. */
  way: Way | null;
};

export type Done = { ok: true } | { ok: false; reason: string };

const CHECK_AFTER_MS = 40;

/**
 * One open play: the document, what can be taken back, what is not saved yet, what is selected. The only place where
 * any of it changes. React reads it by `useEditor`.
 */
export class Editor {
  readonly setting: PlaySetting;
  readonly #listeners = new Set<() => void>();
  readonly #autosave: Autosave;
  #kept: KeptDrafts | null = null;
  #state: EditorState;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(setting: PlaySetting, play: Play, revision: number) {
    this.setting = setting;
    this.#state = {
      play,
      history: EMPTY_HISTORY,
      unsaved: [],
      revision,
      save: { kind: 'saved', atMs: null },
      compiled: compile(play, compileContext(setting)),
      selected: new Set(),
      selectedEdge: null,
      wish: null,
      said: { words: '', turn: 0 },
      shown: null,
      way: null,
    };
    this.#autosave = new Autosave({
      address: `${setting.address}/draft`,
      batch: () => {
        const { play: draft, revision: made, unsaved } = this.#state;
        return unsaved.length === 0 ? null : { draft, revision: made, operations: unsaved.length };
      },
      onState: (save) => this.#set({ save }),
      onSaved: ({ operations }, saved) => {
        this.#set({ revision: saved, unsaved: this.#state.unsaved.slice(operations) });
        this.#keep();
      },
    });
  }

  get state(): EditorState {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Starts listening to the browser and takes up work left behind. Returns what ends it. */
  open(): () => void {
    const online = () => void this.flush();
    const leave = () => this.#autosave.flushAndLeave();
    window.addEventListener('online', online);
    window.addEventListener('pagehide', leave);
    this.#autosave.start();
    if (this.setting.mayEdit) void this.#takeUp();
    return () => {
      window.removeEventListener('online', online);
      window.removeEventListener('pagehide', leave);
      clearTimeout(this.#checkTimer);
      // Another page of the site is opened: the request goes on, and what it saves is taken off the kept work.
      void this.#autosave.flush();
      this.#autosave.stop();
    };
  }

  /**
   * Does an operation, with the moves that changed card sizes ask for. `select` names the steps selected afterwards.
   * A refusal is said aloud and changes nothing.
   */
  do(operation: Operation, select?: readonly string[]): Done {
    if (!this.setting.mayEdit) return this.refuse('You can read this play, not change it.');
    const before = this.#state.play;
    const whole = settled(before, operation);
    const done = apply(before, whole);
    if (!done.ok) return this.refuse(done.reason);
    if (done.inverse.nodes.length + done.inverse.edges.length + done.inverse.play.length === 0)
      return { ok: true };
    const after = done.play;
    this.#take(after, whole, {
      history: record(this.#state.history, {
        before,
        after,
        group: groupOf(operation),
        atMs: Date.now(),
        words: (first) => operationWords(operation, first, after),
      }),
      ...(select ? { selected: new Set(select), selectedEdge: null } : {}),
    });
    return { ok: true };
  }

  undo(): void {
    this.#travel(undo(this.#state.history), 'Taken back');
  }

  redo(): void {
    this.#travel(redo(this.#state.history), 'Done again');
  }

  select(ids: Iterable<string>): void {
    const selected = new Set(ids);
    const now = this.#state.selected;
    if (
      selected.size === now.size &&
      [...selected].every((id) => now.has(id)) &&
      this.#state.selectedEdge === null
    )
      return;
    this.#set({ selected, selectedEdge: null });
  }

  selectEdge(id: string | null): void {
    if (this.#state.selectedEdge === id) return;
    this.#set({ selectedEdge: id, ...(id === null ? {} : { selected: new Set<string>() }) });
  }

  /** Selects a problem's step and asks for the focus in the field it is about. */
  goTo(problem: Pick<Problem, 'node' | 'field'>): void {
    const { node, field } = problem;
    const known = node !== undefined && nodeOf(this.#state.play, node) !== undefined;
    this.#set({
      selected: new Set(known ? [node] : []),
      selectedEdge: null,
      wish: { node: known ? node : '', field: field ?? '' },
    });
  }

  /** The wished-for field has the focus. */
  fulfil(): void {
    this.#set({ wish: null });
  }

  /** Puts the question of a conflict off, or asks it again. */
  askConflict(asking: boolean): void {
    const { save } = this.#state;
    if (save.kind === 'conflict') this.#set({ save: { ...save, asking } });
  }

  say(words: string): void {
    this.#set({ said: { words, turn: this.#state.said.turn + 1 } });
  }

  refuse(reason: string): Done {
    this.say(reason);
    return { ok: false, reason };
  }

  show(shown: EditorState['shown']): void {
    this.#set({ shown, selected: new Set(), selectedEdge: null });
  }

  showWay(way: Way | null): void {
    this.#set({ way });
  }

  /** Sends what is not saved, now. Resolves when the server answered or could not be reached. */
  flush(): Promise<void> {
    return this.#autosave.flush();
  }

  /** The three ways out when somebody else saved first. Nothing is lost by asking: mine is kept here until then. */
  settleConflict(
    theirs: Theirs,
    choice: 'onTop' | 'theirs' | 'mine',
  ): { refused: { words: string; reason: string }[] } {
    const mine = this.#state;
    if (choice === 'theirs') {
      this.#replaceWith(theirs.draft, theirs.revision, []);
      return { refused: [] };
    }
    if (choice === 'mine') {
      this.#set({ revision: theirs.revision });
      this.#keep();
      this.#autosave.resume();
      return { refused: [] };
    }
    const again = replay(theirs.draft, mine.unsaved);
    this.#replaceWith(again.play, theirs.revision, mine.unsaved);
    return { refused: again.refused };
  }

  #replaceWith(play: Play, revision: number, unsaved: readonly Operation[]): void {
    // Steps of before may name what is no longer so; taking them back could undo the other person's work.
    this.#set({
      play,
      revision,
      unsaved,
      history: EMPTY_HISTORY,
      selected: new Set([...this.#state.selected].filter((id) => nodeOf(play, id))),
      selectedEdge: null,
    });
    this.#keep();
    this.#check();
    this.#autosave.resume();
  }

  /**
   * Takes the newest draft, should the page have been drawn from an older one (a page restored by "back" is), and does
   * what was left unsaved in this browser again on it. Writes nothing unless there was something left.
   */
  async #takeUp(): Promise<void> {
    if (this.#kept !== null) return;
    const drafts = new KeptDrafts(this.setting.playId);
    this.#kept = drafts;
    await drafts.holdTab();
    const newest = await readDraft(this.setting.address);
    const left = await drafts.takeLeftBehind();
    if (newest !== null && newest.revision > this.#state.revision && this.#state.unsaved.length === 0) {
      this.#set({ play: newest.draft, revision: newest.revision, history: EMPTY_HISTORY });
      this.#check();
    }
    const operations = left.flatMap((draft) => draft.operations);
    if (operations.length === 0) return;
    const again = replay(this.#state.play, operations);
    this.#set({ play: again.play, unsaved: [...operations, ...this.#state.unsaved] });
    this.#keep();
    this.#check();
    this.#autosave.touch();
    const kept = again.done === 1 ? '1 change' : `${again.done} changes`;
    this.say(
      again.refused.length === 0
        ? `${kept} that had not been saved were taken up again.`
        : `${kept} that had not been saved were taken up again; ${again.refused.length} no longer fit.`,
    );
  }

  #travel(taken: ReturnType<typeof undo>, verb: string): void {
    if (taken === undefined || !this.setting.mayEdit) return;
    const done = apply(this.#state.play, taken.operation);
    if (!done.ok) return;
    this.#take(done.play, taken.operation, { history: taken.history });
    this.say(`${verb}: ${taken.words}`);
  }

  #take(play: Play, operation: Operation, more: Partial<EditorState>): void {
    const selected = more.selected ?? this.#state.selected;
    this.#set({
      ...more,
      play,
      unsaved: [...this.#state.unsaved, operation],
      selected: [...selected].every((id) => nodeOf(play, id))
        ? selected
        : new Set([...selected].filter((id) => nodeOf(play, id))),
    });
    this.#keep();
    this.#check();
    this.#autosave.touch();
  }

  #keep(): void {
    this.#kept?.keep({ revision: this.#state.revision, operations: [...this.#state.unsaved] });
  }

  #check(): void {
    clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(
      () => this.#set({ compiled: compile(this.#state.play, compileContext(this.setting)) }),
      CHECK_AFTER_MS,
    );
  }

  #set(change: Partial<EditorState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

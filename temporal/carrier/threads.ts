/** A conversation with one phone or mailbox: ids of its messages, oldest first. */
export interface Thread {
  address: string;
  ids: string[];
  lastMs: number;
}

/** Conversations by address; the map's order is "least recently talked to first". */
export class Threads extends Map<string, Thread> {
  add(address: string, id: string, atMs: number): void {
    const thread = this.get(address) ?? { address, ids: [], lastMs: atMs };
    thread.ids.push(id);
    thread.lastMs = atMs;
    this.delete(address);
    this.set(address, thread);
  }

  forget(address: string, id: string): void {
    const thread = this.get(address);
    if (!thread) return;
    const at = thread.ids.indexOf(id);
    if (at >= 0) thread.ids.splice(at, 1);
    if (thread.ids.length === 0) this.delete(address);
  }
}

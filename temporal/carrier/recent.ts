/** A queue that forgets its oldest items; `shift` on a long array would move every item. */
export class Recent<T> {
  items: T[] = [];
  private readonly most: number;
  constructor(most: number) {
    this.most = most;
  }
  push(item: T): void {
    this.items.push(item);
    if (this.items.length > this.most * 2) this.items = this.items.slice(-this.most);
  }
}

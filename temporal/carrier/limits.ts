/** Requests counted in windows of one second, per key, as Resend's rate limit headers describe it. */
export class RateWindows {
  private readonly windows = new Map<string, { startMs: number; used: number }>();

  /** Counts this request; `ok` false when the window is full. */
  take(key: string, perSecond: number, nowMs: number): { ok: boolean; left: number; resetS: number } {
    let window = this.windows.get(key);
    if (!window || nowMs - window.startMs >= 1000) {
      window = { startMs: nowMs, used: 0 };
      this.windows.set(key, window);
      if (this.windows.size > 10_000) this.windows.clear();
    }
    const resetS = Math.max(1, Math.ceil((window.startMs + 1000 - nowMs) / 1000));
    if (window.used >= perSecond) return { ok: false, left: 0, resetS };
    window.used++;
    return { ok: true, left: perSecond - window.used, resetS };
  }
}

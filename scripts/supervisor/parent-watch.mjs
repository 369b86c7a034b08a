// Preloaded (--import) into every Node process that the supervisor starts: ends the process, with its group, within
// half a second of the supervisor's death, so that a `kill -9` leaves no worker that goes on sending. A process that was
// started by such a process (next dev does) inherits the preload and watches the supervisor's pid instead of its parent.
const supervisor = Number(process.env.BATON_SUPERVISOR_PID);

if (Number.isInteger(supervisor) && supervisor > 0) {
  const isDirect = process.ppid === supervisor;
  const isGone = () => {
    if (isDirect) return process.ppid !== supervisor;
    try {
      process.kill(supervisor, 0);
      return false;
    } catch {
      return true;
    }
  };
  /** @param {NodeJS.Signals} signal */
  const signalOurs = (signal) => {
    try {
      // The supervisor starts each process as the leader of its own group.
      process.kill(isDirect && process.platform !== 'win32' ? -process.pid : process.pid, signal);
    } catch {
      process.exit(1);
    }
  };
  const poll = setInterval(() => {
    if (!isGone()) return;
    clearInterval(poll);
    signalOurs('SIGTERM');
    setTimeout(() => signalOurs('SIGKILL'), 6000);
  }, 300);
  poll.unref();
}

// The service's stream of changes. Not an EventSource: that cannot see the stream's beats, without which a connection
// that died silently looks alive, and a wall would show what was.

// The service beats every 15 seconds.
const silence = 40000;
const waits = [0, 500, 1000, 2000, 5000];

export class Stream {
  constructor(address, on) {
    Object.assign(this, { address, on });
  }

  start(cursor) {
    this.stop();
    this.cursor = cursor;
    const run = this.run = new AbortController();
    // The machine says so earlier than the connection does.
    addEventListener("offline", () => {
      this.on.broken();
      this.cut?.abort();
    }, { signal: run.signal });
    addEventListener("online", () => this.wake?.(), { signal: run.signal });
    this.goOn(run.signal);
  }

  stop() {
    this.run?.abort();
    this.cut?.abort();
    this.wake?.();
  }

  async goOn(stopped) {
    for (let failures = 0; !stopped.aborted;) {
      const began = performance.now();
      const isOver = await this.read(stopped);
      if (stopped.aborted) return;
      // That a token ends is no break: the next is there at once. A stream that was open a while begins anew.
      failures = performance.now() - began > 3000 ? 0 : failures + 1;
      if (!isOver) {
        this.on.broken();
        failures = Math.max(failures, 1);
      }
      await new Promise(wake => {
        this.wake = wake;
        setTimeout(wake, waits[Math.min(failures, waits.length - 1)]);
      });
    }
  }

  // True where the service has ended it.
  async read(stopped) {
    const cut = this.cut = new AbortController();
    let timer = setTimeout(() => cut.abort(), silence);
    try {
      const answer = await fetch(`${this.address}?after=${encodeURIComponent(this.cursor)}`, {
        headers: { Accept: "text/event-stream" }, cache: "no-store", signal: cut.signal,
      });
      if (answer.status === 401) this.on.signedOut();
      if (!answer.ok) return false;
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let text = "", isFirst = true; ; isFirst = false) {
        const { done, value } = await reader.read();
        if (done || stopped.aborted) return true;
        clearTimeout(timer);
        timer = setTimeout(() => cut.abort(), silence);
        if (isFirst) this.on.live();
        text += value;
        for (let end; (end = text.indexOf("\n\n")) >= 0 && !stopped.aborted; text = text.slice(end + 2))
          this.take(text.slice(0, end));
      }
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  take(event) {
    const said = {};
    for (const line of event.split("\n")) {
      const colon = line.indexOf(":");
      if (colon > 0) said[line.slice(0, colon)] = line.slice(colon + 1).trimStart();
    }
    if (said.event === "cells") this.on.cells(JSON.parse(said.data));
    // What was seen is not told again.
    if (said.id) this.cursor = said.id;
    if (said.event === "reset") this.on.reset();
  }
}

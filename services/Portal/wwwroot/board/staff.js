// Who stands behind the staff numbers of the cells. Each number is asked for once, all that are new in one go.

// As many as the service takes at a time.
const most = 200;

export class Staff {
  constructor(signal) {
    this.signal = signal;
    this.names = new Map();
  }

  // The name; the number as long as it is not known.
  of(number) {
    return this.names.get(number) ?? number;
  }

  // True where something is called otherwise from now on.
  async meet(numbers) {
    const unknown = [...new Set(numbers)].filter(number => number && !this.names.has(number)).slice(0, most);
    if (unknown.length === 0) return false;
    for (const number of unknown) this.names.set(number, number);
    try {
      const asked = new URLSearchParams(unknown.map(number => ["numbers", number]));
      const answer = await fetch(`/data/identity/colleagues?${asked}`, {
        headers: { Accept: "application/json" }, signal: this.signal,
      });
      if (!answer.ok) throw new Error(`${answer.status}`);
      for (const { number, name } of (await answer.json()).items) this.names.set(number, name);
      return true;
    } catch {
      // They stand there by their numbers, and are asked for again with what changes next.
      for (const number of unknown) this.names.delete(number);
      return false;
    }
  }
}

// The board 销控表: drawn once from what the service answers, then kept as its stream of changes says. No component on the
// server for each viewer.
import { Filter } from "./board/filter.js";
import { Grid } from "./board/grid.js";
import { Keys } from "./board/keys.js";
import { Legend } from "./board/legend.js";
import { Staff } from "./board/staff.js";
import { Stream } from "./board/stream.js";
import { clock, wordsOf } from "./board/words.js";

export function show(host, project, words) {
  const board = new Board(host, project, wordsOf(words));
  board.begin();
  return { close: () => board.close(), readAddress: () => board.readAddress() };
}

class Board {
  constructor(host, project, words) {
    Object.assign(this, { host, words });
    this.gone = new AbortController();
    words.staff = this.staff = new Staff(this.gone.signal);
    this.page = `/sales/projects/${encodeURIComponent(project)}`;
    this.address = `/data${this.page}/board`;
    this.place = `board:${project}`;
    this.filter = new Filter(location.search);
    this.buildings = this.part("buildings");
    this.grid = new Grid(this.buildings, words, unit => `${this.page}/units/${encodeURIComponent(unit)}`);
    this.keys = new Keys(this.buildings, this.grid, this.gone.signal);
    this.legend = new Legend(this.part("legend"), this.part("sums"), words, state => this.change(filter =>
      filter.toggle(state)));
    this.stream = new Stream(`${this.address}/changes`, {
      cells: cells => this.take(cells),
      reset: () => this.open(),
      live: () => this.say(words.live, false),
      broken: () => this.say(words.broken, true),
      signedOut: () => location.reload(),
    });
  }

  part(name) {
    return this.host.querySelector(`[data-${name}]`);
  }

  begin() {
    this.listen();
    this.setZoom(this.filter.zoom);
    this.open();
  }

  close() {
    this.isClosed = true;
    this.gone.abort();
    clearTimeout(this.again);
    clearTimeout(this.writing);
    clearInterval(this.ticking);
    this.stream.stop();
    this.lock?.release();
    // Whoever comes back finds the board where they left it.
    sessionStorage.setItem(this.place, this.keys.current?.unit.unit ?? "");
  }

  // The whole board; as it is again after the service was away.
  async open() {
    clearTimeout(this.again);
    this.stream.stop();
    try {
      const answer = await fetch(this.address, {
        headers: { Accept: "application/json" }, cache: "no-cache", signal: this.gone.signal,
      });
      if (answer.status === 401) return location.reload();
      if (answer.status === 403 || answer.status === 404) return this.say(this.words.refused, true);
      if (!answer.ok) throw new Error(`${answer.status}`);
      clock.hear(answer.headers.get("Business-Time"));
      const board = await answer.json();
      this.draw(board);
      this.stream.start(board.cursor);
    } catch {
      if (this.isClosed) return;
      this.say(this.words.away, true);
      this.again = setTimeout(() => this.open(), 2000);
    }
  }

  draw(board) {
    const isNew = this.grid.draw(board);
    this.offer();
    this.apply();
    this.meet([...this.grid.cells.values()].map(cell => cell.unit));
    if (!isNew) return;
    this.keys.begin(sessionStorage.getItem(this.place));
    sessionStorage.removeItem(this.place);
    clearInterval(this.ticking);
    this.ticking = setInterval(() => this.grid.tick(), 30000);
  }

  take(cells) {
    for (const unit of cells) {
      // One that was not there when the board was drawn: all is drawn anew.
      if (!this.grid.change(unit)) return this.open();
    }
    this.meet(cells);
    // Many changes that come together are counted once.
    this.counting ??= requestAnimationFrame(() => {
      this.counting = undefined;
      this.apply();
    });
  }

  // Whose they are, by name.
  async meet(units) {
    if (!await this.staff.meet(units.map(unit => unit.consultant)) || this.isClosed) return;
    this.grid.tellNames();
    delete this.part("tools").elements.consultant.dataset.known;
    this.offer();
  }

  // What is shown, and what of it there is.
  apply() {
    const { cells } = this.grid;
    const shown = this.grid.show(unit => this.filter.shows(unit));
    this.legend.count(cells.values(), this.filter);
    this.keys.settle();
    this.part("none").hidden = shown.units > 0 || cells.size === 0;
    for (const button of this.host.querySelectorAll("[data-clear]")) button.hidden = this.filter.isEmpty;
    this.part("summary").textContent = this.words.say("summary", {
      shown: this.words.count(shown.units), all: this.words.count(cells.size),
      area: this.words.area(shown.area), price: this.words.short(shown.price),
    });
    const download = this.part("download");
    download.href = `${this.address}.xlsx${this.filter.forService(this.words.me)}`;
    this.part("download-about").hidden = this.filter.isServices(this.words.me);
    this.fit();
  }

  // Nobody scrolls on a wall: all that is shown is there, as large as there is place for it.
  fit() {
    const { style } = this.buildings;
    if (document.fullscreenElement !== this.host) return style.removeProperty("--fit");
    style.overflow = "hidden";
    let [fits, most] = [.1, 2];
    const isWithin = size => {
      style.setProperty("--fit", size);
      const { scrollHeight, clientHeight, scrollWidth, clientWidth } = this.buildings;
      return scrollHeight <= clientHeight && scrollWidth <= clientWidth;
    };
    for (let i = 0; i < 8; i++) {
      const size = (fits + most) / 2;
      if (isWithin(size)) fits = size;
      else most = size;
    }
    style.setProperty("--fit", fits);
    style.removeProperty("overflow");
  }

  // What there is to choose from is what the board has.
  offer() {
    const units = [...this.grid.cells.values()].map(cell => cell.unit);
    const { words } = this;
    for (const [name, called] of [
      ["building", words.building], ["kind", code => words.kinds[code] ?? code], ["layout", code => code],
      ["consultant", number => number === words.me ? words.mine : words.staff.of(number)],
    ]) {
      const select = this.part("tools").elements[name];
      const known = [...new Set(units.map(unit => unit[name]).filter(value => value)
        .concat(this.filter[name] || []))].sort(words.order);
      if (name === "consultant") known.sort((a, b) => (b === words.me) - (a === words.me));
      if (known.join("\n") !== select.dataset.known) {
        const options = known.map(value => new Option(called(value), value));
        select.replaceChildren(select.options[0], ...options);
        select.dataset.known = known.join("\n");
      }
      select.closest("label").hidden = known.length === 0;
    }
    this.fill();
  }

  listen() {
    const { signal } = this.gone;
    const tools = this.part("tools");
    tools.addEventListener("submit", event => event.preventDefault(), { signal });
    tools.addEventListener("keydown", event => {
      if (event.key !== "Enter" || event.target.name !== "q") return;
      event.preventDefault();
      this.keys.goFirst();
    }, { signal });
    tools.addEventListener("input", event => this.change(filter => filter.set(event.target)), { signal });
    this.host.addEventListener("click", event => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.zoomTo) {
        this.setZoom(button.dataset.zoomTo);
        this.write();
      }
      if ("clear" in button.dataset) this.clear();
      if ("wall" in button.dataset) this.toggleWall();
      if ("print" in button.dataset) print();
    }, { signal });
    // What is put on paper has its sums and its time.
    const sums = this.part("sums").closest("details");
    let wasOpen = false;
    addEventListener("beforeprint", () => {
      wasOpen = sums.open;
      sums.open = true;
      this.part("printed").textContent = this.words.say("printed", { at: this.words.time(clock.now()) });
    }, { signal });
    addEventListener("afterprint", () => sums.open = wasOpen, { signal });
    document.addEventListener("fullscreenchange", () => this.isWall(), { signal });
    addEventListener("resize", () => this.fit(), { signal });
    // A wall goes on when its screen wakes.
    document.addEventListener("visibilitychange", () => this.isWall(), { signal });
    if (!document.fullscreenEnabled) this.part("wall").hidden = true;
    this.part("filters").open = matchMedia("(min-width: 60rem)").matches || this.filter.isRefined;
  }

  change(how) {
    how(this.filter);
    this.apply();
    this.part("said").textContent = this.part("summary").textContent;
    this.write();
  }

  clear() {
    this.filter.clear();
    this.change(() => this.fill());
    this.part("tools").elements.building.focus();
  }

  // The fields say what the filter says.
  fill() {
    this.filter.fill(this.part("tools").elements);
  }

  setZoom(zoom) {
    this.filter.zoom = this.host.dataset.zoom = zoom;
    for (const button of this.host.querySelectorAll("[data-zoom-to]"))
      button.ariaPressed = button.dataset.zoomTo === zoom ? "true" : "false";
    this.fit();
  }

  // The address is the board as it is seen, to be passed on.
  write() {
    clearTimeout(this.writing);
    this.writing = setTimeout(() =>
      history.replaceState(history.state, "", location.pathname + this.filter.forAddress()), 200);
  }

  // Somebody went to another address of this board.
  readAddress() {
    if (!location.pathname.endsWith(`${this.page}/board`)) return;
    clearTimeout(this.writing);
    this.filter = new Filter(location.search);
    this.setZoom(this.filter.zoom);
    this.fill();
    this.apply();
  }

  async toggleWall() {
    try {
      await (document.fullscreenElement ? document.exitFullscreen() : this.host.requestFullscreen());
    } catch {
      // The browser does not let it: the button does nothing.
    }
  }

  async isWall() {
    const isWall = document.fullscreenElement === this.host;
    this.part("wall").textContent = isWall ? this.words.wallEnds : this.words.wall;
    this.fit();
    try {
      if (isWall && document.visibilityState === "visible") this.lock = await navigator.wakeLock?.request("screen");
      else if (!isWall) await this.lock?.release();
    } catch {
      // The machine decides when its screen sleeps.
    }
  }

  say(what, isWrong) {
    const status = this.part("status");
    if (status.textContent === what) return;
    status.textContent = what;
    status.classList.toggle("text-bg-warning", isWrong);
    status.classList.toggle("text-bg-light", !isWrong);
    this.host.classList.toggle("is-stale", isWrong);
  }
}

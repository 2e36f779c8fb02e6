// The board 销控表: drawn once from what the service answers, then kept as its stream of changes says. No component on the
// server for each viewer.

const money = value => value ? Number(value.amount).toLocaleString("zh-CN", { maximumFractionDigits: 0 }) : "";

export function show(host, project, words) {
  const board = new Board(host, project, words);
  board.open();
  return { close: () => board.close() };
}

class Board {
  constructor(host, project, words) {
    Object.assign(this, { host, project, words, cells: new Map(), only: "" });
    this.page = `/sales/projects/${encodeURIComponent(project)}`;
    this.address = `/data${this.page}/board`;
  }

  async open() {
    try {
      const answer = await fetch(this.address, { headers: { Accept: "application/json" } });
      if (answer.status === 401) return location.reload();
      if (!answer.ok) return this.say(this.words.away, true);
      this.draw(await answer.json());
      this.watch();
    } catch {
      this.say(this.words.away, true);
      this.again = setTimeout(() => this.open(), 3000);
    }
  }

  close() {
    clearTimeout(this.again);
    this.stream?.close();
  }

  // Comes again by itself after a break, from the last event it has; what it cannot go on from it is told to read anew.
  watch() {
    this.stream?.close();
    this.stream = new EventSource(`${this.address}/changes?after=${encodeURIComponent(this.cursor)}`);
    this.stream.addEventListener("open", () => this.say(this.words.live, false));
    this.stream.addEventListener("cells", event => {
      for (const cell of JSON.parse(event.data)) this.put(cell);
      this.count();
    });
    this.stream.addEventListener("reset", () => {
      this.stream.close();
      this.open();
    });
    this.stream.addEventListener("error", () => {
      this.say(this.words.broken, true);
      if (this.stream.readyState === EventSource.CLOSED) this.again = setTimeout(() => this.open(), 3000);
    });
  }

  draw(board) {
    this.cursor = board.cursor;
    this.cells.clear();
    const parts = document.createDocumentFragment();
    for (const building of board.buildings) {
      const section = element("section", { className: "ops-building" });
      section.append(element("h2", { textContent: `${building.building} ${this.words.building}` }));
      const table = element("table", { className: "ops-board" });
      const body = table.createTBody();
      for (const floor of building.floors) {
        const row = body.insertRow();
        row.append(element("th", { scope: "row", textContent: `${floor.floor} ${this.words.floor}` }));
        for (const unit of floor.units) {
          const cell = row.insertCell();
          const link = element("a", { href: `${this.page}/units/${encodeURIComponent(unit.unit)}` });
          cell.append(link);
          this.cells.set(unit.unit, { link });
          this.put(unit);
        }
      }
      const scroll = element("div", { className: "ops-scroll", tabIndex: 0, role: "region",
        ariaLabel: `${building.building} ${this.words.building}` });
      scroll.append(table);
      section.append(scroll);
      parts.append(section);
    }
    this.host.querySelector("[data-buildings]").replaceChildren(parts);
    this.count();
  }

  put(unit) {
    const known = this.cells.get(unit.unit);
    // One that was not there when the board was drawn: it is drawn anew.
    if (!known) return void (this.again = setTimeout(() => this.open(), 100));
    known.unit = unit;
    const link = known.link;
    link.dataset.state = unit.state;
    link.hidden = this.only !== "" && unit.state !== this.only;
    link.replaceChildren(
      element("strong", { textContent: unit.room }),
      element("span", { textContent: this.words.states[unit.state] ?? unit.state }),
      element("small", { textContent: unit.holder ?? money(unit.price) }));
  }

  count() {
    const counts = {};
    for (const { unit } of this.cells.values()) counts[unit.state] = (counts[unit.state] ?? 0) + 1;
    const legend = this.host.querySelector("[data-legend]");
    legend.replaceChildren(...Object.keys(this.words.states).filter(state => counts[state]).map(state => {
      const item = element("li");
      const button = element("button", { type: "button", className: "ops-state",
        ariaPressed: this.only === state ? "true" : "false",
        textContent: `${this.words.states[state]} ${counts[state]}` });
      button.dataset.state = state;
      button.addEventListener("click", () => this.filter(this.only === state ? "" : state));
      item.append(button);
      return item;
    }));
  }

  filter(state) {
    this.only = state;
    for (const { link, unit } of this.cells.values()) link.hidden = state !== "" && unit.state !== state;
    this.count();
    this.host.querySelector(`[data-legend] [data-state="${state}"]`)?.focus();
  }

  say(what, isWrong) {
    const status = this.host.querySelector("[data-status]");
    status.textContent = what;
    status.classList.toggle("text-bg-warning", isWrong);
  }
}

const element = (name, members = {}) => Object.assign(document.createElement(name), members);

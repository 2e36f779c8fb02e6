// Buildings as grids of floors and rooms. Each cell is made once and changed in place.

const element = (name, members = {}) => Object.assign(document.createElement(name), members);

function part(role, className, text = "") {
  const made = element("div", { className, textContent: text });
  made.setAttribute("role", role);
  return made;
}

const model = element("a");
for (const name of ["room", "mark", "waits", "about", "state", "left", "price", "who"])
  model.append(element("span", { className: `board-${name}` }));
model.children[1].ariaHidden = "true";
model.className = "board-unit";
model.tabIndex = -1;

const put = (at, text) => {
  if (at.textContent !== text) at.textContent = text;
};

export class Grid {
  constructor(host, words, addressOf) {
    Object.assign(this, { host, words, addressOf, cells: new Map(), rows: [] });
  }

  // Draws the board; where it has the same units in the same places, only what has changed. True where it is new.
  draw(board) {
    const places = board.buildings.flatMap(building => building.floors.flatMap(floor =>
      floor.units.map(unit => `${unit.building}/${unit.entrance}/${unit.floor}/${unit.unit}`))).join();
    if (places === this.places) {
      for (const building of board.buildings)
        for (const floor of building.floors) for (const unit of floor.units) this.change(unit);
      return false;
    }
    this.places = places;
    this.cells.clear();
    this.rows = [];
    this.host.replaceChildren(...board.buildings.map(building => this.building(building)));
    return true;
  }

  building({ building, floors }) {
    const { words } = this;
    const { entrances, rows } = placed(floors, words.order);
    const columns = entrances.flatMap(entrance => entrance.columns);
    const name = words.building(building);
    const section = element("section", { className: "board-building" });
    section.style.setProperty("--columns", columns.length);
    section.style.setProperty("--floors", rows.length);
    const grid = part("grid", "board-grid");
    grid.ariaLabel = name;
    grid.append(this.heads(entrances));
    const body = part("rowgroup", "board-floors");
    for (const { floor, places } of rows) body.append(this.floor(section, floor, places, columns));
    grid.append(body);
    section.append(element("h2", { textContent: name }), grid);
    return section;
  }

  heads(entrances) {
    const { words } = this;
    const heads = part("rowgroup", "board-heads");
    const above = part("row", "board-row");
    above.append(part("gridcell", "board-corner"));
    const below = part("row", "board-row");
    below.append(part("columnheader", "board-corner", words.floorHead));
    for (const { entrance, columns } of entrances) {
      const head = entrance === "" ? part("gridcell", "board-entrance")
        : part("columnheader", "board-entrance", words.entrance(entrance));
      head.ariaColSpan = `${columns.length}`;
      head.style.gridColumn = `span ${columns.length}`;
      above.append(head);
      // A place that only some floor has is called nothing.
      columns.forEach((column, i) => below.append(part(
        column === "" ? "gridcell" : "columnheader", i === 0 ? "board-column is-first" : "board-column", column)));
    }
    heads.append(above, below);
    return heads;
  }

  floor(section, floor, places, columns) {
    const row = part("row", "board-row board-floor");
    row.append(part("rowheader", "board-corner", this.words.floor(floor)));
    const cells = [];
    columns.forEach((_, column) => {
      const { unit, isFirst } = places[column] ?? {};
      const cell = part("gridcell", isFirst ? "board-cell is-first" : "board-cell");
      if (unit) {
        const link = model.cloneNode(true);
        link.href = this.addressOf(unit.unit);
        cell.append(link);
        const [room, mark, waits, about, state, left, price, who] = link.children;
        const known = {
          cell, link, parts: { room, mark, waits, about, state, left, price, who }, column, row: this.rows.length,
          isOut: false,
        };
        link.dataset.unit = unit.unit;
        cells.push(known);
        this.cells.set(unit.unit, known);
        this.put(known, unit);
      }
      row.append(cell);
    });
    this.rows.push({ section, row, cells });
    return row;
  }

  // A unit as it is from now on; false for one that is not here.
  change(unit) {
    const cell = this.cells.get(unit.unit);
    const before = cell?.unit;
    if (!before || before.building !== unit.building || before.floor !== unit.floor
      || before.entrance !== unit.entrance || before.room !== unit.room) return false;
    if (unit.version < before.version || !this.put(cell, unit)) return true;
    cell.link.classList.add("is-changed");
    clearTimeout(cell.marked);
    cell.marked = setTimeout(() => cell.link.classList.remove("is-changed"), 4000);
    return true;
  }

  put(cell, unit) {
    const { words } = this;
    const { link, parts } = cell;
    unit.amount = unit.price ? Number(unit.price.amount) : null;
    const seen = JSON.stringify(unit);
    if (seen === cell.seen) return false;
    Object.assign(cell, { unit, seen });
    if (link.dataset.state !== unit.state) link.dataset.state = unit.state;
    put(parts.room, unit.room);
    parts.room.dataset.entrance = unit.entrance === "" ? "" : `${unit.entrance}-`;
    put(parts.mark, words.marks[unit.state] ?? "?");
    put(parts.state, words.states[unit.state] ?? unit.state);
    put(parts.price, words.money(unit.amount));
    this.tellName(cell);
    put(parts.about, [unit.layout, words.area(unit.builtArea)].filter(one => one).join(" "));
    this.tell(cell);
    return true;
  }

  // Whose it is.
  tellName({ unit, parts }) {
    put(parts.who, [unit.holder, this.words.staff.of(unit.consultant)].filter(one => one).join(" · "));
  }

  tellNames() {
    for (const cell of this.cells.values()) this.tellName(cell);
  }

  // Who waits, and how long it is held.
  tell({ unit, parts }) {
    put(parts.waits, this.words.waiting(unit.waiting));
    put(parts.left, this.words.left(unit.until));
  }

  tick() {
    for (const cell of this.cells.values()) if (cell.unit.until) this.tell(cell);
  }

  // All of a unit that is known, for whoever points at it.
  describe({ unit }) {
    const { words } = this;
    return [
      `${unit.unit} ${words.states[unit.state] ?? unit.state}`,
      [words.kinds[unit.kind] ?? unit.kind, unit.layout, unit.orientation, words.area(unit.builtArea)]
        .filter(one => one).join(" "),
      words.money(unit.amount), unit.holder, words.staff.of(unit.consultant), words.waiting(unit.waiting),
      words.left(unit.until),
    ].filter(one => one).join("\n");
  }

  // Leaves in their places what is shown; answers what that is together.
  show(shows) {
    const sum = { units: 0, area: 0, price: 0 };
    const sections = new Map();
    for (const one of this.rows) {
      let isThere = false;
      for (const cell of one.cells) {
        const isOut = !shows(cell.unit);
        if (isOut !== cell.isOut) cell.cell.classList.toggle("is-out", cell.isOut = isOut);
        if (isOut) continue;
        isThere = true;
        sum.units++;
        sum.area += cell.unit.builtArea;
        sum.price += cell.unit.amount ?? 0;
      }
      if (one.row.hidden === isThere) one.row.hidden = !isThere;
      sections.set(one.section, isThere || sections.get(one.section) === true);
    }
    for (const [section, isThere] of sections) if (section.hidden === isThere) section.hidden = !isThere;
    return sum;
  }
}

// Rooms stand above each other when what follows the floor in their numbers is the same: 1203 above 1103. What has its
// like on no other floor, as shops on the ground floor, takes the places that are free.
function placed(floors, order) {
  const suffix = unit => {
    const floor = `${unit.floor}`;
    return unit.room.length > floor.length && unit.room.startsWith(floor) ? unit.room.slice(floor.length) : unit.room;
  };
  const units = floors.flatMap(floor => floor.units);
  const entrances = [...new Set(units.map(unit => unit.entrance))].sort(order).map(entrance => {
    const own = units.filter(unit => unit.entrance === entrance);
    const counts = Map.groupBy(own, suffix);
    const common = [...counts.keys()].filter(one => counts.get(one).length > 1);
    return { entrance, columns: (common.length > 0 ? common : [...counts.keys()]).sort(order) };
  });
  const taken = floors.map(({ floor, units: here }) => ({
    floor,
    at: entrances.map(({ entrance, columns }) => {
      const row = [];
      const rest = [];
      for (const unit of here.filter(one => one.entrance === entrance)) {
        const column = columns.indexOf(suffix(unit));
        if (column >= 0 && !row[column]) row[column] = unit;
        else rest.push(unit);
      }
      for (const unit of rest.sort((a, b) => order(a.room, b.room))) {
        let free = 0;
        while (row[free]) free++;
        if (free >= columns.length) columns.push("");
        row[free] = unit;
      }
      return row;
    }),
  }));
  const rows = taken.map(({ floor, at }) => ({
    floor,
    places: at.flatMap((row, i) => entrances[i].columns.map((_, column) =>
      ({ unit: row[column], isFirst: column === 0 }))),
  }));
  return { entrances, rows };
}

// What of the board is wanted. The names are the service's own, so that an address and a download ask for the same.

const chosen = ["building", "kind", "layout", "consultant"];
const prices = ["priceFrom", "priceTo"];
const zooms = ["1", "2", "3"];
// People say prices in 万元.
const tenThousand = 10000;

export class Filter {
  constructor(search) {
    const query = new URLSearchParams(search);
    this.clear();
    for (const name of chosen) this[name] = query.get(name) ?? "";
    for (const name of prices) this[name] = numberOf(query.get(name));
    for (const state of query.getAll("state")) this.states.add(state);
    this.find = query.get("q") ?? "";
    this.zoom = zooms.includes(query.get("zoom")) ? query.get("zoom") : "2";
  }

  clear() {
    for (const name of chosen) this[name] = "";
    for (const name of prices) this[name] = null;
    this.states = new Set();
    this.find = "";
  }

  get isEmpty() {
    return this.building === "" && this.find === "" && this.states.size === 0 && !this.isRefined;
  }

  get isRefined() {
    return this.kind + this.layout + this.consultant !== "" || this.priceFrom !== null || this.priceTo !== null;
  }

  toggle(state) {
    if (!this.states.delete(state)) this.states.add(state);
  }

  set(field) {
    if (prices.includes(field.name)) {
      const number = numberOf(field.value);
      this[field.name] = number === null ? null : Math.round(number * tenThousand);
    } else {
      this[field.name === "q" ? "find" : field.name] = field.value.trim();
    }
  }

  fill(fields) {
    for (const name of chosen) fields[name].value = this[name];
    for (const name of prices) fields[name].value = this[name] === null ? "" : this[name] / tenThousand;
    fields.q.value = this.find;
  }

  shows(unit) {
    return (this.states.size === 0 || this.states.has(unit.state)) && this.showsBesideState(unit);
  }

  // A unit without a price is not found by its price, as the service has it.
  showsBesideState(unit) {
    return (this.building === "" || unit.building === this.building)
      && (this.kind === "" || unit.kind === this.kind)
      && (this.layout === "" || unit.layout === this.layout)
      && (this.consultant === "" || unit.consultant === this.consultant)
      && (this.priceFrom === null || (unit.amount !== null && unit.amount >= this.priceFrom))
      && (this.priceTo === null || (unit.amount !== null && unit.amount <= this.priceTo))
      && (this.find === "" || unit.unit.toLowerCase().includes(this.find.toLowerCase()));
  }

  forAddress() {
    const query = this.query();
    if (this.consultant !== "") query.set("consultant", this.consultant);
    if (this.find !== "") query.set("q", this.find);
    if (this.zoom !== "2") query.set("zoom", this.zoom);
    return written(query);
  }

  // The service knows the customers of whoever asks, but not another consultant's, nor a part of a room.
  forService(me) {
    const query = this.query();
    if (this.consultant !== "" && this.consultant === me) query.set("mine", "true");
    return written(query);
  }

  isServices(me) {
    return this.find === "" && (this.consultant === "" || this.consultant === me);
  }

  query() {
    const query = new URLSearchParams();
    for (const name of ["building", "kind", "layout"]) if (this[name] !== "") query.set(name, this[name]);
    for (const name of prices) if (this[name] !== null) query.set(name, this[name]);
    for (const state of this.states) query.append("state", state);
    return query;
  }
}

const written = query => query.size > 0 ? `?${query}` : "";

function numberOf(text) {
  const number = text === null || text.trim() === "" ? NaN : Number(text);
  return Number.isFinite(number) && number >= 0 ? number : null;
}

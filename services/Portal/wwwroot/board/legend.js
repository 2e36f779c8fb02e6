// What the colours mean, how many there are of each, and the sums of what is shown.

export class Legend {
  constructor(host, sums, words, choose) {
    Object.assign(this, { host, sums, words, items: new Map() });
    for (const [state, name] of Object.entries(words.states)) {
      const item = document.createElement("li");
      const button = document.createElement("button");
      const [mark, label, count] = ["span", "span", "b"].map(part => document.createElement(part));
      button.type = "button";
      button.className = "ops-state";
      button.dataset.state = state;
      mark.textContent = words.marks[state];
      mark.className = "board-mark";
      mark.ariaHidden = "true";
      label.textContent = ` ${name} `;
      button.append(mark, label, count);
      button.addEventListener("click", () => choose(state));
      item.append(button);
      host.append(item);
      this.items.set(state, { item, button, count });
    }
  }

  // A state's number is what choosing it would show; the sums are of what is shown.
  count(cells, filter) {
    const all = { units: 0, area: 0, price: 0 };
    const states = new Map([...this.items.keys()].map(state => [state, { units: 0, area: 0, price: 0 }]));
    for (const { unit } of cells) {
      if (!filter.showsBesideState(unit)) continue;
      const sums = [states.get(unit.state)];
      if (filter.states.size === 0 || filter.states.has(unit.state)) sums.push(all);
      for (const sum of sums) {
        if (!sum) continue;
        sum.units++;
        sum.area += unit.builtArea;
        sum.price += unit.amount ?? 0;
      }
    }
    const rows = [];
    for (const [state, { item, button, count }] of this.items) {
      const sum = states.get(state);
      const isChosen = filter.states.has(state);
      item.hidden = sum.units === 0 && !isChosen;
      button.ariaPressed = isChosen ? "true" : "false";
      count.textContent = this.words.count(sum.units);
      if (sum.units > 0 && (filter.states.size === 0 || isChosen))
        rows.push(this.row(this.words.states[state], sum, state));
    }
    this.sums.replaceChildren(...rows, this.row(this.words.total, all));
  }

  row(name, sum, state) {
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    const label = document.createElement("span");
    label.textContent = name;
    if (state) {
      label.className = "ops-state";
      label.dataset.state = state;
    }
    head.append(label);
    row.append(head);
    for (const text of [this.words.count(sum.units), this.words.area(sum.area), this.words.money(sum.price)]) {
      const cell = row.insertCell();
      cell.className = "ops-number";
      cell.textContent = text;
    }
    return row;
  }
}

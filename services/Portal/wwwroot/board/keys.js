// One place of the whole board is reached by Tab; from there the arrows go on.

export class Keys {
  constructor(host, grid, signal) {
    Object.assign(this, { host, grid });
    host.addEventListener("keydown", event => this.press(event), { signal });
    host.addEventListener("focusin", event => this.stand(this.cellOf(event.target)), { signal });
    // What a small cell leaves out is written when somebody points at it.
    host.addEventListener("pointerover", event => {
      const cell = this.cellOf(event.target);
      if (cell) cell.link.title = grid.describe(cell);
    }, { signal });
  }

  cellOf(target) {
    return this.grid.cells.get(target.closest?.("[data-unit]")?.dataset.unit);
  }

  // A new board: from where somebody was before.
  begin(unit) {
    if (this.current) this.current.link.tabIndex = -1;
    this.current = undefined;
    const before = this.grid.cells.get(unit);
    if (!before || before.isOut) return this.settle();
    this.stand(before);
    before.link.scrollIntoView({ block: "center", inline: "center" });
  }

  // What is not shown is nobody's place.
  settle() {
    if (!this.current || this.current.isOut) this.stand(this.first());
  }

  stand(cell) {
    if (!cell || cell === this.current) return;
    if (this.current) this.current.link.tabIndex = -1;
    this.current = cell;
    cell.link.tabIndex = 0;
  }

  goFirst() {
    this.first()?.link.focus();
  }

  first() {
    return this.shown(this.next(-1, 1))[0];
  }

  shown(row) {
    return this.grid.rows[row]?.cells.filter(cell => !cell.isOut) ?? [];
  }

  // The row after this one that has something to show; this one where there is none.
  next(row, step) {
    for (let to = row + step; this.grid.rows[to]; to += step) if (this.shown(to).length > 0) return to;
    return row;
  }

  press(event) {
    const cell = this.cellOf(event.target);
    if (!cell || event.altKey || event.metaKey) return;
    const to = this.way(event, cell);
    if (!to) return;
    event.preventDefault();
    to.link.focus();
  }

  way({ key, ctrlKey }, cell) {
    const row = this.shown(cell.row);
    const at = row.indexOf(cell);
    switch (key) {
      case "ArrowLeft": return row[at - 1];
      case "ArrowRight": return row[at + 1];
      case "ArrowUp": return this.beside(cell, this.next(cell.row, -1));
      case "ArrowDown": return this.beside(cell, this.next(cell.row, 1));
      case "PageUp": return this.beside(cell, this.far(cell.row, -1));
      case "PageDown": return this.beside(cell, this.far(cell.row, 1));
      case "Home": return ctrlKey ? this.first() : row[0];
      case "End": return ctrlKey ? this.shown(this.next(this.grid.rows.length, -1)).at(-1) : row.at(-1);
      default: return undefined;
    }
  }

  far(row, step) {
    for (let i = 0; i < 10; i++) row = this.next(row, step);
    return row;
  }

  beside(cell, row) {
    return this.shown(row).reduce((best, one) =>
      !best || Math.abs(one.column - cell.column) < Math.abs(best.column - cell.column) ? one : best, undefined);
  }
}

// What is wider than its place says so: on a telephone, where no bar shows it, the columns in sight look like all.
customElements.define("ops-wide", class extends HTMLElement {
  connectedCallback() {
    this.sizes = new ResizeObserver(() => this.toggleAttribute("data-wide", this.scrollWidth > this.clientWidth));
    // What stands in it comes after it.
    requestAnimationFrame(() => [this, ...this.children].forEach(one => this.sizes.observe(one)));
  }

  disconnectedCallback() {
    this.sizes.disconnect();
  }
});

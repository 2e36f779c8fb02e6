// What is dropped anywhere on the page is chosen in the zone's field, as if it had been picked there; what the browser
// would do by itself is leave the page for the file.
export function listen(zone) {
  const field = zone.querySelector("input[type=file]");
  const isFile = event => event.dataTransfer?.types.includes("Files");
  const mark = isOver => zone.classList.toggle("ops-over", isOver && !field.disabled);
  const handlers = {
    dragover: event => {
      event.preventDefault();
      event.dataTransfer.dropEffect = field.disabled ? "none" : "copy";
      mark(true);
    },
    dragleave: event => {
      // From one thing on the page to another is not away.
      if (!event.relatedTarget) mark(false);
    },
    drop: event => {
      event.preventDefault();
      mark(false);
      if (field.disabled) return;
      field.files = event.dataTransfer.files;
      field.dispatchEvent(new Event("change", { bubbles: true }));
    },
  };
  const listener = event => {
    if (!zone.isConnected) for (const name in handlers) document.removeEventListener(name, listener);
    else if (isFile(event)) handlers[event.type](event);
  };
  for (const name in handlers) document.addEventListener(name, listener);
}

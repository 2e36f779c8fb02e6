// A page's circuit is one WebSocket and nothing before it, so that it does not matter which replica answers first.
// What comes back after a break goes on where it was; where its replica is gone, the page is loaded anew.
const again = document.getElementById("components-reconnect-modal");

Blazor.start({
  circuit: {
    configureSignalR: hub => hub.withUrl("_blazor", { skipNegotiation: true, transport: 1 }),
    reconnectionOptions: { maxRetries: 1000, retryIntervalMilliseconds: tries => Math.min(tries * 500, 5000) },
  },
});

again.addEventListener("components-reconnect-state-changed", event => {
  if (event.detail.state === "show") again.showModal?.();
  else if (event.detail.state === "hide") again.close?.();
  else if (["rejected", "resume-failed", "failed"].includes(event.detail.state)) reload();
});

// Not before a replica answers again: a page of errors does not come back by itself.
async function reload() {
  const answer = await fetch("/theme.js", { cache: "no-store" }).catch(() => undefined);
  if (answer?.ok) location.reload();
  else setTimeout(reload, 1000);
}

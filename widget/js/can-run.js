// Tells whether this page's Content-Security-Policy lets WebAssembly run, without breaking it.
//
// Trying it here would be reported as a violation where it is forbidden. A frame that went to no address has
// the page's policy, and once it is taken out again its realm still obeys that policy but has no
// document left to report for. A frame that waits to be near the window and is never shown has the same, goes
// nowhere, and is made in half the time. Some engines refuse the (empty) module, WebKit only its instance.

/** The next task, where the browser lets the work go on before all else; at once where it does not. Each step of what follows
    is all that a slow phone can do without being held up. */
export const turn = async () => window.scheduler?.yield?.();

/** Rejects where it may not. `place` is a node in the document, out of sight of the page's own scripts and styles. */
export const canRun = async (place) => {
  await turn();
  const frame = document.createElement("iframe");
  frame.hidden = true;
  // Only Chromium tells of the connection, and needs this: Firefox would report what is tried in such a frame.
  if (navigator.connection) {
    frame.loading = "lazy";
    frame.src = "/";
  }
  place.append(frame);
  await turn();
  const { WebAssembly } = frame.contentWindow;
  frame.remove();
  await turn();
  new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
};

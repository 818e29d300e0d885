// Tells whether this page's Content-Security-Policy lets WebAssembly run, without breaking it.
//
// Trying it here would be reported as a violation where it is forbidden. A frame without an address has
// the page's policy, and once it is taken out again its realm still obeys that policy but has no
// document left to report for. Some engines refuse the (empty) module, WebKit only
// its instance.

/** `place` is a node in the document, out of sight of the page's own scripts and styles. */
export const canRun = async (place) => {
  // Making a frame is all that a slow phone can do in one task without being held up. (The timer calls what resolves.)
  await new Promise(setTimeout);
  try {
    const frame = document.createElement("iframe");
    place.append(frame);
    const { WebAssembly } = frame.contentWindow;
    frame.remove();
    return new WebAssembly.Instance(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
  } catch {}
};

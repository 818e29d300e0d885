// Tells whether this page's Content-Security-Policy lets WebAssembly run, without breaking it.
//
// Trying it here would be reported as a violation where it is forbidden. A frame without an address has
// the page's policy, and once it is taken out again its realm still obeys that policy but has no
// document left to report for. Some engines refuse the module, WebKit only its instance.

const EMPTY_MODULE = [0, 97, 115, 109, 1, 0, 0, 0];

/** `place` is a node in the document, out of sight of the page's own scripts and styles. */
export const canRun = (place) => {
  try {
    const frame = document.createElement("iframe");
    place.append(frame);
    const { WebAssembly, Uint8Array } = frame.contentWindow;
    frame.remove();
    return new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(EMPTY_MODULE)));
  } catch {}
};

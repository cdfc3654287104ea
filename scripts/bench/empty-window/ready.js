// Two frames: the first is being drawn when this runs, the second says that it was.
requestAnimationFrame(() => requestAnimationFrame(() => performance.mark("usable")));

// Before video.js is loaded: it would put <style> elements into the page, which the Content-Security-Policy refuses.
window.VIDEOJS_NO_DYNAMIC_STYLE = true;

declare global {
  interface Window {
    VIDEOJS_NO_DYNAMIC_STYLE?: boolean;
  }
}

export {};

import type { FrameSize } from "./figure.ts";

export type Room = "plain" | "shelf" | "window" | "curtain" | "door";

/** The wall behind a candidate, with flat shapes in it: cheap to draw and to compress. */
export function roomOf(room: Room, [lit, dim]: [string, string], { width, height }: FrameSize): string {
  return `<defs><linearGradient id="wall" x1="0" y1="0" x2="0.35" y2="1"><stop offset="0" stop-color="${lit}"/><stop offset="1" stop-color="${dim}"/></linearGradient></defs>
<rect width="${width}" height="${height}" fill="url(#wall)"/>${furniture[room](width, height)}`;
}

const furniture: Record<Room, (width: number, height: number) => string> = {
  plain: (width, height) => `<circle cx="${width * 0.86}" cy="${height * 0.2}" r="${height * 0.4}" fill="#fff" fill-opacity="0.05"/>
<circle cx="${width * 0.86}" cy="${height * 0.2}" r="${height * 0.24}" fill="#fff" fill-opacity="0.06"/>`,

  shelf: (width) => {
    const books = [[0, 12, 50], [14, 9, 42], [25, 15, 54], [42, 10, 46], [54, 8, 38]] as const;
    const row = (x: number, foot: number, colours: string[]) =>
      books.map(([dx, thick, tall], at) => `<rect x="${x + dx}" y="${foot - tall}" width="${thick}" height="${tall}" rx="1.5" fill="${colours[at % colours.length]}" fill-opacity="0.62"/>`).join("");
    return `<g>${row(width - 122, 96, ["#a2543f", "#d3b67c", "#4c7a7c"])}<rect x="${width - 140}" y="96" width="112" height="7" fill="#000" fill-opacity="0.28"/>
${row(width - 112, 194, ["#5d7f9b", "#c9c1ae", "#8a5a6d"])}<rect x="${width - 140}" y="194" width="112" height="7" fill="#000" fill-opacity="0.28"/>
<path d="M70 330 V236 M70 290 C50 270 36 262 26 240 M70 276 C88 258 98 250 106 226 M70 252 C62 230 60 220 58 200" stroke="#5b8a63" stroke-opacity="0.75" stroke-width="9" stroke-linecap="round" fill="none"/><path d="M44 322 H96 L90 380 H50 Z" fill="#9c6b4e" fill-opacity="0.8"/></g>`;
  },

  window: (width, height) => {
    const x = width > height ? 34 : 20;
    const panes = `<rect x="${x}" y="30" width="150" height="${height * 0.5}" fill="#cfe2ec"/><path d="M${x} ${30 + height * 0.34} C${x + 50} ${30 + height * 0.26} ${x + 96} ${30 + height * 0.36} ${x + 150} ${30 + height * 0.29} V${30 + height * 0.5} H${x} Z" fill="#93b08a"/>`;
    return `${panes}<path d="M${x} 30 h150 v${height * 0.5} h-150 Z M${x + 75} 30 v${height * 0.5}" fill="none" stroke="#f2efe8" stroke-width="8"/><rect x="${x - 10}" y="${30 + height * 0.5}" width="170" height="9" fill="#f2efe8"/>
<rect x="${width - 128}" y="52" width="84" height="64" fill="#f5f1e6" fill-opacity="0.55"/><path d="M${width - 120} 108 l24 -30 l16 18 l12 -12 l16 24 Z" fill="#6d8a97" fill-opacity="0.6"/>`;
  },

  curtain: (width, height) => {
    const folds = Array.from({ length: 6 }, (_, at) => `<rect x="${at * 26}" y="0" width="13" height="${height}" fill="#fff" fill-opacity="0.16"/>`).join("");
    return `<rect width="150" height="${height}" fill="#7c8f9c" fill-opacity="0.55"/>${folds}
<path d="M${width - 82} ${height} V196 M${width - 112} 196 H${width - 52} L${width - 66} 138 H${width - 98} Z" fill="#f7e9c4" stroke="#6b5a45" stroke-width="5"/><ellipse cx="${width - 82}" cy="180" rx="92" ry="84" fill="#fff4d0" fill-opacity="0.16"/>`;
  },

  door: (width, height) => `<rect x="${width - 176}" y="26" width="122" height="${height}" fill="#e9e5da" fill-opacity="0.75"/>
<path d="M${width - 160} 46 h90 v96 h-90 Z M${width - 160} 162 h90 v${height} h-90 Z" fill="none" stroke="#000" stroke-opacity="0.14" stroke-width="3"/><circle cx="${width - 164}" cy="212" r="6" fill="#8b7a55"/>
<rect x="40" y="60" width="92" height="70" rx="2" fill="#fff" fill-opacity="0.14"/><path d="M40 82 h92 M40 104 h92 M70 60 v70 M101 60 v70" stroke="#fff" stroke-opacity="0.2" stroke-width="2"/>`,
};

export type HairStyle = "bob" | "crop" | "curls" | "afro" | "receding" | "headscarf" | "long";

/** What hangs behind the neck and the shoulders. */
export function hairBehind(style: HairStyle, colour: string): string {
  return `<g fill="${colour}">${behind[style]}</g>`;
}

/** What lies over the forehead and the ears. */
export function hairInFront(style: HairStyle, colour: string): string {
  return `<g fill="${colour}">${inFront[style]}</g>`;
}

const SHADE = `fill="#000" fill-opacity="0.14"`;

const behind: Record<HairStyle, string> = {
  bob: `<path d="M-68 -10 C-76 -104 76 -104 68 -10 C70 30 74 52 62 70 C40 84 -40 84 -62 70 C-74 52 -70 30 -68 -10 Z"/><path d="M-68 -10 C-70 30 -74 52 -62 70 C-40 84 40 84 62 70 C66 62 66 50 60 50 H-60 Z" ${SHADE}/>`,
  crop: "",
  curls: `<path d="M-62 -6 C-80 -60 -58 -98 0 -98 C58 -98 80 -60 62 -6 Z"/>`,
  afro: `<ellipse cx="0" cy="-34" rx="86" ry="74"/><ellipse cx="0" cy="-8" rx="74" ry="52" ${SHADE}/>`,
  receding: "",
  headscarf: `<path d="M-72 0 C-78 -112 78 -112 72 0 C76 60 70 100 92 128 C40 150 -40 150 -92 128 C-70 100 -76 60 -72 0 Z"/><path d="M-58 40 C-40 96 40 96 58 40 L72 110 H-72 Z" ${SHADE}/>`,
  long: `<path d="M-68 -14 C-76 -106 76 -106 68 -14 C74 40 82 92 92 140 C60 164 -62 164 -94 140 C-82 92 -74 40 -68 -14 Z"/><path d="M-60 20 C-44 100 44 100 60 20 L70 140 H-70 Z" ${SHADE}/>`,
};

const curl = (x: number, y: number, r: number) => `<circle cx="${x}" cy="${y}" r="${r}"/>`;

const inFront: Record<HairStyle, string> = {
  bob: `<path d="M-64 8 C-72 -100 70 -104 64 8 C60 -14 56 -30 46 -44 C14 -34 -24 -36 -40 -56 C-48 -38 -58 -20 -64 8 Z"/><path d="M-40 -56 C-24 -36 14 -34 46 -44 C20 -44 -18 -48 -36 -66 Z" ${SHADE}/>`,
  crop: `<path d="M-58 -10 C-64 -98 64 -98 58 -10 C56 -26 52 -36 46 -46 C24 -56 -24 -56 -46 -46 C-52 -36 -56 -26 -58 -10 Z"/>`,
  curls: [[-52, -40, 17], [-40, -62, 19], [-18, -74, 20], [8, -76, 20], [32, -68, 19], [50, -48, 17], [-26, -54, 14], [0, -58, 15], [24, -54, 14], [-60, -20, 11], [60, -20, 11]].map(([x, y, r]) => curl(x!, y!, r!)).join(""),
  afro: `<path d="M-62 4 C-82 -96 82 -96 62 4 C58 -22 50 -38 40 -48 C16 -58 -16 -58 -40 -48 C-50 -38 -58 -22 -62 4 Z"/>`,
  receding: `<path d="M-58 -4 C-66 -84 -32 -88 0 -84 C32 -88 66 -84 58 -4 C56 -24 52 -38 44 -46 C32 -62 16 -54 0 -57 C-16 -54 -32 -62 -44 -46 C-52 -38 -56 -24 -58 -4 Z"/>`,
  headscarf: `<path d="M-48 60 C-30 88 30 88 48 60 L64 132 C30 146 -30 146 -64 132 Z"/><path d="M-46 70 C-30 98 30 98 46 70 L50 80 C30 112 -30 112 -50 80 Z" ${SHADE}/><path d="M-66 30 C-84 -110 84 -110 66 30 C62 60 40 84 0 92 C-40 84 -62 60 -66 30 Z M-50 -8 C-50 30 -34 66 0 72 C34 66 50 30 50 -8 C48 -62 -48 -62 -50 -8 Z" fill-rule="evenodd"/><path d="M-50 -8 C-48 -62 48 -62 50 -8 C44 -52 -44 -52 -50 -8 Z" ${SHADE}/>`,
  long: `<path d="M-64 30 C-74 -104 -8 -100 6 -84 C60 -100 76 -60 64 30 C62 -4 54 -36 14 -64 C-4 -46 -50 -36 -64 30 Z"/><path d="M14 -64 C-4 -46 -50 -36 -64 30 C-52 -26 -16 -42 6 -72 Z" ${SHADE}/>`,
};

import { hairBehind, hairInFront } from "./hair.ts";
import { mouthOf } from "./mouth.ts";
import type { Mouth } from "./mouth.ts";
import { roomOf } from "./room.ts";
import type { Room } from "./room.ts";
import type { HairStyle } from "./hair.ts";

/** How one candidate and their room are drawn. Colours are CSS colours. */
export interface Look {
  skin: string;
  skinShade: string;
  lips: string;
  hair: string;
  hairStyle: HairStyle;
  eyes: string;
  beard?: "stubble" | "full";
  /** The colour of the frame. */
  glasses?: string;
  clothes: string;
  clothesStyle: "blouse" | "shirt" | "hoodie" | "crew" | "blazer";
  clothesAccent: string;
  room: Room;
  /** The wall, lit side first. */
  wall: [string, string];
}

export const eyeStates = ["open", "closed", "aside"] as const;
export type Eyes = (typeof eyeStates)[number];

/** `turn` runs from −1 (left) to 1 (right), `nod` from 0 to 1 (down). */
export interface Pose {
  mouth: Mouth;
  eyes: Eyes;
  turn: number;
  nod: number;
}

export interface FrameSize {
  width: number;
  height: number;
}

const OUTLINE = "#2b1d18";

/** One picture of a candidate. Drawn around the middle of the face, then placed into the frame. */
export function drawFigure(look: Look, { mouth, eyes, turn, nod }: Pose, { width, height }: FrameSize): string {
  const isPortrait = height > width;
  const place = isPortrait ? `translate(${width / 2} 292) scale(1.12)` : `translate(${width / 2} 152)`;
  const head = `translate(${turn * 4} ${nod * 2.6 + turn * turn * 0.8}) rotate(${turn * 2.1} 0 95)`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
${roomOf(look.room, look.wall, { width, height })}
<g transform="${place}">
<g transform="${head}">${hairBehind(look.hairStyle, look.hair)}</g>
<g transform="translate(${turn * 1.1} 0)">${neck(look)}${clothes(look)}</g>
<g transform="${head}">${face(look, mouth)}<g transform="translate(${turn * 1.6} ${nod * 0.8})">${features(look, eyes, nod)}${mouthOf(mouth, look.lips)}</g>${hairInFront(look.hairStyle, look.hair)}${look.glasses ? glasses(look.glasses) : ""}</g>
</g></svg>`;
}

function neck({ skin, skinShade }: Look): string {
  return `<path d="M-25 50 V100 C-25 116 25 116 25 100 V50 Z" fill="${skin}"/>
<path d="M-25 62 C-12 84 12 84 25 62 V80 C12 98 -12 96 -25 82 Z" fill="${skinShade}"/>`;
}

function face({ skin, skinShade, beard, hair }: Look, mouth: Mouth): string {
  const chin = 76 + jawDrop[mouth];
  const outline = `M-56 -14 C-58 -84 58 -84 56 -14 C56 26 38 ${chin - 6} 0 ${chin} C-38 ${chin - 6} -56 26 -56 -14 Z`;
  const shade = `M56 -14 C56 26 38 ${chin - 6} 0 ${chin} C-9 ${chin - 1} -17 ${chin - 4} -24 ${chin - 8} C22 ${chin - 10} 42 30 44 -30 Z`;
  const jaw = `M-56 -6 C-55 30 -37 ${chin - 4} 0 ${chin + 3} C37 ${chin - 4} 55 30 56 -6 C50 8 46 18 30 22 C18 19 8 18 0 22 C-8 18 -18 19 -30 22 C-46 18 -50 8 -56 -6 Z`;
  const hairs = beard ? `<path d="${jaw}" fill="${hair}" opacity="${beard === "full" ? 0.95 : 0.3}"/>` : "";
  return `<ellipse cx="-56" cy="0" rx="9" ry="15" fill="${skinShade}"/><ellipse cx="56" cy="0" rx="9" ry="15" fill="${skinShade}"/>
<path d="${outline}" fill="${skin}"/><path d="${shade}" fill="${skinShade}" opacity="0.55"/>${hairs}`;
}

const jawDrop: Record<Mouth, number> = { closed: 0, parted: 1, small: 2.5, middle: 4.5, wide: 7, hiss: 1 };

function features({ hair, hairStyle, skinShade, eyes: iris }: Look, state: Eyes, nod: number): string {
  const browColour = hairStyle === "headscarf" || hairStyle === "curls" ? "#3a2a20" : hair;
  const brow = (side: number) =>
    `<path d="M${side * 34} ${-25 - nod} Q${side * 23} ${-33 - nod * 1.6} ${side * 11} ${-27 - nod}" fill="none" stroke="${browColour}" stroke-width="4" stroke-linecap="round"/>`;
  const nose = `<path d="M3 -6 C7 6 10 12 8 16 C5 20 -4 20 -8 16" fill="none" stroke="${skinShade}" stroke-width="3.2" stroke-linecap="round"/>`;
  return `${brow(-1)}${brow(1)}${eye(-23, state, iris, skinShade)}${eye(23, state, iris, skinShade)}${nose}`;
}

function eye(x: number, state: Eyes, iris: string, lid: string): string {
  if (state === "closed") {
    return `<path d="M${x - 10} -9 Q${x} -3 ${x + 10} -9" fill="none" stroke="${OUTLINE}" stroke-width="2.6" stroke-linecap="round"/>`;
  }
  const [dx, dy] = state === "aside" ? [-3.2, 1.8] : [0, 0];
  return `<path d="M${x - 10} -9 Q${x} -19 ${x + 10} -9 Q${x} -1 ${x - 10} -9 Z" fill="#fbf8f4"/>
<circle cx="${x + dx}" cy="${-9.8 + dy}" r="4.5" fill="${iris}"/><circle cx="${x + dx}" cy="${-9.8 + dy}" r="2.2" fill="#120c09"/><circle cx="${x + dx + 1.5}" cy="${-11.4 + dy}" r="1.1" fill="#fff"/>
<path d="M${x - 11} -9 Q${x} -19.5 ${x + 11} -9" fill="none" stroke="${OUTLINE}" stroke-width="2.4" stroke-linecap="round"/>
<path d="M${x - 8} -19 Q${x} -23 ${x + 8} -19" fill="none" stroke="${lid}" stroke-width="1.6" stroke-linecap="round"/>`;
}

function glasses(frame: string): string {
  const rim = (x: number) => `<rect x="${x - 17}" y="-23" width="34" height="27" rx="10" fill="#ffffff" fill-opacity="0.1" stroke="${frame}" stroke-width="2.8"/>`;
  return `${rim(-23)}${rim(23)}<path d="M-6 -12 Q0 -16 6 -12 M-40 -14 L-55 -10 M40 -14 L55 -10" fill="none" stroke="${frame}" stroke-width="2.8"/>`;
}

function clothes({ clothes: cloth, clothesStyle, clothesAccent, skin }: Look): string {
  const body = `<path d="M-158 420 C-158 232 -160 142 -112 122 C-84 111 -50 107 -29 95 C-18 114 18 114 29 95 C50 107 84 111 112 122 C160 142 158 232 158 420 Z" fill="${cloth}"/>
<path d="M-104 420 C-108 250 -104 205 -98 178 M104 420 C108 250 104 205 98 178" fill="none" stroke="#000" stroke-opacity="0.16" stroke-width="3" stroke-linecap="round"/>`;
  return body + details[clothesStyle](clothesAccent, cloth, skin);
}

const details: Record<Look["clothesStyle"], (accent: string, cloth: string, skin: string) => string> = {
  crew: (accent) => `<path d="M-30 94 C-20 120 20 120 30 94" fill="none" stroke="${accent}" stroke-width="7" stroke-linecap="round"/>`,
  blouse: (accent, _cloth, skin) => `<path d="M-27 97 L0 150 L27 97 C16 112 -16 112 -27 97 Z" fill="${skin}"/>
<path d="M-30 92 L-40 112 L-3 154 L0 146 Z M30 92 L40 112 L3 154 L0 146 Z" fill="${accent}"/>`,
  shirt: (accent) => `<path d="M-30 90 L-46 112 L-14 142 L0 118 Z M30 90 L46 112 L14 142 L0 118 Z" fill="${accent}"/>
<path d="M0 118 V420" stroke="#000" stroke-opacity="0.2" stroke-width="2"/><circle cx="0" cy="156" r="2.6" fill="#dcd8cc"/><circle cx="0" cy="192" r="2.6" fill="#dcd8cc"/>`,
  hoodie: (accent, cloth) => `<path d="M-31 97 C-66 96 -72 132 -30 142 C-10 147 10 147 30 142 C72 132 66 96 31 97 C24 121 -24 121 -31 97 Z" fill="${cloth}" stroke="#000" stroke-opacity="0.22" stroke-width="2"/>
<path d="M-15 142 V196 M15 142 V188" stroke="${accent}" stroke-width="3.4" stroke-linecap="round"/>`,
  blazer: (accent) => `<path d="M-29 95 C-18 114 18 114 29 95 L22 240 H-22 Z" fill="${accent}"/>
<path d="M-30 92 L-54 116 L-38 140 L-46 150 L-6 240 L-16 240 M30 92 L54 116 L38 140 L46 150 L6 240" fill="none" stroke="#000" stroke-opacity="0.35" stroke-width="2.4" stroke-linejoin="round"/>`,
};

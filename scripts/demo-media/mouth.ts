/** From shut to wide open, and `hiss` for the s and sh sounds, which are loud behind closed teeth. */
export const mouths = ["closed", "parted", "small", "middle", "wide", "hiss"] as const;
export type Mouth = (typeof mouths)[number];

const INSIDE = "#4a1a1c";
const TEETH = "#f6f1ea";
const TONGUE = "#b5555a";

/** Half of the opening's width and height. */
const openings: Record<Exclude<Mouth, "closed">, [number, number]> = {
  parted: [15, 3.2],
  small: [15, 6],
  middle: [15.5, 8.8],
  wide: [16.5, 12],
  hiss: [18, 4.2],
};

export function mouthOf(mouth: Mouth, lips: string): string {
  if (mouth === "closed") {
    return `<path d="M-17 40 C-9 35 -4 36 0 38 C4 36 9 35 17 40 C9 48 -9 48 -17 40 Z" fill="${lips}"/>
<path d="M-17 40 C-8 41.5 8 41.5 17 40" fill="none" stroke="${INSIDE}" stroke-width="1.6" stroke-linecap="round"/>`;
  }
  const [half, open] = openings[mouth];
  const middle = 39 + open * 0.55;
  const opening = `M${-half} ${middle} C${-half * 0.6} ${middle - open * 1.3} ${half * 0.6} ${middle - open * 1.3} ${half} ${middle} C${half * 0.62} ${middle + open * 1.45} ${-half * 0.62} ${middle + open * 1.45} ${-half} ${middle} Z`;
  const teethHeight = mouth === "hiss" ? open * 1.5 : Math.min(5, open * 0.62);
  const teeth = `<rect x="${-half * 0.72}" y="${middle - open}" width="${half * 1.44}" height="${teethHeight}" rx="2" fill="${TEETH}"/>`;
  const tongue = open > 5 ? `<ellipse cx="0" cy="${middle + open * 0.95}" rx="${half * 0.58}" ry="${open * 0.42}" fill="${TONGUE}"/>` : "";
  return `<path d="${opening}" fill="${lips}" stroke="${lips}" stroke-width="5.5" stroke-linejoin="round"/>
<clipPath id="opening"><path d="${opening}"/></clipPath><g clip-path="url(#opening)"><path d="${opening}" fill="${INSIDE}"/>${teeth}${tongue}</g>`;
}

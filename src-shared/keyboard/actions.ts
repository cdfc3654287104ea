/**
 * Everything that can be done with a key, from the menu or from the help. Key handling, hints on screen, tooltips,
 * `aria-keyshortcuts`, the help dialog and the application's menu are all drawn from here.
 */
export const actionGroups = ["Playing", "Moving", "Marking", "Help"] as const;
export type ActionGroup = (typeof actionGroups)[number];

/** Where an action is at home; `desk`: on every working screen. `answer`: wherever an answer is looked at, to review or to moderate it. */
export type ActionScreen = "desk" | "answer" | "review" | "moderate" | "queue";

export interface Action {
  label: string;
  group: ActionGroup;
  screen: ActionScreen;
  /** The usual key, written as in `keys.ts`; the assessor may choose another one. `null`: none. */
  keys: string | null;
  /** Keys that do the same and stay as they are. */
  also?: readonly string[];
  /** Works in a text field too, if its key has a modifier. */
  whileTyping?: true;
  /** Goes on while the key is held down. */
  repeats?: true;
  /** The menu leaves it out where it is not offered: a campaign's scale has some of the digits. */
  onlyWhereOffered?: true;
}

const digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;
type Digit = (typeof digits)[number];

/** One for each point of a scale that a single digit can name. */
const scoreActions = Object.fromEntries(
  digits.map((digit): [string, Action] => [`score${digit}`, { label: `Score ${digit}`, group: "Marking", screen: "answer", keys: digit, onlyWhereOffered: true }]),
) as Record<`score${Digit}`, Action & { screen: "answer" }>;

export const actions = {
  togglePlay: { label: "Play or pause", group: "Playing", screen: "answer", keys: "Space" },
  back: { label: "Back 5 seconds", group: "Playing", screen: "answer", keys: "ArrowLeft", repeats: true },
  forward: { label: "Forward 5 seconds", group: "Playing", screen: "answer", keys: "ArrowRight", repeats: true },
  farBack: { label: "Back 15 seconds", group: "Playing", screen: "answer", keys: "Shift+ArrowLeft", repeats: true },
  farForward: { label: "Forward 15 seconds", group: "Playing", screen: "answer", keys: "Shift+ArrowRight", repeats: true },
  frameBack: { label: "Back one picture", group: "Playing", screen: "answer", keys: ",", repeats: true },
  frameForward: { label: "Forward one picture", group: "Playing", screen: "answer", keys: ".", repeats: true },
  slower: { label: "Slower", group: "Playing", screen: "answer", keys: "-" },
  // On most keyboards + is the same key with Shift.
  faster: { label: "Faster", group: "Playing", screen: "answer", keys: "=", also: ["+"] },
  captions: { label: "Captions on or off", group: "Playing", screen: "answer", keys: "c" },
  levelLoudness: { label: "Level loudness on or off", group: "Playing", screen: "answer", keys: "l" },
  mute: { label: "Sound on or off", group: "Playing", screen: "answer", keys: "m" },
  wide: { label: "Wide picture on or off", group: "Playing", screen: "answer", keys: "w" },

  ...scoreActions,
  cannotScore: { label: "Cannot be scored…", group: "Marking", screen: "review", keys: "x" },
  undoScore: { label: "Undo the last score", group: "Marking", screen: "review", keys: "z", also: ["$mod+z"] },
  evidence: { label: "Evidence for this score", group: "Marking", screen: "review", keys: "e" },
  noteHere: { label: "Note at this moment", group: "Marking", screen: "review", keys: "n" },
  flag: { label: "Flags", group: "Marking", screen: "review", keys: "f" },
  transcript: { label: "Search the transcript", group: "Marking", screen: "review", keys: "t" },
  compare: { label: "Compare with the leads’ mark", group: "Marking", screen: "review", keys: "p", onlyWhereOffered: true },
  // Rare and serious: nothing that a slip of the finger should begin.
  withdraw: { label: "I know this candidate…", group: "Marking", screen: "review", keys: null },

  settle: { label: "Settle and go to next", group: "Marking", screen: "moderate", keys: "$mod+Enter", whileTyping: true, onlyWhereOffered: true },
  noScore: { label: "No score can stand", group: "Marking", screen: "moderate", keys: "x", onlyWhereOffered: true },
  basisOfMarks: { label: "Basis: what the marks say", group: "Marking", screen: "moderate", keys: "a", onlyWhereOffered: true },
  basisRule: { label: "Basis: the campaign's rule", group: "Marking", screen: "moderate", keys: "r", onlyWhereOffered: true },
  basisOwn: { label: "Basis: your decision", group: "Marking", screen: "moderate", keys: "d", onlyWhereOffered: true },
  reason: { label: "Reason", group: "Marking", screen: "moderate", keys: "e", onlyWhereOffered: true },
  leadNote: { label: "Your own note", group: "Marking", screen: "moderate", keys: "n", onlyWhereOffered: true },
  sendBack: { label: "Send back with a question…", group: "Marking", screen: "moderate", keys: "q", onlyWhereOffered: true },
  reopenAnswer: { label: "Reopen with a reason…", group: "Marking", screen: "moderate", keys: "o", onlyWhereOffered: true },
  define: { label: "Record or change the definitive mark", group: "Marking", screen: "moderate", keys: "v", onlyWhereOffered: true },
  undoSettling: { label: "Take back the last settlement", group: "Marking", screen: "moderate", keys: "z", also: ["$mod+z"], onlyWhereOffered: true },
  workList: { label: "What the list shows", group: "Moving", screen: "moderate", keys: "f", onlyWhereOffered: true },

  nextOrCheck: { label: "Next answer, at the end check and submit", group: "Moving", screen: "review", keys: "$mod+Enter", whileTyping: true },
  previous: { label: "Previous answer", group: "Moving", screen: "answer", keys: "[" },
  next: { label: "Next answer", group: "Moving", screen: "answer", keys: "]" },
  nextUnmarked: { label: "Next answer without a mark", group: "Moving", screen: "review", keys: "u" },
  order: { label: "Order of work: by candidate or by question", group: "Moving", screen: "review", keys: "o" },
  queue: { label: "Queue of this batch", group: "Moving", screen: "review", keys: "q" },
  check: { label: "Check and submit", group: "Moving", screen: "review", keys: "g" },
  searchQueue: { label: "Search for a candidate", group: "Moving", screen: "queue", keys: "/" },
  home: { label: "Your work", group: "Moving", screen: "desk", keys: "h" },

  help: { label: "Keys and help", group: "Help", screen: "desk", keys: "?", also: ["F1"] },
} as const satisfies Record<string, Action>;

export type ActionId = keyof typeof actions;

/** The actions that are at home on one screen. */
export type ActionsOf<Screen extends ActionScreen> = { [Id in ActionId]: (typeof actions)[Id]["screen"] extends Screen ? Id : never }[ActionId];

export const actionIds = Object.keys(actions) as [ActionId, ...ActionId[]];

export const actionOf = (id: ActionId): Action => actions[id];

const answerScreens: readonly ActionScreen[] = ["answer", "review", "moderate"];

/** Whether both can be there at the same time, so that they cannot have the same key. */
export function shareScreen(one: ActionId, other: ActionId): boolean {
  const [first, second]: ActionScreen[] = [actions[one].screen, actions[other].screen];
  if (first === second || first === "desk" || second === "desk") return true;
  return [first, second].includes("answer") && answerScreens.includes(first!) && answerScreens.includes(second!);
}

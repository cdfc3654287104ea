import "../schemas-without-eval.ts";
import { z } from "zod";
import { placeOf } from "../documents/depot-keys.ts";

const text = z.string().max(4000);

/**
 * Everything that can go wrong for a user, and the one sentence or two that they are told, on screen and on the
 * command line alike: what happened, what is safe, what to do. A problem is a plain object `{ kind, …details }`,
 * so it crosses processes; anything else that fails is a bug and throws.
 */
const table = {
  // The depot
  "depot-unreachable": define({ where: text }, (p) => `The depot at ${p.where} cannot be reached${isStore(p.where) ? "" : ", or there is no such folder"}. What is on this computer is safe and marking goes on; a desk fetches and delivers by itself when it is back.`),
  "depot-is-another": define({ where: text }, (p) => `What is at ${p.where} is not the depot that this desk is enrolled in: its invitation is not there. Nothing was delivered, and your sets are safe on this laptop; connect the right drive or folder.`),
  "depot-not-found": define({ where: text }, (p) => `There is no depot at ${p.where}: no such ${isStore(p.where) ? "bucket is in that store. Nothing was published or changed; check the address." : "folder can be reached. Nothing was published or changed; check the path, and that its drive is connected; make an empty folder for a new depot."}`),
  "depot-of-others": define({ where: text, person: text }, (p) => `The depot at ${p.where} belongs to other leads: nothing in it was signed by ${p.person} or by a lead whom this key trusts. Nothing was published; use the key of this depot's lead, or another folder.`),
  "depot-denied": define({ where: text }, (p) => `The depot at ${p.where} refuses access. Nothing was changed; ask your team lead whether your enrolment still allows it.`),
  "no-network": define({ where: text }, (p) => `This computer has no network at the moment, so the depot at ${p.where} cannot be reached. What is on this computer is safe and marking goes on; a desk fetches and delivers by itself when the network is back.`),
  "network-portal": define({ where: text }, (p) => `Something on this network answers in place of the depot at ${p.where}, as a sign-in page of a hotel or train does. Nothing was sent to it and what is on this computer is safe; sign in to the network in a browser, or use another one.`),
  "proxy-needs-password": define({ where: text }, (p) => `The network's proxy asks for a password before it lets anything through to ${p.where}. What is on this computer is safe and marking goes on; sign in to the network, or ask your IT service.`),
  "certificate-refused": define({ where: text }, (p) => `The connection to ${p.where} is not safe: its certificate is not trusted on this computer. Nothing was sent and what is on this computer is safe; ask your IT service, and do not use another network's sign-in to get around it.`),
  "clock-wrong": define({ where: text }, (p) => `This computer's clock is wrong, so the depot at ${p.where} refuses what it signs. What is on this computer is safe and marking goes on; set the date and time, with their time zone.`),
  "depot-busy": define({ where: text, status: z.int() }, (p) => `The depot at ${p.where} answers that it cannot serve at the moment${p.status >= 400 ? ` (${p.status})` : ""}. What is on this computer is safe and marking goes on; a desk tries again by itself.`),
  "depot-overwrites": define({ where: text }, (p) => `The store at ${p.where} does not keep what was written first: it lets a second writer overwrite it. Nothing of yours was put at risk and nothing more was written; use a store that honours If-None-Match, and tell whoever keeps it.`),
  "depot-overfull": define({ where: text, prefix: text }, (p) => `The depot at ${p.where} lists more than anybody can have put there under ${p.prefix}. What is on this computer is safe and marking goes on; tell whoever keeps the store.`),
  "depot-credentials-missing": define({ where: text }, (p) => `There are no credentials for the depot at ${p.where}. Nothing was changed; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or ask for an enrolment that has them.`),
  "credentials-invalid": define({ file: text, reason: text }, (p) => `${p.file} holds no credentials of a store (${p.reason}). Nothing was published; write {"accessKeyId": "…", "secretAccessKey": "…"} into it.`),
  "depot-not-reached": define({ where: text }, (p) => `The store at ${p.where} cannot be reached. Nothing was published or changed; check the address and the network, and run the command again.`),
  "depot-unsupported": define({ url: text }, (p) => `${p.url} is not a depot that this version can use. Give a folder, such as file:///D:/depot or a path, or a bucket, such as s3://bucket/prefix?endpoint=https://store.example&region=eu-west-1.`),
  "depot-address-wrong": define({ reason: text }, (p) => `The depot's address cannot be used: ${p.reason}. Nothing was changed; correct it, or ask whoever keeps the depot.`),
  "depot-missing": define({ key: text }, (p) => `${p.key} is not in the depot. Nothing was changed; check that this is the right depot, or ask whoever published it.`),
  "depot-conflict": define({ key: text }, (p) => `The depot already holds something else under ${placeOf(p.key)}. Your own copy is safe on this laptop and nothing was overwritten; tell your team lead.`),
  "disk-full": define({ where: text }, (p) => `There is no space left at ${p.where}. What was saved is safe; free some space and try again.`),
  "file-unreadable": define({ file: text, reason: text }, (p) => `${p.file} cannot be read (${p.reason}). Nothing was changed; check the file and try again.`),
  "file-unwritable": define({ file: text, reason: text }, (p) => `${p.file} cannot be written (${p.reason}). Nothing was changed; choose another place or check its permissions.`),
  // Documents
  "document-damaged": define({ name: text, reason: text }, (p) => `${p.name} is damaged or was changed (${p.reason}). It was not used and nothing else is affected; ask your team lead to publish it again.`),
  "document-forged": define({ name: text, reason: text }, (p) => `${p.name} was not signed by somebody this desk trusts (${p.reason}). It was not used; tell your team lead.`),
  "document-not-for-you": define({ name: text }, (p) => `${p.name} is sealed for other readers, so it cannot be opened here. Nothing was changed; use the key or the enrolment that it was meant for.`),
  "document-newer": define({ name: text, what: text }, (p) => `${p.name} was written by a newer version of Assessor Desk (${p.what}). It was left alone; update Assessor Desk to use it.`),
  // Drafts
  "drafts-unreadable": define({ batch: text }, (p) => `Marks of ${p.batch} that were made on another laptop are in the depot, but none of them can be opened on this one. Nothing was lost there and nothing was changed here; tell your team lead.`),
  "draft-of-older-laptop": define({ key: text, person: text }, (p) => `An earlier laptop of ${p.person} went on marking beside the newer one (${p.key}). Its marks were not mixed with the newer laptop's and stay in the depot; desk show FILE --key lead.key.json opens them.`),
  "work-moved-on": define({ at: z.iso.datetime() }, (p) => `Your work moved to another laptop, which was enrolled on ${day(p.at)}. What you marked here is safe, but does not reach that laptop; carry on there, and tell your team lead if marks are missing.`),
  // Recordings
  "recording-damaged": define({ name: text, reason: text }, (p) => `${p.name} is damaged (${p.reason}). It was not used and will be fetched again; your marks are safe. If it stays so, tell your team lead, who can publish it again.`),
  "recording-missing": define({ batch: text }, (p) => `A recording of ${p.batch} is not in the depot. All others come and your marks are safe; tell your team lead.`),
  "recording-stuck": define({ batch: text }, (p) => `A recording of ${p.batch} does not come through, although the depot answers. All others come and your marks are safe; it is tried again by itself, so tell your team lead only if it stays so.`),
  // Enrolment
  "enrolment-invalid": define({ reason: text }, (p) => `This is not an enrolment file (${p.reason}). Nothing was changed; choose the file that your team lead gave you.`),
  "enrolment-needs-passphrase": define({}, () => "This enrolment file is locked with a passphrase. Enter the passphrase that your team lead gave you."),
  "enrolment-wrong-passphrase": define({}, () => "That passphrase does not open this enrolment file. Nothing was changed; check it and try again."),
  "enrolment-for-another-depot": define({ where: text }, (p) => `This enrolment belongs to another depot: its invitation is not in ${p.where}. Nothing was changed; ask your team lead for a new enrolment file.`),
  "invitation-already-used": define({ person: text }, (p) => `This invitation for ${p.person} was already used on another laptop, so nothing can be handed in from this one. What is here stays safe; ask your team lead for a new invitation.`),
  "already-enrolled": define({ person: text, where: text }, (p) => `This desk is already enrolled for ${p.person} at ${p.where}. Nothing was changed; use another data folder for another person or depot.`),
  "not-enrolled": define({}, () => "This desk is not enrolled yet. Enrol it with the file that your team lead gave you."),
  // Keys of this desk
  "key-store-unavailable": define({}, () => "This computer offers no place to keep keys safe. Choose a passphrase to protect the recordings on this laptop."),
  "key-store-failed": define({}, () => "This computer's key store no longer opens this desk's keys. Nothing was deleted: your marks and recordings are still here; ask your team lead for recovery before you change anything."),
  "passphrase-needed": define({}, () => "This desk is locked. Enter the passphrase that you chose when you enrolled."),
  "passphrase-wrong": define({}, () => "That passphrase does not open this desk. Nothing was changed; check it and try again."),
  "passphrase-too-short": define({ least: z.int() }, (p) => `The passphrase is too short. Use at least ${p.least} characters; three or four unrelated words work well.`),
  // The store
  "store-newer": define({ file: text, found: z.int(), known: z.int() }, (p) => `The data folder was last used by a newer version of Assessor Desk (data version ${p.found}; this one knows ${p.known}). It was not touched and your marks are safe; update Assessor Desk to open it.`),
  "store-older": define({ where: text }, (p) => `The data folder ${p.where} was last used by an older version of Assessor Desk. Nothing was changed and your marks are safe; open it once in the window, or synchronise it, and it is brought up to date.`),
  "store-damaged": define({ file: text, backup: text.nullable() }, (p) => p.backup === null ? `The database ${p.file} is damaged and was left as it is, since there is no good backup of it. Do not delete anything; ask your team lead for help.` : `The database ${p.file} is damaged. Nothing was deleted; opening this desk, or desk verify --home … --repair, puts its newest good backup (${p.backup}) in its place, with what can still be read of it.`),
  "store-on-network": define({ where: text }, (p) => `The data folder ${p.where} is on a network drive, where a database is not safe. Nothing was changed; choose a folder on this computer.`),
  "store-failed": define({ where: text }, (p) => `The data folder ${p.where} cannot be opened because of a fault of Assessor Desk's own. Nothing was deleted; tell your team lead, and keep the folder as it is.`),
  "store-in-use": define({ where: text }, (p) => `Assessor Desk is already open on ${p.where}. Nothing was changed; close the other window or command first.`),
  "home-missing": define({ where: text }, (p) => `There is no desk in ${p.where}. Nothing was changed; enrol it first, or check the folder's name.`),
  // Marking
  "answer-not-found": define({}, () => "This answer is not allocated to you. Nothing was changed; go back to your work and choose another."),
  "batch-not-found": define({ batch: text }, (p) => `The batch ${p.batch} is not allocated to this desk. Nothing was changed; synchronise, or check its name.`),
  "candidate-withdrawn": define({ candidate: text }, (p) => `You withdrew from candidate ${p.candidate}, so nothing of theirs can be marked or played. Nothing was changed; take the withdrawal back first if it was a mistake.`),
  "set-already-submitted": define({ batch: text, submittedAt: z.iso.datetime() }, (p) => `The marks of ${p.batch} were submitted on ${day(p.submittedAt)} and cannot be changed as they are. To change them, reopen the batch with a reason.`),
  "set-incomplete": define({ batch: text, missing: z.int(), first: z.array(text) }, (p) => `${p.missing} ${p.missing === 1 ? "answer" : "answers"} of ${p.batch} still ${p.missing === 1 ? "needs" : "need"} something before you can submit${p.first.length > 0 ? `: ${p.first.join("; ")}${p.missing > p.first.length ? "; and others" : ""}` : ""}. Everything you marked is saved; complete these, or look at the check page.`),
  "set-not-submitted": define({ batch: text }, (p) => `The marks of ${p.batch} have not been submitted yet, so there is nothing to reopen. Go on marking.`),
  "set-waiting": define({ batch: text, why: text }, (p) => `The set for ${p.batch} is sealed and safe on this laptop, but not delivered yet. ${p.why}`),
  "set-held-back": define({ revision: z.int() }, (p) => `It follows revision ${p.revision}, which is not delivered yet. It is sealed and safe on this laptop, and goes by itself as soon as that one is there.`),
  "recordings-needed": define({ batch: text }, (p) => `The marks of ${p.batch} are not submitted and delivered yet, so its recordings are still needed. Nothing was removed; submit it first, or remove them all the same.`),
  "recordings-moderated": define({ batch: text }, (p) => `The outcome of ${p.batch} is not published yet, so its recordings are still needed for moderation. Nothing was removed; publish it first, or say that its recordings are to go all the same.`),
  "reason-needed": define({}, () => "A reason is needed. Write a few words; they are kept in the record."),
  "score-outside-scale": define({ score: z.number(), scale: text }, (p) => `${p.score} is not a point of this campaign's scale (${p.scale}). The earlier score stands.`),
  "marks-refused": define({ line: z.int(), reason: text }, (p) => `Line ${p.line} of the marks cannot be used: ${p.reason}. No mark was changed; correct the line and try again.`),
  "marks-closed": define({ line: z.int(), reason: text }, (p) => `The answer of line ${p.line} takes no mark now: ${p.reason}. No mark was changed; leave its lines out, or try again once it is open.`),
  "marks-table-refused": define({ reason: text }, (p) => `The table of marks cannot be used: ${p.reason}. No mark was changed; correct the table and try again.`),
  "agreement-refused": define({ line: z.int().nullable(), reason: text }, (p) => `${p.line === null ? "The table of marks" : `Line ${p.line} of the marks`} cannot be used: ${p.reason}. Nothing was computed; correct the ${p.line === null ? "table" : "line"} and try again.`),
  "practice-first": define({ batch: text }, (p) => `Live marking of ${p.batch} opens once your practice answers are marked and compared with the leads' marks. Nothing was changed; mark and compare those first, or speak to your team lead.`),
  "practice-outside": define({ batch: text }, (p) => `Your practice marks of ${p.batch} are further from the leads' marks than this campaign allows, so live marking stays closed for now. Your marks are safe and your team lead can see them; speak to them, and they open it.`),
  "definitive-seen": define({}, () => "You have seen the leads' mark of this practice answer, so your own mark of it stands as it is. Nothing was changed; go on with the next answer."),
  "practice-not-comparable": define({}, () => "The leads' mark of this answer is shown once your own mark is complete and theirs is on this laptop. Nothing was changed; finish your mark, or synchronise."),
  // Moderation
  "changed-meanwhile": define({ what: text }, (p) => `Another lead changed ${p.what} meanwhile, so what was decided here of it was not published. Nothing of theirs was overwritten; look at what it says now, and do it again if it is still needed.`),
  "plan-changed": define({ batch: text }, (p) => `Who would mark whom of ${p.batch} is not what you looked at any more, since something came in meanwhile. Nothing was published; look at the plan again, then publish it.`),
  "not-a-lead": define({}, () => "This is for team leads, and this desk is enrolled for an assessor. Nothing was changed."),
  "batch-unknown": define({ batch: text }, (p) => `There is no batch ${p.batch} on this lead's desk. Nothing was changed; synchronise, or check its name.`),
  "allocation-unchanged": define({ batch: text }, (p) => `Nothing of ${p.batch} changes: everybody has what they would get. Nothing was published.`),
  "not-allocated": define({ person: text, batch: text }, (p) => `Nothing of ${p.batch} is allocated to ${p.person}. Nothing was changed; check the name.`),
  "person-not-invited": define({ person: text }, (p) => `${p.person} is not invited to this depot, so nothing can be sealed for them. Nothing was changed; invite them with desk invite, synchronise, and try again.`),
  "marks-handed-in": define({ person: text, candidates: z.int(), first: z.array(text) }, (p) => `${p.person} has handed in marks of ${p.candidates === 1 ? "one of these candidates" : `${p.candidates} of these candidates`} (${p.first.join(", ")}${p.candidates > p.first.length ? " and others" : ""}). Nothing was changed; leave ${p.candidates === 1 ? "that one" : "those"} out, or say that ${p.candidates === 1 ? "it moves" : "they move"} all the same: the marks stay and count.`),
  "marking-stopped": define({ batch: text, because: text }, (p) => `Your team lead has stopped your marking of ${p.batch}: ${p.because.replace(/[.\s]+$/, "")}. What you marked is safe and nothing was changed; speak to your team lead.`),
  "moderated-answer-not-found": define({}, () => "This answer is in no batch that this desk has. Nothing was changed; synchronise, or go back to the list."),
  "answer-settled": define({}, () => "This answer is settled already. Nothing was changed or sent; look at what was decided, and reopen it with a reason first."),
  "answer-not-settled": define({}, () => "This answer is not settled, or somebody has done something to it since. Nothing was changed; look at it again."),
  "answer-defined": define({}, () => "Team leads agreed on this answer's score in advance, so that there is nothing to settle. Nothing was changed."),
  "definitive-too-late": define({}, () => "Live marks of this answer are handed in, and a definitive mark is agreed before anybody marks it. Nothing was changed; settle the answer instead."),
  "answer-not-defined": define({}, () => "Leads have not agreed on this answer's score in advance, so that there is nothing to take back. Nothing was changed."),
  "marks-changed-meanwhile": define({}, () => "Other marks came in for this answer while you decided. Nothing was settled and your words are kept; look at the marks again, then settle it."),
  "basis-does-not-fit": define({ basis: text }, (p) => `${basisFaults[p.basis] ?? "The final score cannot have come about like that."} Nothing was settled; choose another basis or score.`),
  "cannot-ask": define({ person: text }, (p) => `${p.person} gave no mark for this answer that they can still change. Nothing was sent; ask somebody else, or settle it yourself.`),
  "recipient-unknown": define({ person: text }, (p) => `Nothing can be sent to ${p.person} yet: their laptop is not known on this desk. Nothing was sent; synchronise and try again.`),
  "decisions-refused": define({ line: z.int(), reason: text }, (p) => `Line ${p.line} of the decisions cannot be used: ${p.reason}. Nothing was settled; correct the line and try again.`),
  "decisions-table-refused": define({ reason: text }, (p) => `The table of decisions cannot be used: ${p.reason}. Nothing was settled; correct the table and try again.`),
  "definitive-refused": define({ line: z.int(), reason: text }, (p) => `Line ${p.line} of the definitive marks cannot be used: ${p.reason}. Nothing was recorded; correct the line and try again.`),
  "definitive-table-refused": define({ reason: text }, (p) => `The table of definitive marks cannot be used: ${p.reason}. Nothing was recorded; correct the table and try again.`),
  // Outcomes
  "outcome-behind": define({ batch: text }, (p) => `What was handed in for ${p.batch} is still being taken in, so where its answers stand is not known for all of them. Nothing was changed; try again in a moment.`),
  "outcome-not-settled": define({ batch: text, answers: z.int() }, (p) => `${p.answers} ${p.answers === 1 ? "answer" : "answers"} of ${p.batch} ${p.answers === 1 ? "is" : "are"} still to be settled. Nothing was published; settle ${p.answers === 1 ? "it" : "them"} first, then publish.`),
  "outcome-tie-open": define({ batch: text, candidates: z.int() }, (p) => `${p.candidates} candidates of ${p.batch} share the last place that there is. Nothing was published; put them in order with a reason, then publish.`),
  "outcome-incomplete": define({ batch: text, answers: z.int(), asked: z.int(), waiting: z.int(), unallocated: z.int() }, (p) => `${p.answers} ${p.answers === 1 ? "answer" : "answers"} of ${p.batch} ${p.answers === 1 ? "has" : "have"} no score yet (${p.waiting} still to be marked, ${p.asked} sent back, ${p.unallocated} allocated to nobody). Nothing was published; wait for them, or give a reason for leaving their candidates without a place.`),
  "outcome-changed": define({ batch: text }, (p) => `What stands for ${p.batch} has changed since you saw it. Nothing was published; look at the order of merit again, then publish.`),
  "outcome-waiting": define({ batch: text, why: text }, (p) => `The outcome of ${p.batch} is sealed and safe on this laptop, but not delivered yet. ${p.why}`),
  "outcome-candidate-not-found": define({ candidate: text, batch: text }, (p) => `${p.candidate} has no part in the outcome of ${p.batch}. Nothing was changed; go back to the order and choose another.`),
  "tie-changed": define({}, () => "These candidates are no longer the ones whom the rules leave level. Nothing was changed; look at the order again."),
  "candidate-not-found": define({ candidate: text, batch: text }, (p) => `There is no candidate ${p.candidate} in the batch ${p.batch}. Nothing was changed; check the reference.`),
  // Packing and inviting
  "campaign-invalid": define({ file: text, reason: text }, (p) => `${p.file} is not a campaign that can be used: ${p.reason}. Nothing was published; correct it and pack again.`),
  "table-invalid": define({ file: text, line: z.int().nullable(), reason: text }, (p) => `${p.file}${p.line === null ? "" : `, line ${p.line}`}: ${p.reason}. Nothing was published; correct it and try again.`),
  "recordings-refused": define({ refused: z.array(z.object({ file: text, reason: text })).min(1) }, (p) => `${p.refused.length} ${p.refused.length === 1 ? "recording or captions file" : "recordings and captions files"} cannot be used. Nothing was published; correct them, or check the media folder.\n${firstOf(p.refused.map((each) => `  ${each.file}: ${each.reason}`))}`),
  "media-folder-missing": define({ where: text }, (p) => `There is no folder ${p.where} with recordings. Nothing was published; check the path given with --media, and that its drive is connected.`),
  "lead-key-invalid": define({ file: text, reason: text }, (p) => `${p.file} is not a lead's key (${p.reason}). Nothing was changed; use the file that desk keygen wrote.`),
  "would-overwrite": define({ file: text }, (p) => `${p.file} exists already and was left alone. Choose another name.`),
  "input-invalid": define({ reason: text }, (p) => `${p.reason} Nothing was changed.`),
  "demo-missing": define({}, () => "The demonstration's recordings are not part of this installation. Enrol with the file that your team lead gave you."),
  "desk-closing": define({}, () => "Assessor Desk is closing. What was shown as saved is safe; open it again to go on."),
  "question-replaced": define({}, () => "Something else was asked before this was worked out. Nothing was changed; open it again."),
  "engine-fault": define({}, () => "Assessor Desk met a fault of its own. What was shown as saved is safe; try again, and tell your team lead if it happens again."),
} as const;

type Table = typeof table;
type DetailsOf<D> = D extends { details: () => z.ZodObject<infer S> } ? (keyof S extends never ? unknown : z.infer<z.ZodObject<S>>) : never;
export type ProblemKind = keyof Table;
export type ProblemOf<K extends ProblemKind> = { kind: K } & DetailsOf<Table[K]>;
export type Problem = { [K in ProblemKind]: ProblemOf<K> }[ProblemKind];

function define<S extends z.ZodRawShape>(shape: S, sentence: (details: z.infer<z.ZodObject<S>>) => string) {
  // Made when it is first needed: most problems never happen, and every process loads this table as it starts.
  let details: z.ZodObject<S> | undefined;
  return { details: () => (details ??= z.object(shape)), sentence };
}

/** Why a final score cannot have come about so. */
const basisFaults: Record<string, string> = {
  single: "Only where one assessor marked the answer does that mark stand by itself.",
  agreed: "There is no score that anybody could have agreed on.",
  combined: "The campaign's rule does not give this score.",
};

/** Whether a depot's name is that of a bucket, rather than of a folder. */
function isStore(where: string) {
  return where.startsWith("s3://");
}

/** As many as a screen of text takes; programs get them all. */
function firstOf(lines: readonly string[]): string {
  const MOST = 20;
  return [...lines.slice(0, MOST), ...(lines.length > MOST ? [`  and ${lines.length - MOST} more; --json lists them all`] : [])].join("\n");
}

function day(iso: string) {
  return new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
}

/** Problems that say the depot cannot be worked with just now: whatever else was to be asked of it would fail alike. */
const AWAY: ReadonlySet<ProblemKind> = new Set(["depot-unreachable", "no-network", "network-portal", "proxy-needs-password", "certificate-refused", "clock-wrong", "depot-busy", "depot-credentials-missing", "depot-is-another", "depot-not-found", "depot-address-wrong"]);

/** Whether the depot is away, rather than something in it amiss. */
export function isDepotAway(problem: Problem): boolean {
  return AWAY.has(problem.kind);
}

/** Whether a delivery met something that trying again does not mend: somebody has to look. */
export function isDeliveryAlarm(problem: Problem): boolean {
  return problem.kind === "depot-conflict" || problem.kind === "invitation-already-used";
}

/** Checks a problem that arrives from another process. */
export const problemSchema: z.ZodType<Problem> = z.custom<Problem>((value) => {
  if (typeof value !== "object" || value === null || !("kind" in value) || typeof value.kind !== "string") return false;
  const definition = Object.hasOwn(table, value.kind) ? table[value.kind as ProblemKind] : undefined;
  return definition !== undefined && definition.details().safeParse(value).success;
});

/** What the user is told about a problem. */
export function describeProblem(problem: Problem): string {
  const definition = table[problem.kind] as { sentence: (details: unknown) => string };
  return definition.sentence(problem);
}

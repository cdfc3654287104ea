/** A length or a moment of a recording: `0:07`, `2:52`, `1:02:03`. Seconds are cut off, as on a clock. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (n: number) => String(n).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** The same in words, for those who listen: `2 minutes 5 seconds`. */
export function clockInWords(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const minutes = Math.floor(whole / 60);
  const rest = plural(whole % 60, "second");
  return minutes === 0 ? rest : `${plural(minutes, "minute")} ${rest}`;
}

/** How much work is left: `about 3 h 20 min`, `about 5 min`. Rounded up to 5 minutes past the first quarter of an hour. */
export function workLength(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 1) return "less than a minute";
  const rounded = minutes <= 15 ? minutes : Math.ceil(minutes / 5) * 5;
  const hours = Math.floor(rounded / 60);
  const rest = rounded % 60;
  if (hours === 0) return `about ${rest} min`;
  return rest === 0 ? `about ${hours} h` : `about ${hours} h ${rest} min`;
}

/** How long something still takes: `about 40 seconds`, `about 3 min`, `about 2 h 5 min`. */
export function timeLeft(seconds: number): string {
  if (seconds < 90) return `about ${Math.max(5, Math.round(seconds / 5) * 5)} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `about ${minutes} min` : `about ${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `1 answer`, `60,000 answers`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${number(count)} ${count === 1 ? one : many}`;
}

/** A number of things, the thousands apart: `60,000`. */
export function number(count: number): string {
  return count.toLocaleString("en-GB");
}

const timeOfDay = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const timeToTheSecond = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const dayAndMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const weekday = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });

/** `14:02:31` in this computer's time zone. */
export function exactTime(iso: string): string {
  return timeToTheSecond.format(new Date(iso));
}

/** `14:02` if that was today, `20 Nov 14:02` otherwise. */
export function shortTime(iso: string, now: Date): string {
  const at = new Date(iso);
  return at.toDateString() === now.toDateString() ? timeOfDay.format(at) : `${dayAndMonth.format(at)} ${timeOfDay.format(at)}`;
}

/** `14:02` if that was today, `20 Nov` otherwise. */
export function timeOrDay(iso: string, now: Date): string {
  const at = new Date(iso);
  return at.toDateString() === now.toDateString() ? timeOfDay.format(at) : dayAndMonth.format(at);
}

/** A calendar day, `2026-11-27`, as `27 Nov`. */
export function shortDay(day: string): string {
  return dayAndMonth.format(localMidnight(day));
}

/** A calendar day, `2026-11-27`, as `Friday 27 November`. */
export function longDay(day: string): string {
  return weekday.format(localMidnight(day)).replace(",", "");
}

/** How long until a day ends: `6 days`, `tomorrow`, `today`, `2 days ago`. */
export function daysUntil(day: string, now: Date): string {
  const today = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  // Rounded, since a day on which the clocks change has 23 or 25 hours.
  const days = Math.round((localMidnight(day).getTime() - today.getTime()) / 86_400_000);
  if (days === 0) return "today";
  if (days === 1) return "tomorrow";
  if (days === -1) return "yesterday";
  return days < 0 ? `${-days} days ago` : `${days} days`;
}

/** Whether a calendar day lies behind us. */
export function isPast(day: string, now: Date): boolean {
  return localMidnight(day).getTime() + 86_400_000 <= now.getTime();
}

/** How far away a moment is: `in 2 minutes`, `in 20 seconds`, `now`. Not to the second beyond that: the words on screen are up to ten seconds old. */
export function fromNow(iso: string, now: Date): string {
  const seconds = Math.round((new Date(iso).getTime() - now.getTime()) / 1000);
  if (seconds <= 2) return "now";
  if (seconds < 55) return `in ${plural(seconds > 10 ? Math.round(seconds / 5) * 5 : seconds, "second")}`;
  if (seconds < 90 * 60) return `in ${plural(Math.round(seconds / 60), "minute")}`;
  return `at ${shortTime(iso, now)}`;
}

/** `new Date("2026-11-27")` would be midnight in London, which west of it is the day before. */
function localMidnight(day: string): Date {
  const [year = 1970, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date);
}

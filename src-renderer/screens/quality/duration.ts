/** Seconds as a person says them: `40 s`, `2 min 30 s`, `12 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return whole % 60 === 0 || minutes >= 10 ? `${Math.round(whole / 60)} min` : `${minutes} min ${whole % 60} s`;
}

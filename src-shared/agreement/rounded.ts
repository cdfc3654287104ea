/** A number as people read it: rounded, with a real minus sign; `signed` shows a plus too, and `–` stands for what does not exist. */
export function rounded(value: number | null, digits: number, signed = false): string {
  if (value === null) return "–";
  // Rounded twice, so that what differs in its last binary digit alone reads the same.
  const text = Number(Math.abs(value).toFixed(10)).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? "−" : signed ? "+" : ""}${text}`;
}

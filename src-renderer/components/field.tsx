import { useId, type InputHTMLAttributes, type TextareaHTMLAttributes } from "react";
import "./field.css";

interface Labelled {
  label: string;
  hint?: string;
  /** What is wrong with what was entered. */
  error?: string | undefined;
}

function useDescription({ hint, error }: Pick<Labelled, "hint" | "error">) {
  const id = useId();
  const ids = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return { id, hintId: `${id}-hint`, errorId: `${id}-error`, describedBy: ids || undefined };
}

export function TextField({ label, hint, error, ...input }: Labelled & InputHTMLAttributes<HTMLInputElement>) {
  const { id, hintId, errorId, describedBy } = useDescription({ ...(hint && { hint }), error });
  return (
    <div className={error ? "field field-wrong" : "field"}>
      <label htmlFor={id}>{label}</label>
      {hint && <p id={hintId} className="soft small">{hint}</p>}
      {error && <p id={errorId} className="field-error">{error}</p>}
      <input {...input} id={id} aria-describedby={describedBy} aria-invalid={error ? true : undefined} />
    </div>
  );
}

export function TextArea({ label, hint, error, ...area }: Labelled & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const { id, hintId, errorId, describedBy } = useDescription({ ...(hint && { hint }), error });
  return (
    <div className={error ? "field field-wrong" : "field"}>
      <label htmlFor={id}>{label}</label>
      {hint && <p id={hintId} className="soft small">{hint}</p>}
      {error && <p id={errorId} className="field-error">{error}</p>}
      <textarea {...area} id={id} aria-describedby={describedBy} aria-invalid={error ? true : undefined} />
    </div>
  );
}

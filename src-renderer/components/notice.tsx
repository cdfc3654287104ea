import type { ReactNode } from "react";
import { describeProblem, type Problem } from "../../src-shared/problems/problem.ts";
import "./notice.css";

interface NoticeProps {
  tone: "bad" | "waiting" | "good" | "info";
  title?: string;
  /** Read out as soon as it appears. */
  urgent?: boolean;
  children: ReactNode;
}

/** Something the user has to know, where it concerns them. */
export function Notice({ tone, title, urgent = false, children }: NoticeProps) {
  return (
    <div className={`notice notice-${tone}`} role={urgent ? "alert" : undefined}>
      {title && <p className="notice-title">{title}</p>}
      {children}
    </div>
  );
}

/** A problem's own sentence: what happened, what is safe, what to do. */
export function ProblemNotice({ problem, title }: { problem: Problem; title?: string }) {
  return (
    <Notice tone="bad" urgent {...(title && { title })}>
      <p className="notice-lines">{describeProblem(problem)}</p>
    </Notice>
  );
}

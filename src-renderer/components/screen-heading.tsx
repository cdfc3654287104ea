import { useEffect, useRef, type ReactNode } from "react";

interface ScreenHeadingProps {
  /** What the window is called while this is shown. */
  documentTitle: string;
  className?: string;
  children: ReactNode;
}

/** The main heading of a screen. It takes the focus whenever what it names changes, and names the window. */
export function ScreenHeading({ documentTitle, className, children }: ScreenHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${documentTitle} – Assessor Desk`;
    heading.current?.focus();
  }, [documentTitle]);
  return (
    <h1 ref={heading} tabIndex={-1} className={className}>
      {children}
    </h1>
  );
}

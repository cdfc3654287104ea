import { useId, useLayoutEffect, useRef, useState, type ReactNode } from "react";
import "./plot.css";

interface FigureProps {
  /** What is drawn, for those who listen. */
  title: string;
  /** What it shows, in a sentence, for those who listen. */
  description: string;
  height: number;
  /** Draws within a width in CSS pixels, so that text keeps its size in every window. */
  draw: (width: number) => ReactNode;
  /** What the picture means, in a sentence. */
  children: ReactNode;
  /** The same numbers. */
  table: ReactNode;
}

/** A picture with its meaning, and its numbers behind a disclosure. */
export function Figure({ title, description, height, draw, children, table }: FigureProps) {
  const id = useId();
  const { box, width } = useWidth();
  return (
    <figure className="figure">
      <div ref={box}>
        {width > 0 && (
          <svg role="img" aria-labelledby={`${id}-title ${id}-description`} width={width} height={height} className="plot">
            <title id={`${id}-title`}>{title}</title>
            <desc id={`${id}-description`}>{description}</desc>
            {draw(width)}
          </svg>
        )}
      </div>
      <figcaption className="soft small">{children}</figcaption>
      <details className="figure-table">
        <summary>The numbers as a table</summary>
        <div className="table-scroll" tabIndex={0} role="region" aria-label={`${title}: table`}>
          {table}
        </div>
      </details>
    </figure>
  );
}

/** How wide an element is, in whole CSS pixels; 0 until it is known. */
function useWidth() {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current!;
    const measure = () => setWidth(Math.floor(element.clientWidth));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return { box, width };
}

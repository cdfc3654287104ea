/** Has the next recording read ahead, so that it starts at once. Nobody sees or hears it. */
export function PreloadNext({ answerId }: { answerId: number }) {
  return <video key={answerId} className="preload-next" src={`media://answer/${answerId}`} preload="auto" muted hidden tabIndex={-1} aria-hidden="true" />;
}

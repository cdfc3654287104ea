/** The few drawings on buttons. Decorative: the button's name says what it does. */
function Icon({ path, size = 20 }: { path: string; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="currentColor" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}

export const FlagIcon = () => <Icon path="M4 2h2v1h10l-2.5 3.5L16 10H6v8H4z" size={16} />;
export const TickIcon = () => <Icon path="M8 14.5 3.5 10l1.4-1.4L8 11.7l7.1-7.1L16.5 6z" size={16} />;
export const CrossIcon = () => <Icon path="m5.4 4 4.6 4.6L14.6 4 16 5.4 11.4 10l4.6 4.6-1.4 1.4-4.6-4.6L5.4 16 4 14.6 8.6 10 4 5.4z" size={16} />;

/** The few drawings on buttons. Decorative: the button's name says what it does. */
function Icon({ path, size = 20 }: { path: string; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" fill="currentColor" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}

export const PlayIcon = () => <Icon path="M5 3.5v13l11-6.5z" />;
export const PauseIcon = () => <Icon path="M5 3.5h3.5v13H5zM11.5 3.5H15v13h-3.5z" />;
export const BackIcon = () => <Icon path="M10 4V1L5 5l5 4V6a5 5 0 1 1-5 5H3a7 7 0 1 0 7-7z" size={16} />;
export const ForwardIcon = () => <Icon path="M10 4V1l5 4-5 4V6a5 5 0 1 0 5 5h2a7 7 0 1 1-7-7z" size={16} />;
export const SoundIcon = () => (
  <Icon path="M2 7v6h4l5 4V3L6 7zm11 .2v5.6a3 3 0 0 0 0-5.6zm0-3.7v1.6a5 5 0 0 1 0 9.8v1.6a6.6 6.6 0 0 0 0-13z" />
);
export const MutedIcon = () => <Icon path="M2 7v6h4l5 4V3L6 7zm11.3.3L16 10l-2.7 2.7 1 1L17 11l2.7 2.7 1-1L18 10l2.7-2.7-1-1L17 9l-2.7-2.7z" />;
export const FullScreenIcon = () => <Icon path="M3 3h5v2H5v3H3zm9 0h5v5h-2V5h-3zM3 12h2v3h3v2H3zm12 0h2v5h-5v-2h3z" />;
export const FlagIcon = () => <Icon path="M4 2h2v1h10l-2.5 3.5L16 10H6v8H4z" size={16} />;
export const TickIcon = () => <Icon path="M8 14.5 3.5 10l1.4-1.4L8 11.7l7.1-7.1L16.5 6z" size={16} />;
export const CrossIcon = () => <Icon path="m5.4 4 4.6 4.6L14.6 4 16 5.4 11.4 10l4.6 4.6-1.4 1.4-4.6-4.6L5.4 16 4 14.6 8.6 10 4 5.4z" size={16} />;

/** The drawings on the player's buttons. Decorative: the button's name says what it does. */
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
export const FrameBackIcon = () => <Icon path="M15 3.5v13L6 10zM3 3.5h2.5v13H3z" size={16} />;
export const FrameForwardIcon = () => <Icon path="M5 3.5v13l9-6.5zM14.5 3.5H17v13h-2.5z" size={16} />;
export const SoundIcon = () => (
  <Icon path="M2 7v6h4l5 4V3L6 7zm11 .2v5.6a3 3 0 0 0 0-5.6zm0-3.7v1.6a5 5 0 0 1 0 9.8v1.6a6.6 6.6 0 0 0 0-13z" />
);
export const MutedIcon = () => <Icon path="M2 7v6h4l5 4V3L6 7zm11.3.3L16 10l-2.7 2.7 1 1L17 11l2.7 2.7 1-1L18 10l2.7-2.7-1-1L17 9l-2.7-2.7z" />;
export const MoreIcon = () => (
  <Icon path="M8.2 4.5a1.8 1.8 0 1 0 3.6 0 1.8 1.8 0 1 0-3.6 0zM8.2 10a1.8 1.8 0 1 0 3.6 0 1.8 1.8 0 1 0-3.6 0zM8.2 15.5a1.8 1.8 0 1 0 3.6 0 1.8 1.8 0 1 0-3.6 0z" />
);
export const WideIcon = () => <Icon path="M1 4h18v12H1zm2 2v8h14V6zm3.5 1.5v5L3.8 10zm7 0 2.7 2.5-2.7 2.5z" />;
export const FullScreenIcon = () => <Icon path="M3 3h5v2H5v3H3zm9 0h5v5h-2V5h-3zM3 12h2v3h3v2H3zm12 0h2v5h-5v-2h3z" />;

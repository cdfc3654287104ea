import { useEffect, useState, type ComponentType } from "react";
import { StartFrame } from "./components/start-frame.tsx";

/**
 * A screen whose code is loaded after the first screen is there. React's own `lazy` would do, but it holds every
 * screen back for 300 ms the first time, also one that has long been loaded.
 */
export function lateScreen<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  let Loaded: ComponentType<Props> | null = null;
  const preload = async () => {
    Loaded = await load();
  };
  function LateScreen(props: Props) {
    const [Screen, setScreen] = useState<ComponentType<Props> | null>(() => Loaded);
    useEffect(() => {
      const show = () => setScreen(() => Loaded);
      // It may have come since it was drawn; where it was there then, this draws nothing anew.
      if (Loaded) return show();
      preload().then(show, (fault: unknown) =>
        // To be caught where every fault of a screen is.
        setScreen(() => {
          throw fault;
        }),
      );
    }, []);
    if (Screen) return <Screen {...props} />;
    return (
      <StartFrame>
        <p className="soft opening">One moment…</p>
      </StartFrame>
    );
  }
  return { LateScreen, preload };
}

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
    const [, setLoad] = useState<"failed" | "done" | null>(null);
    useEffect(() => {
      if (Loaded) return;
      preload().then(
        () => setLoad("done"),
        (fault: unknown) =>
          // To be caught where every fault of a screen is.
          setLoad(() => {
            throw fault;
          }),
      );
    }, []);
    if (Loaded) return <Loaded {...props} />;
    return (
      <StartFrame>
        <p className="soft opening">One moment…</p>
      </StartFrame>
    );
  }
  return { LateScreen, preload };
}

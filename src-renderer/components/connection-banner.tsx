import { useConnection } from "../bridge/bridge-context.tsx";
import { useSaveSnapshot } from "../saving/save-context.tsx";
import { Notice } from "./notice.tsx";

/** Says that the engine is being restarted, and what that means for what is being typed. */
export function ConnectionBanner() {
  const connection = useConnection();
  const { unsaved } = useSaveSnapshot();
  if (connection !== "restarting") return <div />;
  return (
    <Notice tone="waiting" urgent>
      <p>
        <strong>The part that keeps your marks is starting again.</strong> What was shown as saved is safe.{" "}
        {unsaved.length > 0 ? "What you have just entered is kept here and saved as soon as it is back." : "You can go on; it takes a moment."}
      </p>
    </Notice>
  );
}

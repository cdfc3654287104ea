import type { ReactNode } from "react";
import type { ModerationCounts } from "../../../src-shared/bridge/lead/moderation.ts";
import { DeskFrame } from "../../components/desk-frame.tsx";
import { LeadTabs } from "../../components/lead-tabs.tsx";
import { useGo } from "../../route.ts";

interface ModerateFrameProps {
  batch: string;
  counts: ModerationCounts | undefined;
  savedAt?: string | null;
  /** Goes somewhere else once what was typed is on its way. */
  leave?: (go: () => void) => void;
  children: ReactNode;
}

/** The bar around the screen: where we are, the lead's other screens, what is saved. */
export function ModerateFrame({ batch, counts, savedAt = null, leave = (go) => go(), children }: ModerateFrameProps) {
  const go = useGo();
  const goHome = () => leave(() => go({ screen: "home" }));
  return (
    <DeskFrame
      className="moderate"
      crumbs={[{ label: "Board", go: goHome }, { label: batch, go: () => leave(() => go({ screen: "board", batch })) }, { label: "Moderate" }]}
      tabs={<LeadTabs batch={batch} screen="moderate" toSettle={counts?.counts["to-settle"] ?? null} leave={leave} />}
      savedAt={savedAt}
      onHome={goHome}
    >
      {children}
    </DeskFrame>
  );
}

import type { QueueFilter } from "../../../src-shared/bridge/queue.ts";
import { Button } from "../../components/button.tsx";
import { number } from "../../format/time.ts";
import { useGo } from "../../route.ts";

interface RestInQueueProps {
  batch: string;
  listed: number;
  total: number;
  filter: QueueFilter;
}

/** Below the first of very many: how many more there are, and where. */
export function RestInQueue({ batch, listed, total, filter }: RestInQueueProps) {
  const go = useGo();
  if (total <= listed) return null;
  return (
    <p>
      …and {number(total - listed)} more:{" "}
      <Button look="link" onClick={() => go({ screen: "queue", batch, filter })}>
        show in the queue
      </Button>
    </p>
  );
}

import { useEffect, useState } from "react";

/** The time, fresh every `everyMs`, for sentences such as "next try in 2 minutes". */
export function useNow(everyMs: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

import { useQueries, useQueryClient, type UseQueryOptions } from "@tanstack/react-query";
import { useEffect, useState } from "react";

/** Several screens of rows: few questions while scrolling, and an answer still comes within a frame or two. */
export const ROWS_PER_PAGE = 100;
/** Pages that were scrolled past are let go after a minute, so that a long list does not gather in memory. */
export const KEEP_PAGE_MS = 60_000;

/**
 * The rows from `first` to `last`, fetched page by page as they come into view. One request after the other, always
 * for what is in view by then: whoever scrolls past thousands of rows does not wait for all of them.
 */
export function usePagedRows<Page extends { rows: readonly unknown[] }>(
  pageQuery: (offset: number) => UseQueryOptions<Page, Error>,
  first: number,
  last: number,
): (index: number) => Page["rows"][number] | undefined {
  const queryClient = useQueryClient();
  const wanted = pagesBetween(first, last);
  const [asked, setAsked] = useState(wanted);
  const results = useQueries({ queries: asked.map((page) => pageQuery(page * ROWS_PER_PAGE)) });
  const busy = results.some((each) => each.isFetching);
  const behind = wanted.join() !== asked.join();
  useEffect(() => {
    if (!busy && behind) setAsked(pagesBetween(first, last));
  }, [busy, behind, first, last]);

  return (index) => {
    const page = Math.floor(index / ROWS_PER_PAGE);
    const data = results[asked.indexOf(page)]?.data ?? queryClient.getQueryData<Page>(pageQuery(page * ROWS_PER_PAGE).queryKey);
    return data?.rows[index % ROWS_PER_PAGE];
  };
}

function pagesBetween(first: number, last: number): number[] {
  const from = Math.floor(first / ROWS_PER_PAGE);
  return Array.from({ length: Math.floor(Math.max(first, last) / ROWS_PER_PAGE) - from + 1 }, (_, index) => from + index);
}

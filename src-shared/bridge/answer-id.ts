import { z } from "zod";

/** Names one answer on this desk; stable for as long as the desk lives. Also the last part of its `media://` address. */
export const answerId = z.int().min(1);

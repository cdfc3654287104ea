import { config } from "zod";

// Before any schema is made: zod would otherwise try whether it may compile them with `new Function`, and the page's
// Content-Security-Policy would refuse that and count it as a breach.
config({ jitless: true });

/** The flag that is offered wherever a recording cannot be seen or heard. */
export interface TechnicalFault {
  /** Null where nothing can be flagged any more. */
  onFlag: (() => void) | null;
  flagged: boolean;
}

import { describe, expect, test } from "vitest";
import { readGroups } from "../../../src-main/engine/moderation/fairness/read-groups.ts";
import { must } from "../../engine/support/panel.ts";

const read = (text: string) => readGroups("groups.csv", Buffer.from(text), new Set(["K-1", "K-2", "K-3"]));

describe("a table of groups", () => {
  test("each column besides the candidate is an attribute; empty cells are people who did not say; others' candidates are not kept", () => {
    expect(must(read("candidate,Sex,Age band\nK-1,Female,16–24\nK-2,,25–34\nK-9,Male,25–34\n"))).toEqual({
      attributes: [
        { attribute: "Sex", members: [{ candidate: "K-1", group: "Female" }] },
        { attribute: "Age band", members: [{ candidate: "K-1", group: "16–24" }, { candidate: "K-2", group: "25–34" }] },
      ],
      leftAside: 1,
    });
  });

  test.each([
    ["candidate\nK-1\n", "it has no column besides candidate; give each attribute, such as sex, a column of its own"],
    ["candidate,sex\nK-1,Female\nK-1,Male\n", "K-1 is on line 2 already"],
    ["candidate,sex\nK-1,Female\nK-2,female\n", "female and Female on line 2 differ only in capital letters; write the same one the same way"],
    ["candidate,sex\n,Female\n", "the candidate is missing"],
    ["candidate,sex\nK-9,Female\n", "none of its candidates is in this batch"],
    ["person,sex\nK-1,Female\n", "the column candidate is missing; what is wanted here has candidate, so look whether this is another table"],
  ])("%j is refused", (text, reason) => expect(read(text)).toMatchObject({ ok: false, error: { kind: "table-invalid", reason } }));
});


const TYPING_MS = 400;
const WIDE = "rk-form-wide-field";
const REASONS = [
  ["out_of_scope", "out of scope for this system"],
  ["business_priority", "left out by business priority"],
  ["architecture_constraint", "ruled out by the architecture"],
  ["other", "other (say why in the note)"],
];
const GRADES = [
  ["statement", "statement: somebody says so"],
  ["document", "document: it is written down"],
  ["demonstrated", "demonstrated: it was shown to us"],
  ["test", "test: a run proves it"],
  ["recurring", "recurring: it happens again and again"],
];
const ROOM = "consensus";

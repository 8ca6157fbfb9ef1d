// What keys do. The list is in the dialog that `?` opens.

const KEYS = {
  j: "next",
  k: "before",
  Home: "first",
  End: "last",
  c: "change",
  n: "numbers",
  f: "faults",
  r: "round",
  "/": "search",
  d: "documents",
  w: "workbook",
  t: "side",
  "+": "larger",
  "=": "larger",
  "-": "smaller",
  0: "fit",
  "?": "help",
};

export function listen(actions) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") {
      actions.close();
      return;
    }
    const typing = event.target.closest?.("input, select, textarea");
    const action = KEYS[event.key];
    if (!action || typing) return;
    event.preventDefault();
    actions[action]();
  });
}

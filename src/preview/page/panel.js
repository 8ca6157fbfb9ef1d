// The panel at the side: one thing at a time.

export class Panel {
  constructor(box, content) {
    this.box = box;
    this.content = content;
    this.kind = null;
    this.onchange = () => {};
  }

  /** Shows something; the keyboard goes there too, unless it is typing elsewhere. */
  open(kind, parts, focus = true) {
    const was = this.box.hidden;
    this.kind = kind;
    this.content.replaceChildren(...parts);
    this.box.hidden = false;
    this.box.scrollTop = 0;
    if (focus) this.content.focus({ preventScroll: true });
    if (was) this.onchange();
  }

  /** Shows it anew if it is what is shown now. */
  update(kind, parts) {
    if (!this.box.hidden && this.kind === kind) this.content.replaceChildren(...parts());
  }

  close(kind = null) {
    if (this.box.hidden || (kind !== null && this.kind !== kind)) return;
    this.box.hidden = true;
    this.kind = null;
    this.onchange();
  }
}

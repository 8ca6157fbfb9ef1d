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
    const was = this.kind;
    this.kind = kind;
    this.basis = null;
    this.content.replaceChildren(...parts);
    this.box.hidden = false;
    this.box.scrollTop = 0;
    if (focus) this.content.focus({ preventScroll: true });
    if (was !== kind) this.onchange();
  }

  /** Whether it shows something of this kind. */
  shows(kind) {
    return !this.box.hidden && this.kind === kind;
  }

  /** Shows something anew if it is what is shown now and its basis is another. */
  update(kind, basis, parts) {
    if (!this.shows(kind)) return;
    const wanted = JSON.stringify(basis);
    if (this.basis === wanted) return;
    this.basis = wanted;
    this.content.replaceChildren(...parts());
  }

  close(kind = null) {
    if (this.box.hidden || (kind !== null && this.kind !== kind)) return;
    this.box.hidden = true;
    this.kind = null;
    this.onchange();
  }
}

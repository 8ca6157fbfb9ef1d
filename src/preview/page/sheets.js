// The sheets of a document, their thumbnails and their contents.
//
// A sheet keeps its element as long as it looks the same: nothing on the screen
// moves or flickers but what has changed. Only sheets near the window are drawn;
// thumbnails hold no more than their pixels.

import { draw, looks, paper } from "./draw.js";

const PIXELS = 96 / 72;
const THUMB_WIDTH = 104;

/** The picture of a sheet, ready to be shown; null if there is none any more. */
async function picture(name) {
  const image = new Image();
  image.src = `/picture/${name}.svg`;
  try {
    await image.decode();
    return image;
  } catch {
    return null;
  }
}

/** What is to be drawn on a sheet; null if there is none any more. */
async function elements(name, known) {
  try {
    const answer = await fetch(`/sheet/${name}`, { method: "POST", body: [...known].join("\n") });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

export class Sheets {
  constructor({ root, thumbs, outline, onPage, onPoint }) {
    Object.assign(this, { root, thumbs, outline, onPage, onPoint });
    this.list = [];
    this.path = null;
    this.page = 0;
    this.round = 0;
    this.scale = Number(localStorage.getItem("zoom")) || null;
    this.shownHits = [];
    this.turn = 0;
    this.near = new IntersectionObserver((entries) => this.approach(entries, "box"), {
      root,
      rootMargin: "1200px 0px",
    });
    this.nearThumbs = new IntersectionObserver((entries) => this.approach(entries, "thumb"), {
      root: thumbs,
      rootMargin: "300px 0px",
    });
    root.addEventListener("scroll", () => this.follow(), { passive: true });
    window.addEventListener("pagehide", () => this.remember());
    root.addEventListener("click", (event) => this.click(event));
    new ResizeObserver(() => this.fit()).observe(root);
  }

  get count() {
    return this.list.length;
  }

  /** The sheet that is looked at. */
  get sheet() {
    return this.list[this.page]?.sheet;
  }

  label(index) {
    return this.list[index]?.sheet.label ?? "";
  }

  /** Forgets the document, for another one. */
  reset() {
    for (const item of this.list) this.drop(item);
    this.list = [];
    this.path = null;
    this.page = 0;
    this.root.scrollTop = 0;
  }

  show(shown, round) {
    const old = this.list;
    const first = this.path !== shown.path;
    if (first) this.reset();
    this.path = shown.path;
    const anchor = this.anchor();
    const before = this.list;
    const now = shown.sheets;
    let head = 0;
    while (head < Math.min(before.length, now.length) && before[head].sheet.name === now[head].name) head++;
    let tail = 0;
    while (
      tail < Math.min(before.length, now.length) - head &&
      before[before.length - 1 - tail].sheet.name === now[now.length - 1 - tail].name
    )
      tail++;
    const middle = before.slice(head, before.length - tail);
    const list = now.map((sheet, index) => {
      if (index < head) return before[index];
      if (index >= now.length - tail) return before[before.length - (now.length - index)];
      return middle.shift() ?? this.make();
    });
    for (const item of middle) this.drop(item);
    this.list = list;
    list.forEach((item, index) => {
      if (this.root.children[index] !== item.box) this.root.insertBefore(item.box, this.root.children[index] ?? null);
      if (this.thumbs.children[index] !== item.thumb) this.thumbs.insertBefore(item.thumb, this.thumbs.children[index] ?? null);
      item.set(now[index], index, round, first);
    });
    this.showOutline(shown.outline);
    this.fit();
    if (first) this.recall();
    else this.restore(anchor);
    if (old.length !== list.length || first) this.follow(true);
    this.refresh();
  }

  make() {
    const item = new Item((index) => this.goTo(index));
    this.near.observe(item.box);
    this.nearThumbs.observe(item.thumb);
    return item;
  }

  drop(item) {
    this.near.unobserve(item.box);
    this.nearThumbs.unobserve(item.thumb);
    item.remove();
  }

  /** What comes near the window is fetched, and what goes is let go. */
  approach(entries, part) {
    for (const entry of entries) {
      const item = this.list.find((it) => it[part] === entry.target);
      if (part === "box") item?.approach(entry.isIntersecting);
      else if (item) item.thumbIsNear = entry.isIntersecting;
    }
    this.refresh();
  }

  /** Fetches what is out of date: first the sheet that is looked at, thumbnails last. */
  async refresh() {
    const turn = ++this.turn;
    const { path } = this;
    const middle = this.root.scrollTop + this.root.clientHeight / 2;
    const away = ({ box }) => Math.abs(box.offsetTop + box.offsetHeight / 2 - middle);
    const [first, ...others] = this.list
      .filter((item) => item.isNear && item.stale)
      .sort((one, other) => away(one) - away(other));
    // Nothing else shows before the change does: it would take a frame of its own.
    await first?.load(path);
    for (const item of this.list) item.tell();
    await Promise.all(others.map((item) => item.load(path)));
    for (const item of this.list) {
      if (turn !== this.turn) return;
      if (item.thumbIsNear && item.thumbIsStale) await item.drawThumb();
    }
  }

  // ------------------------------------------------------------- position

  /** What stands at the top of the window: a sheet, and how far into it. */
  anchor() {
    const item = this.list[this.page];
    if (!item) return null;
    return { item, into: (this.root.scrollTop - item.box.offsetTop) / (item.box.offsetHeight || 1) };
  }

  restore(anchor) {
    if (!anchor || !this.list.includes(anchor.item)) return;
    const top = anchor.item.box.offsetTop + anchor.into * anchor.item.box.offsetHeight;
    if (Math.abs(top - this.root.scrollTop) > 1) this.root.scrollTop = top;
  }

  /** Keeps the place for when the page is loaded again. */
  remember() {
    const anchor = this.anchor();
    if (anchor) sessionStorage.setItem("place", JSON.stringify({ path: this.path, page: this.page, into: anchor.into }));
  }

  /** Goes to the place that was kept for this document. */
  recall() {
    const place = JSON.parse(sessionStorage.getItem("place") ?? "null");
    const item = place?.path === this.path ? this.list[place.page] : null;
    if (item) this.restore({ item, into: place.into });
  }

  follow(force = false) {
    const line = this.root.scrollTop + this.root.clientHeight * 0.35;
    let page = this.list.findIndex((item) => item.box.offsetTop + item.box.offsetHeight > line);
    if (page < 0) page = this.list.length - 1;
    if (page < 0 || (page === this.page && !force)) return;
    this.list[this.page]?.thumb.firstChild.removeAttribute("aria-current");
    this.page = page;
    const thumb = this.list[page].thumb;
    thumb.firstChild.setAttribute("aria-current", "page");
    if (this.thumbs.clientHeight) {
      const top = thumb.offsetTop - this.thumbs.offsetTop;
      const out = top < this.thumbs.scrollTop || top + thumb.offsetHeight > this.thumbs.scrollTop + this.thumbs.clientHeight;
      if (out) this.thumbs.scrollTop = top - this.thumbs.clientHeight / 2;
    }
    this.onPage(page, this.label(page));
  }

  goTo(index, points = null) {
    const item = this.list[Math.max(0, Math.min(index, this.list.length - 1))];
    if (!item) return;
    let top = item.box.offsetTop - 12;
    if (points !== null) top = item.box.offsetTop + points * this.factor * PIXELS - this.root.clientHeight / 3;
    this.root.scrollTop = top;
    this.follow();
  }

  goToChange() {
    const latest = Math.max(0, ...this.list.map((item) => item.sheet.since));
    if (latest === 0) return;
    const changed = this.list.filter((item) => item.sheet.since === latest);
    const item = changed.find((it) => !it.sheet.moved) ?? changed[0];
    this.goTo(item.index, item.sheet.areas[0]?.[1] ?? null);
  }

  // ----------------------------------------------------------------- size

  zoom(by) {
    this.scale = by === null ? null : Math.max(0.25, Math.min(4, this.factor * by));
    if (this.scale) localStorage.setItem("zoom", this.scale);
    else localStorage.removeItem("zoom");
    this.fit();
  }

  fit() {
    const widest = Math.max(1, ...this.list.map((item) => item.sheet.width));
    const room = this.root.clientWidth - 44;
    const factor = this.scale ?? Math.max(0.25, Math.min(1.35, room / (widest * PIXELS)));
    if (Math.abs(factor - (this.factor ?? 0)) > 0.001) {
      const anchor = this.anchor();
      this.factor = factor;
      for (const item of this.list) item.size(factor);
      this.restore(anchor);
    } else {
      for (const item of this.list) item.size(factor);
    }
    document.getElementById("zoom").textContent = this.scale ? `${Math.round(factor * 100)} %` : "fit";
  }

  // ---------------------------------------------------------------- marks

  click(event) {
    const index = this.list.findIndex((item) => item.box.contains(event.target));
    if (index < 0 || getSelection().toString()) return;
    const box = this.list[index].box.getBoundingClientRect();
    const scale = this.factor * PIXELS;
    this.onPoint(this.list[index].sheet.name, (event.clientX - box.left) / scale, (event.clientY - box.top) / scale);
  }

  /** Shows where a fact stands; without one, nothing. */
  point(fact, goThere = false) {
    for (const item of this.list) item.clear("fact");
    if (!fact || fact.x === null || fact.x === undefined) return;
    const item = this.list[fact.page - 1];
    if (!item) return;
    // Labels of charts are drawings: their size is about that of small text.
    item.mark("fact", fact.area ?? [fact.x, fact.y - 8.5, Math.max(6, fact.text.length * 5.2), 11]);
    const top = item.box.offsetTop + fact.y * this.factor * PIXELS;
    const out = top < this.root.scrollTop || top > this.root.scrollTop + this.root.clientHeight;
    if (goThere && out) this.goTo(item.index, fact.y);
  }

  /** Marks what was found, and shows one of it. */
  hits(hits, now) {
    for (const item of this.list) item.clear("hit");
    hits.forEach((hit, index) => {
      for (const area of hit.areas) this.list[hit.page]?.mark(index === now ? "hit now" : "hit", area);
    });
    const hit = hits[now];
    if (hit) this.goTo(hit.page, hit.areas[0]?.[1] ?? 0);
  }

  showOutline(outline) {
    const wanted = JSON.stringify(outline);
    if (this.outlined === wanted) return;
    this.outlined = wanted;
    this.outline.replaceChildren(
      ...outline.map((heading) => {
        const row = document.createElement("li");
        const link = document.createElement("a");
        link.href = "#";
        link.className = `level-${heading.level}`;
        link.textContent = heading.title;
        link.onclick = (event) => {
          event.preventDefault();
          this.goTo(heading.page);
        };
        row.append(link);
        return row;
      }),
    );
  }
}

/** One sheet on the screen, with its thumbnail. */
class Item {
  constructor(onThumb) {
    this.box = document.createElement("article");
    this.box.className = "sheet";
    this.paper = paper();
    this.text = document.createElement("p");
    this.text.className = "hidden";
    this.box.append(this.paper, this.text);
    this.thumb = document.createElement("li");
    const button = document.createElement("button");
    this.small = document.createElement("canvas");
    this.number = document.createElement("span");
    button.append(this.small, this.number);
    button.onclick = () => onThumb(this.index);
    this.thumb.append(button);
    this.sheet = { name: null, since: 0, areas: [] };
    this.isNear = this.thumbIsNear = false;
  }

  set(sheet, index, round, first) {
    const before = this.sheet;
    this.index = index;
    this.sheet = sheet;
    this.isChanged = sheet.since > 0 && sheet.since === round && !sheet.moved;
    if (before.label !== sheet.label) {
      this.box.setAttribute("aria-label", `Page ${sheet.label}`);
      this.number.textContent = sheet.label;
      this.thumb.firstChild.setAttribute("aria-label", `Page ${sheet.label}`);
    }
    if (before.name === sheet.name) return;
    this.box.dataset.name = sheet.name;
    this.stale = this.thumbIsStale = true;
    this.isNew = !first && this.isChanged;
    if (before.width === sheet.width && before.height === sheet.height) return;
    this.box.dataset.width = sheet.width;
    this.small.style.height = `${(THUMB_WIDTH * sheet.height) / sheet.width}px`;
  }

  /** Says whether it has just changed. */
  tell() {
    this.box.classList.toggle("changed", this.isChanged);
    this.thumb.firstChild.classList.toggle("changed", this.isChanged);
  }

  approach(isNear) {
    this.isNear = isNear;
    if (isNear || !this.paper.firstChild) return;
    this.paper.replaceChildren();
    this.clear("new");
    this.clear("fact");
    delete this.box.dataset.shown;
    this.stale = true;
  }

  /** Fetches how the sheet looks now; what it looked like stays until it is there. */
  async load(path) {
    if (!this.stale) return;
    this.stale = false;
    const { name, areas } = this.sheet;
    const sheet = await elements(name, looks(this.paper));
    if (this.sheet.name !== name) return;
    if (!sheet || !this.isNear) {
      this.stale = true;
      return;
    }
    if (!draw(this.paper, sheet)) {
      this.paper.replaceChildren();
      this.stale = true;
      return this.load(path);
    }
    this.box.dataset.shown = name;
    this.tell();
    this.clear("new");
    this.clear("fact");
    if (this.isNew) for (const area of areas) this.mark("new", area);
    this.isNew = false;
    this.read(path, name);
  }

  /** Fetches the text, for those who cannot see the sheet. */
  async read(path, name) {
    const answer = await fetch(`/text/${name}?${new URLSearchParams({ document: path })}`).catch(() => null);
    const text = answer?.ok ? await answer.text() : null;
    if (text !== null && this.sheet.name === name) this.text.textContent = text;
  }

  async drawThumb() {
    this.thumbIsStale = false;
    const { name, width, height } = this.sheet;
    const image = await picture(name);
    if (this.sheet.name !== name) return;
    if (!image) {
      this.thumbIsStale = true;
      return;
    }
    this.small.width = THUMB_WIDTH * devicePixelRatio;
    this.small.height = (this.small.width * height) / width;
    this.small.getContext("2d").drawImage(image, 0, 0, this.small.width, this.small.height);
  }

  size(factor) {
    const { width, height } = this.sheet;
    if (this.factor === factor && this.sizedFor === width * height) return;
    this.factor = factor;
    this.sizedFor = width * height;
    this.box.style.width = `${width * factor * PIXELS}px`;
    this.box.style.height = `${height * factor * PIXELS}px`;
  }

  mark(kind, [x, y, width, height]) {
    const mark = document.createElement("div");
    mark.className = `mark ${kind}`;
    const share = (part, whole) => `${(100 * part) / whole}%`;
    mark.style.left = share(x, this.sheet.width);
    mark.style.top = share(y, this.sheet.height);
    mark.style.width = share(Math.max(width, 2), this.sheet.width);
    mark.style.height = share(Math.max(height, 2), this.sheet.height);
    this.box.append(mark);
  }

  clear(kind) {
    for (const mark of this.box.querySelectorAll(`.mark.${kind}`)) mark.remove();
  }

  remove() {
    this.box.remove();
    this.thumb.remove();
  }
}

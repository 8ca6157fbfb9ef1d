// Draws a sheet, element by element: those that look as they did stay.

const SVG = "http://www.w3.org/2000/svg";

/** An empty sheet. */
export function paper() {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  return svg;
}

/** The looks of all that is drawn on a sheet. */
export const looks = (svg) => new Set([...svg.children].map((element) => element.look));

/**
 * Draws on a sheet what the program says of it, in the place of what was there. False
 * if it leaves something out that is not there any more: all of it must be asked for.
 */
export function draw(svg, { width, height, elements, drawings }) {
  const models = new Map();
  const spare = new Map();
  for (const element of [...svg.children, ...make(Object.entries(drawings))]) {
    models.set(element.look, element);
    if (!spare.has(element.look)) spare.set(element.look, []);
    spare.get(element.look).push(element);
  }
  if (elements.some(([look]) => !models.has(look))) return false;
  const drawn = elements.map(([look]) => spare.get(look).shift() ?? another(models.get(look)));
  for (const left of spare.values()) left.forEach((element) => element.remove());

  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  let next = svg.firstElementChild;
  elements.forEach(([, x, y], index) => {
    const element = drawn[index];
    const place = `translate(${x} ${y})`;
    if (element.getAttribute("transform") !== place) element.setAttribute("transform", place);
    if (element === next) next = next.nextElementSibling;
    else svg.insertBefore(element, next);
  });
  return true;
}

function make(drawings) {
  const holder = paper();
  holder.innerHTML = drawings.map(([, drawing]) => drawing).join("");
  const made = [...holder.children];
  made.forEach((element, index) => (element.look = drawings[index][0]));
  return made;
}

function another(element) {
  return Object.assign(element.cloneNode(true), { look: element.look });
}

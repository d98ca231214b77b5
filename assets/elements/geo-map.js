// <geo-map>: adds zooming, panning and names beside the pointer to a map that is complete without it.

const CLOSEST = 8;

class GeoMap extends HTMLElement {
  connectedCallback() {
    this.svg = this.querySelector("svg");
    if (!this.svg) return;
    this.whole = this.box();
    this.view = { ...this.whole };
    this.shrink = Number(getComputedStyle(this.svg).getPropertyValue("--shrink")) || 1;
    this.addTools();
    this.addName();
    this.svg.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    this.svg.addEventListener("pointerdown", (event) => this.onGrab(event));
    this.addEventListener("keydown", (event) => this.onKey(event));
  }

  box() {
    const { x, y, width, height } = this.svg.viewBox.baseVal;
    return { x, y, width, height };
  }

  addTools() {
    const tools = document.createElement("div");
    tools.className = "map-tools";
    const add = (sign, words, act) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = sign;
      button.title = words;
      button.setAttribute("aria-label", words);
      button.addEventListener("click", act);
      tools.append(button);
    };
    add("+", this.dataset.closer, () => this.zoom(1.6));
    add("−", this.dataset.farther, () => this.zoom(1 / 1.6));
    add("⤢", this.dataset.whole, () => this.show({ ...this.whole }));
    this.append(tools);
  }

  addName() {
    this.name = document.createElement("div");
    this.name.className = "map-name";
    this.name.hidden = true;
    this.name.setAttribute("aria-hidden", "true"); // the link itself carries the name
    this.append(this.name);
    for (const point of this.svg.querySelectorAll(".point")) {
      const title = point.querySelector("title").textContent;
      point.addEventListener("pointerenter", () => this.tell(point, title));
      point.addEventListener("focus", () => {
        this.reveal(point);
        this.tell(point, title);
      });
      for (const leave of ["pointerleave", "blur"]) point.addEventListener(leave, () => (this.name.hidden = true));
    }
  }

  tell(point, title) {
    const mark = point.getBoundingClientRect(), here = this.getBoundingClientRect();
    this.name.textContent = title;
    this.name.hidden = false;
    const left = Math.min(mark.right - here.left + 6, here.width - this.name.offsetWidth - 4);
    const top = Math.max(mark.top - here.top - this.name.offsetHeight - 4, 2);
    this.name.style.left = `${Math.max(left, 2)}px`;
    this.name.style.top = `${top}px`;
  }

  // Bring a mark that the keyboard has reached into view.
  reveal(point) {
    const { x, y, width, height } = point.getBBox(), view = this.view;
    const inside = x > view.x && y > view.y && x + width < view.x + view.width && y + height < view.y + view.height;
    if (!inside) this.show({ ...view, x: x + width / 2 - view.width / 2, y: y + height / 2 - view.height / 2 });
  }

  // Zoom by a factor around a point given as shares of the picture.
  zoom(factor, across = 0.5, down = 0.5) {
    const { x, y, width, height } = this.view;
    const wide = Math.min(Math.max(width / factor, this.whole.width / CLOSEST), this.whole.width);
    const high = (wide / this.whole.width) * this.whole.height;
    this.show({ x: x + (width - wide) * across, y: y + (height - high) * down, width: wide, height: high });
  }

  show(view) {
    const { x, y, width, height } = this.whole;
    view.x = Math.min(Math.max(view.x, x), x + width - view.width);
    view.y = Math.min(Math.max(view.y, y), y + height - view.height);
    this.view = view;
    this.name.hidden = true;
    this.svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    this.svg.style.setProperty("--shrink", this.shrink * (view.width / width) ** 0.7);
  }

  onWheel(event) {
    if (!event.ctrlKey && !event.metaKey) return; // plain scrolling stays scrolling
    event.preventDefault();
    const { left, top, width, height } = this.svg.getBoundingClientRect();
    this.zoom(event.deltaY < 0 ? 1.25 : 0.8, (event.clientX - left) / width, (event.clientY - top) / height);
  }

  onGrab(event) {
    if (event.pointerType === "touch" || event.button !== 0 || event.target.closest("a")) return;
    const start = { x: event.clientX, y: event.clientY, view: { ...this.view } };
    const scale = this.view.width / this.svg.getBoundingClientRect().width;
    const move = (now) => this.show({
      ...start.view,
      x: start.view.x - (now.clientX - start.x) * scale,
      y: start.view.y - (now.clientY - start.y) * scale,
    });
    const stop = () => {
      removeEventListener("pointermove", move);
      removeEventListener("pointerup", stop);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", stop);
    event.preventDefault();
  }

  onKey(event) {
    const step = this.view.width / 8;
    const moves = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] };
    if (moves[event.key] && this.view.width < this.whole.width) {
      const [right, down] = moves[event.key];
      this.show({ ...this.view, x: this.view.x + right, y: this.view.y + down });
    } else if (event.key === "+" || event.key === "-") {
      this.zoom(event.key === "+" ? 1.6 : 1 / 1.6);
    } else if (event.key === "0" || event.key === "Escape") {
      this.show({ ...this.whole });
    } else {
      return;
    }
    event.preventDefault();
  }
}

customElements.define("geo-map", GeoMap);

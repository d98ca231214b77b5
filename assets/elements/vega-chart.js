// <vega-chart>: a picture of a chart that is complete without it; a button redraws it so that the values show
// beside the pointer. The drawing engine is fetched on that click and not before.

class VegaChart extends HTMLElement {
  connectedCallback() {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = this.dataset.open;
    button.addEventListener("click", () => this.open(button));
    this.append(button);
  }

  async open(button) {
    button.disabled = true;
    button.textContent = this.dataset.waiting;
    try {
      const [engine, answer] = await Promise.all([import(this.dataset.engine), fetch(this.dataset.specification)]);
      if (!answer.ok) throw new Error(String(answer.status));
      const stage = document.createElement("div");
      stage.className = "stage";
      stage.setAttribute("role", "img");
      stage.setAttribute("aria-label", this.querySelector("img").alt);
      await engine.draw(await answer.json(), stage);
      this.querySelector("img").replaceWith(stage);
      button.remove();
    } catch {
      button.textContent = this.dataset.failed; // the picture stays
    }
  }
}

customElements.define("vega-chart", VegaChart);

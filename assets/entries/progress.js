// While work goes on, the part of the page that says how far it has come is fetched anew every two seconds; when the
// work is over, the whole page is. Without this script the link "Look again" does the same.

const EVERY = 2000;

async function look() {
  const part = document.getElementById("progress");
  if (!part) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("progress");
  const state = fresh?.querySelector("[data-state]")?.dataset.state;
  if (!["waiting", "running"].includes(state)) return location.reload();
  if (fresh.innerHTML !== part.innerHTML) part.replaceChildren(...fresh.childNodes);
  setTimeout(look, EVERY);
}

setTimeout(look, EVERY);

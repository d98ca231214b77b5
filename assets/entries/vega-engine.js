// The drawing of a Vega-Lite specification in the page. It is fetched only when somebody asks for it.

import { compile } from "vega-lite";
import { View, parse } from "vega";
import { expressionInterpreter } from "vega-interpreter";

const NO_FILES = { load: () => Promise.reject(new Error("A chart holds its own data.")), sanitize: (uri) => Promise.resolve({ href: uri }) };

export async function draw(specification, container) {
  const { config, ...rest } = specification;
  const shown = { ...rest, config: { ...config, mark: { tooltip: { content: "encoding" } } } };
  const parsed = parse(compile(shown).spec, null, { ast: true }); // no eval: the policy of the pages forbids it
  const view = new View(parsed, { renderer: "svg", container, hover: true, expr: expressionInterpreter, loader: NO_FILES });
  await view.runAsync();
}

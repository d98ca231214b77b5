// Draws the plates of the atlas: country outlines in an equal-area projection, as small SVG files.
//
// The projection is Lambert's azimuthal equal-area (d3-geo's geoAzimuthalEqualArea). What the server needs
// to place a point by the same formula is written beside the outlines, with points computed here so that
// a test can compare the two.

import { readFileSync } from "node:fs";
import { geoAzimuthalEqualArea, geoDistance, geoGraticule, geoPath } from "d3-geo";
import { merge, mesh } from "topojson-client";

const EU = "040 056 100 191 196 203 208 233 246 250 276 300 348 372 380 428 440 442 470 528 616 620 642 703 705 724 752".split(" ");
const LAC = "028 032 044 052 068 076 084 152 170 188 192 212 214 218 222 308 320 328 332 340 388 484 558 591 600 604 659 662 670 740 780 858 862".split(" ");

const INK = { sea: "#f1f3f0", line: "#dfe3df", other: "#e9e5da", EU: "#d3dfe9", LAC: "#eeddcf", border: "#fbfaf6" };

// centre: the point without distortion; holds: corners that have to be visible; detail: source scale;
// smallest: the least triangle, in square units of the picture, that is kept of an outline.
const PLATES = {
  atlantic: { centre: [-38, 16], width: 1000, height: 860, holds: [[-117, 34], [-70, -56], [33, 36], [26, 68], [-118, 20]], detail: "110m", smallest: 0.8 },
  europe: { centre: [10, 52], width: 800, height: 760, holds: [[-10, 36], [34, 34.3], [26, 66], [-9, 58]], detail: "50m", smallest: 0.8 },
  america: { centre: [-74, -14], width: 740, height: 960, holds: [[-117, 32], [-68, -56], [-34.5, -7], [-60, 32]], detail: "50m", smallest: 1.0 },
};

const HORIZON = 100; // degrees from the centre
const CHECKED = [[-9.14, 38.72], [23.1, 53.3], [-73.05, -36.83], [-103.72, 19.24], [-61.0, 14.65], [25.0, 62.0], [-68.3, -54.8], [33.4, 35.1]];

function decoded(topology) {
  const { scale: [kx, ky], translate: [dx, dy] } = topology.transform;
  const arcs = topology.arcs.map((arc) => {
    let x = 0, y = 0;
    return arc.map(([a, b]) => [(x += a) * kx + dx, (y += b) * ky + dy]);
  });
  return { ...topology, transform: undefined, arcs };
}

// Visvalingam & Whyatt (1993): drop the point that spans the least triangle, again and again. Arcs are
// simplified before they become polygons, so that neighbours keep their common border. What lies beyond
// the horizon stays as it is: there the projection tears shapes apart, and nobody sees them.
function simplified(arc, project, { centre, smallest }) {
  if (arc.some((point) => geoDistance(point, centre) > (HORIZON * Math.PI) / 180)) return arc;
  const kept = arc.map((point) => ({ point, at: project(point) }));
  const area = (i) => {
    const [a, b, c] = [kept[i - 1].at, kept[i].at, kept[i + 1].at];
    return Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2;
  };
  while (kept.length > 3) {
    let least = Infinity, place = 0;
    for (let i = 1; i < kept.length - 1; i++) if (area(i) < least) [least, place] = [area(i), i];
    if (least >= smallest) break;
    kept.splice(place, 1);
  }
  return kept.map(({ point }) => point);
}

function projection({ centre, width, height, holds }) {
  const shape = geoAzimuthalEqualArea().rotate([-centre[0], -centre[1]]).clipAngle(HORIZON);
  shape.fitExtent([[24, 24], [width - 24, height - 24]], { type: "MultiPoint", coordinates: holds });
  return shape.clipExtent([[-2, -2], [width + 2, height + 2]]).precision(0.5);
}

function plate(name, options) {
  const { width, height, detail } = options;
  const shape = projection(options);
  const open = projection(options).clipExtent(null);
  const world = decoded(JSON.parse(readFileSync(`node_modules/world-atlas/countries-${detail}.json`)));
  world.arcs = world.arcs.map((arc) => simplified(arc, open, options));
  const countries = world.objects.countries.geometries;
  const side = ({ id }) => (EU.includes(id) ? "EU" : LAC.includes(id) ? "LAC" : "other");
  const path = geoPath(shape).digits(1);
  const draw = (geometry) => compact(path(geometry) ?? "");
  const land = (wanted) => draw(merge(world, countries.filter((country) => side(country) === wanted)));
  const borders = draw(mesh(world, world.objects.countries, (a, b) => a !== b));
  const lines = draw(geoGraticule().step([15, 15])());
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">` +
    `<path fill="${INK.sea}" d="M0 0H${width}V${height}H0Z"/>` +
    `<path fill="none" stroke="${INK.line}" stroke-width=".7" d="${lines}"/>` +
    ["other", "EU", "LAC"].map((wanted) => `<path fill="${INK[wanted]}" d="${land(wanted)}"/>`).join("") +
    `<path fill="none" stroke="${INK.border}" stroke-width=".8" stroke-linejoin="round" d="${borders}"/></svg>`;
  const points = CHECKED.map((point) => ({ point, at: open(point) }));
  return { name, svg, width, height, centre: options.centre, scale: shape.scale(), translate: shape.translate(), points };
}

// Rings smaller than a dot are islands nobody could see: they only weigh.
function compact(d) {
  return d.split(/(?=M)/).filter((ring) => !ring.endsWith("Z") || extent(ring) > 1.6).join("");
}

function extent(ring) {
  const numbers = ring.match(/-?[\d.]+/g).map(Number);
  const xs = numbers.filter((_, i) => i % 2 === 0), ys = numbers.filter((_, i) => i % 2 === 1);
  return Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
}

export const plates = () => Object.entries(PLATES).map(([name, options]) => plate(name, options));

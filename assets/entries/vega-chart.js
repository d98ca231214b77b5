import "../elements/vega-chart.js";

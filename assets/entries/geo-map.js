import "../elements/geo-map.js";

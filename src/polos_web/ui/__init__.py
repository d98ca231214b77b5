"""What all pages share: frame, parts, maps, parameters of addresses, refusals. No model."""

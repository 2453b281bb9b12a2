"""How the POC sample differs from what production sends, by cause."""

"""One run over many engagements and notebooks: jobs in, outcomes out."""

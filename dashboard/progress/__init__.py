"""Goals against numbers: where each stands, how likely it is, what changed, and who is told."""

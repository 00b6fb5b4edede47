"""Documents are read in processes with bounds: one may cost its process the life, never the task."""

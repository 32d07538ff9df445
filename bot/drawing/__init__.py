"""Pictures of charts: `figure` draws one, `studio` has it drawn in a process of its own."""

"""What a study of realignment gathers, and how it puts what was found into tables and words."""

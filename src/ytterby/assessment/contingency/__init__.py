"""What is lost when a stage of a place falls away: one, or two at once (conventions §17)."""

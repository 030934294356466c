"""The same answers for agents: tools of the Model Context Protocol, each number with an id and a range."""

"""What a restriction costs the state it is aimed at and the state that restricts, and how long it keeps its force."""

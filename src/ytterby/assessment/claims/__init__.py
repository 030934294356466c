"""Published statements turned into questions to the model: what is stated is checked, not who states it."""

"""The words of the field: frozen, without input or output."""

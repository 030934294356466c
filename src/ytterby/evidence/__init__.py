"""Documents become sourced claims; claims become estimates."""

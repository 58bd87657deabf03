"""What may happen to a process or a disk while data are loaded, published and read."""

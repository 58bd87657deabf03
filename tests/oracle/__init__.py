"""The catalogue's questions once more, in plain Python that anybody can check by eye."""

"""The face for those who look: pages, as a server gives them or as a folder of files."""

"""JupyterLab on a private copy of the notebooks, with settings that suit a room full of people."""

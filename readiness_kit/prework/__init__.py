"""The spreadsheets in which people answer before anybody meets: how they go out and come back."""

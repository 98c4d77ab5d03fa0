"""The tests' own folder: with this file in it, pytest puts it on the import path, so that helpers are found."""

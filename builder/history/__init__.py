"""The history of attributes in other versions. A maintainer's command reads it from old releases
into data/history/, which is committed; a build writes it into the built file."""

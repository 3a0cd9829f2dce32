"""Make one entry of the sightings of one paper."""

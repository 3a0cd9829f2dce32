"""Find out which sightings are of the same paper."""

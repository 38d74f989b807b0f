"""政务地图: service points, villages and offices as a list, and on a base map that the site gives."""

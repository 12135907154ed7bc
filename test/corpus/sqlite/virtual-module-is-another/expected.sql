create virtual table places using rtree(id, min_x, max_x, min_y, max_y);

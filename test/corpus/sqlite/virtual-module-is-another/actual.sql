create virtual table places using rtree_i32(id, min_x, max_x, min_y, max_y);

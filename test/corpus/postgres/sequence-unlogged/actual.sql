create unlogged sequence hit_numbers;

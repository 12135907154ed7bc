create domain code as text collate "POSIX";

create collation german (provider = libc, locale = 'C');

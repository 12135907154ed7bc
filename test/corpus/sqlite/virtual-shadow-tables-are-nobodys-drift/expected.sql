create virtual table mail using fts5(subject, body);

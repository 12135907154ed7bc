create table notes (id integer primary key, title text, body text);
create virtual table notes_fts using fts5(title, body, content = 'notes', content_rowid = 'id', tokenize = 'unicode61');

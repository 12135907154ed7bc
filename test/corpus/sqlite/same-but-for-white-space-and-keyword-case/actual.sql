CREATE TABLE users (
    id           INTEGER PRIMARY KEY,
    email        TEXT      NOT NULL,
    created_at   TEXT      DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX ix_users_email
    ON users(email);
CREATE VIEW emails AS
    SELECT email
      FROM users;

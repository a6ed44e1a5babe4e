-- When the counter of a key went back: there may be a copy of it.
alter table passkeys add column copied bigint;

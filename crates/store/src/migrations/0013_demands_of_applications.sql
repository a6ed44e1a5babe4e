-- What an application asks of every sign-in to it; empty and null ask nothing.
alter table apps add column strength text collate "C" not null default '';
alter table apps add column max_age bigint;

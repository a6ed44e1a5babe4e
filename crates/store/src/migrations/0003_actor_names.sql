-- Who changed something, where it was nobody with an account: a user of the machine's operating system.
alter table audit_records add column actor_name text;

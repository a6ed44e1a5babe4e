-- What a report over a time reads: what was done of one kind, and which revisions were made when.
create index audit_records_by_action on audit_records (tenant, action, at, id);
create index revisions_by_time on revisions (tenant, created, id);

-- Mail that was kept for as long as mail is.
create index outbox_by_age on outbox (tenant, created);

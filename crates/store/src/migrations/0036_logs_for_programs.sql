-- What programs look for in the logs: by address, by how it was stopped, and by what a change was about. Only what was
-- stopped is in the second: what was not is everything else.
create index sign_in_records_by_address on sign_in_records (tenant, address, at, id);
create index sign_in_records_by_error on sign_in_records (tenant, error, at, id) where error <> 0;
drop index audit_records_by_target;
create index audit_records_by_target on audit_records (tenant, target_id, at, id);

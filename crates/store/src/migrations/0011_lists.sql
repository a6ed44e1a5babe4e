-- What the audit log and the list of people are narrowed by.
create index audit_records_by_actor on audit_records (tenant, actor_id, at, id);
create index users_by_state on users (tenant, state, display, id);

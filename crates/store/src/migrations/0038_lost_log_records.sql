-- How many records of a log were removed, because they had been kept for long enough, before they could be sent.
alter table log_export_places add column lost bigint not null default 0;

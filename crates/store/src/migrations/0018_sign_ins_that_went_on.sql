-- A record of a question is folded into the record of how the sign-in ended, once it went on. Both stay: each is the
-- material of one decision. Lists show the second; a question that nobody answered stays a line of its own.
alter table sign_in_records add column sign_in blob;
alter table sign_in_records add column followed_by blob;
create index sign_in_records_by_sign_in on sign_in_records (tenant, sign_in);

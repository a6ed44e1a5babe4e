-- What a secret of an application is for, and when it was last used.
alter table app_secrets add column description text not null default '';
alter table app_secrets add column last_used bigint;
create index app_secrets_by_end on app_secrets (tenant, until);

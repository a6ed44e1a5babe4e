-- How an application's tokens are signed.
alter table apps add column signing text collate "C" not null default 'ES256';
create index apps_by_signing on apps (tenant, signing);

-- What an application asked of tokens beside its scopes; empty when nothing.
alter table grants add column claims text not null default '';

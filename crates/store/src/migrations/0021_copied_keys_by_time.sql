-- Home names whose keys may have been copied: there are none, or a few.
create index passkeys_copied on passkeys (tenant, copied) where copied > 0;

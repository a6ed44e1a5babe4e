-- What unblocking gives back. Somebody who never signed in was invited, and is so again: until now an account that was
-- unblocked before its invitation was accepted became one that could sign in, without anything to do it with.
alter table users add column state_before text;
update users set state_before = case when last_sign_in is null then 'invited' else 'active' end where state = 'blocked';
update users set state = 'invited' where state = 'active' and password_state = 'none' and last_sign_in is null;

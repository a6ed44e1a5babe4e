## Authentication methods

methods-title = Authentication methods
methods-what = What people prove with that it is them, and how many have it.
# $n (Number)
methods-people = { $n ->
    [one] 1 person has it.
   *[other] { $n } people have it.
}
methods-nobody = Nobody has it yet.
methods-settings = Settings
methods-passkeys = Passkey and security key
methods-passkeys-free = People register the keys they like.
methods-passkeys-ruled = Only certain keys may be registered.
methods-passkeys-closed = Nobody registers a key at the moment. Those that people have stay good.
methods-app = Authenticator app
methods-app-what = A code of six figures that changes every half minute.
methods-codes = Recovery codes
methods-codes-what = Ten codes for when the rest is lost. Everybody gets them with the first second step.

methods-copied = There may be a copy of it: its counter went back. Remove it, and register another one in its place.

## What is asked of passkeys

methods-rules-title = Passkey and security key
methods-rules-what = Who registers them, and which ones. Without rules everybody registers what they like.
methods-self = People register passkeys and security keys themselves
methods-self-hint = Off: nobody adds one, also not by an invitation. Those that people have stay good.
methods-attested = A new key must prove its make
methods-attested-hint = It shows a certificate of its maker. Security keys can. Passkeys that are kept in an account of Apple, Google or Microsoft usually cannot, and are then refused. Keys that people have are not asked again.
methods-roots = Whose certificates count
methods-roots-none = Nobody's yet. Sluis trusts no maker by itself.
# $until (String)
methods-root-until = ends on { $until }
methods-root-remove = No longer trust
methods-roots-add = Add certificates
methods-roots-add-hint = As the maker of the keys publishes them: open the file in a text editor and paste everything, from BEGIN CERTIFICATE to END CERTIFICATE.
methods-restricted = Restrict makes
methods-restricted-hint = Holds at once, also for keys that people have: one that is not taken no longer signs anybody in.
methods-list = What the list is
methods-allow = Only these makes are taken
methods-allow-hint = A key that does not tell its make is refused.
methods-block = These makes are refused
methods-block-hint = Without proof a key can claim to be of another make: let keys prove theirs too.
methods-makes = Makes
methods-makes-hint = One a line: the AAGUID, and after a space what you call it. People see that name when they register a key.
methods-held = Makes that people have
methods-held-none = Nobody has a passkey or security key yet.
methods-held-make = Make
methods-held-people = People
methods-held-keys = Keys
methods-held-silent = does not tell its make
methods-held-refused = not taken
methods-held-taken = taken
methods-held-state = State
methods-error-pem = This is no certificate. Paste the text of the maker's file, from BEGIN CERTIFICATE to END CERTIFICATE.
methods-error-ended = One of these certificates has ended. Ask the maker for the present one.
# $n (Number)
methods-error-many = That is more than { $n }. Leave some out.
methods-error-no-roots = Add the certificate of at least one maker. Without it nobody could register a key.
methods-error-no-makes = Name at least one make. An empty list would refuse every key.
# $line (String)
methods-error-line = This line does not begin with an AAGUID, 36 characters with hyphens: { $line }
methods-locks-you-out = Not saved. Your own key would not be taken, and you have no other second step. Add one under My account first.
methods-locks-administrators-out = Not saved. No Global Administrator would come in any more: none has another way in.
# $n (Number)
# $names (String)
methods-locks-out = { $n ->
    [one] 1 person has nothing but keys that would no longer be taken: { $names }. They could sign in with a recovery code only.
   *[other] { $n } people have nothing but keys that would no longer be taken: { $names }. They could sign in with a recovery code only.
}
methods-locks-out-sure = I know, and help them myself.
# $names (String)
# $n (Number)
methods-and-more = { $names } and { $n } more

## Who may use what

methods-use-open = Who
# $method (String)
methods-use-title = { $method }: who may use it
methods-use-what = Holds at once, for what people have too: what somebody may no longer use is kept, and proves nothing until they may again. Whoever has nothing else is stopped with a code for the help desk.
methods-use-state = May it be used?
methods-use-on = Yes
methods-use-off = No, by nobody
methods-use-off-hint = Nobody sets one up, and those that people have no longer sign anybody in.
methods-use-include = Only these groups
methods-use-include-hint = The name of a group on each line. Without one: everybody.
methods-use-exclude = Not these groups
methods-use-exclude-hint = Whoever is in one of them may not, also when another group says they may.
# $group (String)
methods-use-error-group = No group is called { $group }, or more than one is. Write its name as the list of groups shows it.
# $people (String)
methods-use-error-lock = Nothing was changed: too few administrators would still come in. Locked out would be { $people }. Let them set up another second step first.
# $n (Number)
# $names (String)
methods-use-leaves = { $n ->
    [one] 1 person would have no second step left that they may use: { $names }. They could sign in with a recovery code only, or set up another where they may.
   *[other] { $n } people would have no second step left that they may use: { $names }. They could sign in with a recovery code only, or set up another where they may.
}
methods-used-everybody = Everybody may use it
methods-used-some = Some may use it: groups say who
methods-used-nobody = Nobody may use it
# $by (String)
audit-change-methods = { $by } changed who may use which second step.
audit-change-methods-name = Use of second steps changed

# Users > Active users > Multi-factor authentication: the old switch, person by person.

mfa-title = Multi-factor authentication
mfa-intro = The older way to ask for a second step: a switch for each person. Security defaults and policies ask everybody at once; where they are on, leave this disabled, or people are asked twice over.
mfa-means = What each state does
mfa-means-disabled = Asks nothing by itself.
mfa-means-enabled = At the next sign-in the person sets up a second step. From then on it is enforced.
mfa-means-enforced = A second step at every sign-in, except from trusted addresses and in browsers that are remembered. Whoever has none sets one up first.
mfa-column-asks = What really asks for a second step
mfa-asks-defaults = Security defaults
# $policy (String)
mfa-asks-policy = Policy: { $policy }
mfa-asks-new-places = Only where they are new
mfa-asks-nothing = Nothing
mfa-disable = Disable
mfa-enable = Enable
mfa-enforce = Enforce
mfa-on = { $n ->
    [one] MFA per user is on for 1 person.
   *[other] MFA per user is on for { $n } people.
}
mfa-on-none = MFA per user is off for everybody.
mfa-off-open = Switch it off for everybody
mfa-off-title = { $n ->
    [one] Switch MFA per user off for 1 person?
   *[other] Switch MFA per user off for { $n } people?
}
mfa-off-none = MFA per user is off for everybody already
mfa-off-text = Nobody loses a second step. Below stands what still asks each of them afterwards; where that is nothing, a password alone is then enough.
mfa-off-column = What asks for a second step afterwards
mfa-off-more = { $n ->
    [one] One more person is not shown.
   *[other] { $n } more people are not shown.
}
mfa-off-beside = Switch MFA per user off once security defaults or policies are on; otherwise people are asked in two different ways.
mfa-done-off = MFA per user is off.
mfa-done-off-left = MFA per user is off, except for people who hold a role that you do not. The list shows who they are; ask a Global Administrator.
mfa-file = Many people at once
mfa-file-hint = A CSV file with the columns Username and MFA Status: Disabled, Enabled or Enforced. The file of Microsoft's old page works as it is. Taking the same file again changes nothing.
mfa-file-button = Set as the file says
# $changed (Number)
# $same (Number)
# $refused (Number)
mfa-file-done = { $changed } changed, { $same } left as they were, { $refused } refused.
mfa-file-state = This is no state. Write Disabled, Enabled or Enforced.
mfa-file-nobody = Nobody signs in with this name.
mfa-file-more = This person holds a role that you do not hold.
mfa-file-oneself = You cannot ask less of yourself. Ask another administrator.
# $state (String)
mfa-empty = Nobody is { $state }.
selected-mfa-disabled = { $n ->
    [0] Nobody can be set to disabled
    [one] Disable MFA per user for 1 person?
   *[other] Disable MFA per user for { $n } people?
}
selected-mfa-enabled = { $n ->
    [0] Nobody can be set to enabled
    [one] Enable MFA per user for 1 person?
   *[other] Enable MFA per user for { $n } people?
}
selected-mfa-enforced = { $n ->
    [0] Nobody can be set to enforced
    [one] Enforce MFA per user for 1 person?
   *[other] Enforce MFA per user for { $n } people?
}
selected-mfa-is-disabled = { $n ->
    [one] MFA per user is disabled for 1 person
   *[other] MFA per user is disabled for { $n } people
}
selected-mfa-is-enabled = { $n ->
    [one] MFA per user is enabled for 1 person
   *[other] MFA per user is enabled for { $n } people
}
selected-mfa-is-enforced = { $n ->
    [one] MFA per user is enforced for 1 person
   *[other] MFA per user is enforced for { $n } people
}
selected-mfa-disabled-text = It no longer asks them for a second step. Security defaults and policies still do, where they are on; nobody loses a second step.
selected-mfa-will-enforce = yes: enforced at once, for a second step is set up
selected-mfa-did-enforce = done: enforced, for a second step is set up
search-words-mfa = per user MFA second step two factor disabled enabled enforced
admin-seen-outside-trusted = anywhere but at MFA trusted IP addresses
audit-property-per-user-mfa = MFA per user
# $by (String)
# $whom (String)
audit-change-per-user-mfa = { $by } changed MFA per user of { $whom }.
audit-change-per-user-mfa-name = MFA per user changed

## Service settings

mfa-settings-title = Service settings
mfa-settings-found = Service settings of multi-factor authentication
mfa-settings-intro = What belongs to multi-factor authentication per user for the whole organisation.
mfa-settings-trusted = Trusted IP addresses
mfa-settings-trusted-hint = A range on each line, such as 203.0.113.0/24; IPv4, at most fifty. MFA per user asks nothing there. Policies know them as MFA Trusted IPs, a trusted location; security defaults do not look at them.
# $range (String)
mfa-settings-error-range = { $range } is no range of IPv4 addresses, or one that is too wide: give at least nine bits, such as 203.0.113.0/24.
mfa-settings-error-many = There are more than fifty ranges. Join neighbouring ones.
# $people (String)
mfa-settings-error-lock = Nothing was changed: with these addresses too few administrators would still come in. Locked out would be { $people }.
mfa-settings-error-meanwhile = Nothing was changed: the policies of the organisation do not allow it, or somebody changed them just now. Look at the policies and try again.
mfa-settings-remembered = { $n ->
    [one] Whoever gave a second step may have the browser remembered for 1 day. There MFA per user does not ask again.
   *[other] Whoever gave a second step may have the browser remembered for { $n } days. There MFA per user does not ask again.
}
mfa-settings-not-remembered = Browsers are not remembered: the second step is asked at every sign-in.
mfa-settings-options = Verification options
mfa-settings-options-text = Which second steps people may set up and use is chosen under authentication methods, for every kind of demand alike.
mfa-settings-app-passwords = App passwords
mfa-settings-app-passwords-text = Nobody can make app passwords: Sluis has no door for old programs that would take one.
admin-done-saved-on-trial = Saved on trial for ten minutes. Sign in once more in another browser and confirm the trial under conditional access; otherwise what was before comes back.
search-words-mfa-settings = trusted IP addresses ranges office app passwords verification options remember

# Directory sync: people and groups from an LDAP or Active Directory server.

sync-title = Directory sync
sync-about = People and groups come from your LDAP or Active Directory server, and follow what changes there. Nothing is ever written to that server.
sync-preset = Fill in what is usual for
sync-kind-active-directory = Active Directory
sync-kind-open-ldap = OpenLDAP
sync-kind = Kind of server
sync-on = Sync by itself
sync-on-hint = Off: only when someone starts it here, or by the command sluis sync ldap.
sync-section-server = Server
sync-section-people = People and groups
sync-section-care = Careful with leavers
sync-host = Name of the server
sync-host-hint = Such as dc1.example.org. Its certificate must be for this name.
sync-port = Port
sync-protection = Connection
sync-protection-ldaps = LDAPS (TLS, usually port 636)
sync-protection-start-tls = StartTLS (usually port 389)
sync-protection-plain = No encryption, on this machine only
sync-authority = Own certificate authority
sync-authority-hint = The certificate of the authority that signed the server's, as PEM text. Leave it empty for a public authority.
sync-bind-name = Sluis signs in there as
sync-bind-name-hint = An account that may only read, such as cn=sluis,ou=services,dc=example,dc=org.
sync-bind-password = Password of that account
sync-bind-password-kept = A password is kept, and shown to nobody. Leave this empty to keep it. For another server or account it is asked for anew.
sync-bind-password-hint = It is kept sealed, and shown to nobody.
sync-base = Look below
sync-base-hint = Such as ou=staff,dc=example,dc=org. Nobody outside it is seen.
sync-people-filter = People are
sync-people-filter-hint = An LDAP filter. Narrow it to whom you want here.
sync-groups-filter = Groups are
sync-groups-filter-hint = An LDAP filter. Leave it empty to have no groups from there.
sync-login = Attribute with the name to sign in with
sync-login-hint = Where its value has no “@”, the domain of your organisation is added.
sync-passwords = That server checks passwords
sync-passwords-hint = People from there sign in with the password that they have there. Without this they get an invitation from you.
sync-every = Look for changes every, in minutes
sync-every-hint = From 15 to 1440. Once a day everything is looked at, to see who is gone.
sync-most = At most so many are taken out at once
sync-most-hint = People or groups that are gone there. More of them are held back until you say so.
sync-percent = Or so many of a hundred
sync-grace = Days until someone who is gone there is deleted here
sync-grace-hint = Until then the account is blocked. Who comes back is let in again.
sync-test = Test
sync-save = Save
sync-error = This cannot be used.
sync-error-host = Enter the name or address alone, without ldap:// before it.
sync-error-authority = Paste one or more certificates, from BEGIN CERTIFICATE to END CERTIFICATE, and no key.
sync-error-filter = A filter begins with “(” and ends with “)”.
sync-error-number = Enter a number within the bounds.
sync-error-password = Enter the password. One that was kept is for another server or account.
sync-error-text = Enter something on one line.
sync-tested = It works.
# $people (String)
sync-tested-people = The first people: { $people }
sync-tested-nobody = The server answers, and the filter finds nobody.
# $groups (String)
sync-tested-groups = The first groups: { $groups }
sync-failed-name = The server's name is unknown. Check how it is spelled.
sync-failed-private = The server has a private address. Whoever runs Sluis allows it by outgoing.private_networks in the configuration.
# $detail (String)
sync-failed-connect = Nobody answers there. Check name, port and firewall. ({ $detail })
sync-failed-unprotected = Without encryption only a server on this machine is asked. Choose LDAPS or StartTLS.
# $detail (String)
sync-failed-certificate = The connection is not safe: { $detail }. If the server's certificate is from your own authority, paste that below.
sync-failed-credentials = The server does not take the name and password of the account.
# $detail (String)
sync-failed-refused = The server refused: { $detail }
# $detail (String)
sync-failed-protocol = The server { $detail }. Is it an LDAP server?
sync-failed-timed-out = The server took too long.
# $detail (String)
sync-failed-filter = A filter cannot be read, from character { $detail } on.
sync-failed-stopped = The reading was stopped.
sync-failed-settings = The settings were changed meanwhile. What was done until then stays.
sync-now-title = State
# $people (Number)
# $groups (Number)
sync-now-count = From there come { $people ->
    [one] 1 person
   *[other] { $people } people
} and { $groups ->
    [one] 1 group
   *[other] { $groups } groups
}.
# $when (String)
sync-now-due = The next pass is due { $when }.
sync-now-off = No pass is made by itself.
sync-now-running = A pass is being made. It goes on if you leave this page.
sync-try = Say what would happen
sync-run = Sync now
sync-whole = Look at everything now
sync-stop = Stop syncing
sync-stop-title = Stop syncing?
sync-stop-text = People and groups stay as they are, and become your own to change. Whose password that server checked needs an invitation. The server and its password are forgotten.
sync-runs-title = Last passes
sync-runs-none = No pass has been made yet.
sync-column-when = When
sync-column-what = What
sync-column-result = Result
sync-run-whole = Everything
sync-run-changes = Changes
sync-run-trial = Trial: nothing was done
sync-end-done = Done
sync-end-held-back = Held back
sync-end-failed = Failed
# $count (Number)
sync-count-added = { $count } new
# $count (Number)
sync-count-changed = { $count } changed
# $count (Number)
sync-count-same = { $count } the same
# $count (Number)
sync-count-blocked = { $count } blocked
# $count (Number)
sync-count-back = { $count } back
# $count (Number)
sync-count-deleted = { $count } deleted
# $count (Number)
sync-count-refused = { $count } refused
# $count (Number)
sync-count-held-back = { $count } held back
sync-held-back = More would be taken out at once than is allowed, so nobody was. Look at the rows below. If it is right, run sluis sync ldap --full --allow-deletions on the machine.
sync-run-title = Pass
sync-run-rows = What became of whom
sync-run-no-rows = Nothing was different.
# $most (Number)
sync-run-cut = Only the first { $most } rows are kept.
sync-column-name = Name
sync-row-group = Group
sync-row-added = New
sync-row-changed = Changed
sync-row-same = The same
sync-row-blocked = Blocked
sync-row-unblocked = No longer blocked
sync-row-deleted = Deleted
sync-row-restored = Restored
sync-row-no-id = Refused: the entry has no id that never changes
sync-row-odd-place = Refused: the distinguished name of the entry is too long, or has a character that cannot be kept
sync-row-no-name = Refused: there is no name to sign in with, or one that cannot be used
sync-row-name-taken = Refused: someone or something here has that name already, and does not come from there
sync-row-mail-taken = Refused: someone here has that mail address already, and does not come from there
sync-row-deleted-here = Refused: deleted here
sync-row-last = Refused: nobody could administer any more
sync-row-emergency = Refused: an emergency account; withdraw it first under Emergency access
sync-row-too-many = Held back: too many at once
# $came (Number)
# $went (Number)
sync-row-members = { $came } members came, { $went } went
# $what (String)
sync-row-left-out = Not taken over: { $what }
sync-done-saved = Directory sync was saved. Everything is looked at in the next pass.
sync-done-started = A pass was started.
sync-done-busy = A pass is being made already.
sync-done-stopped = Directory sync has stopped. Everybody is your own to change.
# $dn (String)
sync-person-notice = This person comes from your directory server ({ $dn }). Name, mail, work details and deletion are changed there.
# $dn (String)
sync-group-notice = This group comes from your directory server ({ $dn }). Its name and members are changed there.
sync-change-there = This comes from your directory server. Change it there: it is here after the next pass.
sync-password-there = Your password is the one of your organisation's directory. Change it there.
sync-import-refused = comes from the directory server, and is changed there
signin-away = Your password could not be checked just now, or it is not right. Try again in a few minutes.
admin-reason-directory = The directory server gave no answer
search-words-directory-sync = ldap active directory ad import users groups sync
# $by (String)
audit-change-directory-sync = { $by } changed directory sync.
audit-change-directory-sync-name = Directory sync changed
# $by (String)
audit-stop-directory-sync = { $by } stopped directory sync.
audit-stop-directory-sync-name = Directory sync stopped
# $by (String)
audit-sync-directory = { $by } synced people and groups from the directory server.
audit-sync-directory-name = Directory synced
# $whom (String)
audit-sync-group-members = The members of { $whom } followed the directory server.
audit-sync-group-members-name = Group members synced
audit-property-synced = From the directory server
audit-property-host = Server
audit-property-outcome = Outcome
audit-property-held-back = Held back
audit-property-back = Back
audit-property-deleted = Deleted

# Texts of the admin centre. Names in ** stand in bold.

## Shell

admin-centre = Admin centre
admin-menu = Menu
admin-skip = Skip to the page
admin-nav-home = Home
admin-nav-users = Users
admin-nav-active-users = Active users
admin-nav-applications = Applications
admin-nav-identity = Identity
admin-nav-properties = Properties
admin-nav-monitoring = Monitoring
admin-nav-sign-ins = Sign-in logs
admin-help = Help
admin-help-close = Close
admin-beside-whole = Open the whole page
admin-help-whom = Whom to call, and help for signing in
admin-my-account = My account
admin-sign-out = Sign out
# $person (String)
admin-person-menu = Account of { $person }

## Words that many pages use

admin-save = Save
admin-cancel = Cancel
admin-back = Back
admin-remove = Remove
admin-more = More
admin-search = Search
admin-clear = Clear the filter
admin-copy = Copy
admin-copied = Copied
admin-yes = Yes
admin-no = No
admin-unknown = unknown
# $browser (String)
# $system (String)
admin-agent = { $browser } on { $system }
admin-none = none
admin-never = never
admin-see-all = See all
admin-optional = optional
admin-fix-this = Something needs another look

## What was done: shown once after a change

admin-undo = Undo
admin-done-saved = Saved.
admin-done-person-added = The person was added and the invitation is on its way.
admin-done-reminded = The reminders are on their way.
admin-done-invited = A new invitation is on its way. The one before it no longer works.
admin-done-blocked = Blocked. All sessions have ended.
admin-done-unblocked = Unblocked. Signing in works again.
admin-done-unblocked-invited = Unblocked. Now make a new invitation: the old one ended with the block.
admin-done-sessions-ended = All sessions have ended.
admin-done-method-removed = The method was removed and all sessions have ended.
admin-done-role-given = The role was given.
admin-done-role-taken = The role was taken away.
admin-done-app-deleted = The application was deleted.
admin-done-app-back = The application is back. Whoever was signed in to it signs in again.
admin-done-app-back-without-secret = The application is back, without its secrets. Make a new one, and put it into the application.
admin-done-keys-replaced = The signing keys were replaced.
admin-done-secret-removed = The secret was removed. It no longer works.
admin-done-named = Added.
admin-done-no-longer-named = Removed. Access ends at once.
admin-done-defaults-on = Security defaults are on.
admin-done-defaults-on-revoked = Security defaults are on. Everyone signs in again.
admin-done-defaults-off = Security defaults are off.
admin-done-locale = Saved. Pages and mail speak English to you.
admin-done-password = Your password has changed.
admin-done-password-added = You have a password now. Make recovery codes too: each opens your account once beside it.

## Home

admin-home-title = Home
admin-home-alone = **You** sign in with two steps. Nobody else is here yet.
admin-home-alone-without = **You** are the only one here, without a second step.
admin-home-everyone = { $people ->
        [2] **Both people** sign in with two steps.
       *[other] **All { $people } people** sign in with two steps.
    }
# $people (Number)
admin-home-some = { $done ->
        [0] **None of the { $people } people** has a second step yet.
        [one] **{ $done } of { $people } people** signs in with two steps.
       *[other] **{ $done } of { $people } people** sign in with two steps.
    }
admin-home-locked = { $n ->
        [one] **One person is locked out.**
       *[other] **{ $n } people are locked out.**
    }
admin-home-registered = { $n ->
        [one] One person registered a second step today.
       *[other] { $n } people registered a second step today.
    }
admin-home-attention = { $n ->
        [one] One thing needs your attention.
       *[other] { $n } things need your attention.
    }
admin-home-attention-other = { $n ->
        [one] One other thing needs your attention.
       *[other] { $n } other things need your attention.
    }
admin-home-nothing = Nothing needs you today.
admin-home-defaults-off = **Security defaults are off.**
admin-todo = To do now
admin-todo-none = Nothing needs you today.
admin-todo-none-beside = Beside these steps, nothing needs you today.
admin-todo-stop = Urgent:
admin-todo-warn = Needs attention:
# $person (String)
# $since (String)
admin-todo-locked = { $attempts ->
        [one] **{ $person } is locked out** since { $since }, after one wrong attempt
       *[other] **{ $person } is locked out** since { $since }, after { $attempts } wrong attempts
    }
# $person (String)
admin-todo-locked-button = Help { $person }
# $person (String)
admin-todo-copied = **A key of { $person } may have been copied.** It is refused whenever its counter goes back. Remove it, and have them register another.
admin-todo-copied-button = Look at their keys
admin-todo-defaults-off = **Security defaults are off.** For whoever has no second step, a password is enough.
admin-todo-defaults-off-button = Turn them on
admin-todo-only-administrator = **You are the only administrator.** If you lose your phone, nobody can help you.
admin-todo-only-administrator-button = Second administrator
admin-todo-mail = **Mail is not delivered.** Invitations and warnings stay on this server.
admin-todo-mail-button = Set up mail
admin-todo-mail-fails = { $n ->
        [one] **A message could not be delivered.** It is tried again.
       *[other] **{ $n } messages could not be delivered.** They are tried again.
    }
admin-todo-mail-fails-button = Look at mail
admin-todo-without = { $n ->
        [one] **One person has no second step yet.**
       *[other] **{ $n } people have no second step yet.**
    }
admin-todo-without-button = Show who
# $app (String)
admin-todo-secret = { $days ->
        [0] **A secret of { $app } ends today**
        [one] **A secret of { $app } ends tomorrow**
       *[other] **A secret of { $app } ends in { $days } days**
    }
admin-todo-secret-button = Renew
admin-todo-invitations = { $n ->
        [one] **An invitation has ended unused.**
       *[other] **{ $n } invitations have ended unused.**
    }
admin-todo-invitations-button = Show who
admin-tasks = Four steps to a good start
# $done (Number)
# $total (Number)
admin-tasks-progress = { $done } of { $total } done
admin-task-done = Done
admin-task-open = To do
admin-task-administrator = **A second administrator.** If you lose your phone, somebody else can let you in.
admin-task-administrator-button = Add an administrator
admin-task-mail = **Mail.** Sluis sends invitations and warnings. Until then they wait in a folder on this server.
admin-task-mail-button = Set up mail
admin-task-people = **People.** Invite a colleague; choosing a password and a second step takes about four minutes.
admin-task-people-button = Add a person
admin-task-application = **The first application.** Connect Nextcloud for example; it takes five minutes.
admin-task-application-button = Add an application
admin-chart = Sign-ins, 30 days
admin-chart-empty = No sign-ins in the last 30 days.
# $inside (String)
# $extra (String)
# $stopped (String)
admin-chart-description = { $inside } let in, { $extra } not finished, { $stopped } stopped. The table below has the figures of each day.
admin-chart-table = Show as a table
admin-chart-day = Day
admin-chart-inside = Let in
admin-chart-extra = Not finished
admin-chart-stopped = Stopped
admin-chart-today = today
admin-second-step = Second step
# $people (Number)
admin-second-step-of = of { $people } set up
admin-second-step-missing = Not yet:
admin-second-step-others = { $n ->
        [one] and one other
       *[other] and { $n } others
    }
admin-reminder = Send a reminder
# $people (Number)
admin-reminder-whom = { $people ->
        [one] By mail to one person, once a day at most.
       *[other] By mail to { $people } people, once a day at most.
    }
# $people (Number)
admin-reminder-sent = { $people ->
        [one] One person was reminded in the last 24 hours.
       *[other] { $people } people were reminded in the last 24 hours.
    }
admin-reminder-nobody = Nobody of them can be reminded by mail: they have no mail address, or have not accepted their invitation.
admin-second-step-all = Everyone has one.

## Users

admin-users-title = Active users
admin-users-count = { $n ->
        [one] 1 person
       *[other] { $n } people
    }
admin-users-fitting = { $n ->
        [one] 1 person fits
       *[other] { $n } people fit
    }
admin-users-search = Name or user name begins with
admin-users-add = Add person
admin-users-empty = Nobody is here yet. Add the first person; an invitation does the rest.
# $filter (String)
admin-users-no-result = Nobody fits this filter: { $filter }.
admin-users-without = Without a second step
admin-users-all = Everyone
admin-users-everyone-has = Everyone has a second step.
admin-column-name = Name
admin-column-user-name = User name
admin-column-state = State
admin-column-second-step = Second step
admin-column-last = Last sign-in
admin-state-active = Active
admin-state-invited = Invited
admin-state-invitation-ended = Invitation ended
admin-state-locked = Locked out
admin-state-blocked = Blocked
admin-second-yes = Set up
admin-second-no = Not yet
admin-you = you
admin-administrator = administrator

## Adding a person

admin-add-title = Add a person
admin-add-intro = The person chooses a password and a second step; you never know them.
admin-add-display = Name
admin-add-display-hint = As colleagues know this person, for example Anna de Vries.
admin-add-name = User name
# $domain (String)
admin-add-name-hint = To sign in with, for example anna@{ $domain }.
admin-add-mail = Mail address
admin-add-mail-hint = Where the invitation and warnings go.
admin-add-locale = Language of pages and mail
admin-add-role = Role
admin-add-role-hint = Most people need none. Give a role only to who looks after Sluis.
admin-add-role-none = No administrator
admin-add-delivery = Invitation
admin-add-delivery-mail = Send by mail
admin-add-delivery-mail-hint = The person gets a link that works for 72 hours.
admin-add-delivery-mail-off = Mail is not set up yet; the message stays in a folder on this server.
admin-add-delivery-link = Make a link to hand over
admin-add-delivery-link-hint = You see it once. Give it only to the person it is for.
admin-add-button = Add person
admin-error-display = Fill in a name of at most 120 characters.
admin-error-name = This cannot be a user name. Use letters, digits, dots or an address, without spaces.
admin-error-name-taken = Somebody already has this user name. Choose another.
admin-error-mail = This is not a mail address. Check the part after the @.
admin-error-mail-missing = To send the invitation a mail address is needed. Fill it in, or make a link.
admin-error-role = You cannot give this role.
# $person (String)
admin-invitation-title = Invitation for { $person }
# $person (String)
admin-invitation-intro = Give this link to { $person }, and to nobody else. It works once.
admin-invitation-link = Invitation link
# $until (String)
admin-invitation-until = Valid until { $until }.
admin-invitation-once = You see this link only now. Lost it? Make a new invitation.
# $person (String)
admin-invitation-to-person = Open the page of { $person }
admin-invitation-another = Add another person

## A person

# $person (String)
admin-person-active = { $person } is active and signs in with two steps.
# $person (String)
admin-person-active-without = { $person } is active and has no second step yet.
# $person (String)
# $due (String)
admin-person-active-due = { $person } is active and must have a second step by { $due }.
# $person (String)
# $until (String)
admin-person-invited = { $person } is invited. The invitation is valid until { $until }.
# $person (String)
# $until (String)
admin-person-invitation-ended = The invitation of { $person } ended on { $until }, unused. Send a new one.
# $person (String)
# $until (String)
admin-person-locked = { $person } is locked out until { $until }, after wrong attempts.
# $person (String)
# $since (String)
admin-person-blocked = { $person } is blocked since { $since } and cannot sign in.
# $person (String)
admin-help-person = Help { $person }
admin-help-attempts = Last attempts
# $person (String)
admin-help-attempts-hidden = Where and when { $person } signed in is seen by who helps people in or reads the sign-in log.
# $person (String)
admin-help-no-attempts = { $person } has not tried to sign in yet.
admin-help-invite-mail = Send an invitation
admin-help-invite-link = Make an invitation link
admin-help-register-again = Set up second step again
admin-help-end-sessions = End all sessions
admin-help-block = Block
admin-help-unblock = Unblock
admin-details = Details
admin-detail-user-name = User name
admin-detail-mail = Mail address
admin-detail-locale = Language
admin-detail-created = Added
admin-detail-password = Password
admin-detail-per-user-mfa = MFA per user
admin-password-none = none yet
# $since (String)
admin-password-temporary = temporary, good for 72 hours since { $since }
# $since (String)
admin-password-own = chosen on { $since }
admin-password-elsewhere = checked elsewhere
admin-locale-browser = the browser's
admin-methods = Sign-in methods
# $person (String)
admin-methods-none = No second step yet. { $person } is asked to set one up at the next sign-in.
# $since (String)
admin-method-since = since { $since }
# $used (String)
admin-method-used = last used { $used }
# $method (String)
admin-method-remove = Remove { $method }
admin-recovery-left = { $left ->
        [0] No recovery codes left.
        [one] 1 recovery code left.
       *[other] { $left } recovery codes left.
    }
admin-sessions = Sessions
admin-sessions-none = No open sessions.
# $since (String)
admin-session-started = since { $since }
admin-roles = Roles
# $person (String)
admin-roles-none = { $person } holds no administrator role.
admin-role-take-short = Take away
# $role (String)
admin-role-take = Take away { $role }
admin-role-give = Give a role
admin-role-give-button = Give role
admin-role-choose = Choose a role
admin-done-no-role = Nothing was given. Choose a role first.

## Methods

admin-method-password = Password
admin-method-totp = Authenticator app
admin-method-recovery-code = Recovery code
admin-method-invitation = Invitation
admin-method-temporary-access-pass = Temporary Access Pass
admin-method-passkey = Passkey
admin-method-security-key = Security key
admin-method-push = Approval on a phone
admin-method-sms = Code by text message
admin-method-email = Code by mail
admin-method-remembered = Remembered browser
admin-method-app-password = App password

## Roles

admin-role-global = Global Administrator
admin-role-application = Application Administrator
admin-role-authentication = Authentication Administrator
admin-role-billing = Billing Administrator
admin-role-cloud-application = Cloud Application Administrator
admin-role-conditional-access = Conditional Access Administrator
admin-role-exchange = Exchange Administrator
admin-role-helpdesk = Helpdesk Administrator
admin-role-password = Password Administrator
admin-role-privileged-authentication = Privileged Authentication Administrator
admin-role-privileged-role = Privileged Role Administrator
admin-role-security = Security Administrator
admin-role-sharepoint = SharePoint Administrator
admin-role-user = User Administrator
admin-role-authentication-policy = Authentication Policy Administrator
admin-role-governance = Identity Governance Administrator
admin-role-global-reader = Global Reader
admin-role-security-operator = Security Operator
admin-role-security-reader = Security Reader
admin-role-reports-reader = Reports Reader
admin-role-synchronisation = Directory Synchronization Accounts

## Confirming

# $person (String)
admin-confirm-block-title = Block { $person }?
# $person (String)
admin-confirm-block-text = All sessions of { $person } end now and signing in no longer works. Nothing is deleted; you can undo this.
# $person (String)
admin-confirm-block-button = Block { $person }
# $person (String)
admin-confirm-unblock-title = Unblock { $person }?
# $person (String)
admin-confirm-unblock-text = { $person } can sign in again, with the same password and second step.
# $person (String)
admin-confirm-unblock-invited-text = { $person } becomes invited again, as before. The old invitation ended with the block; make a new one after this.
admin-confirm-unblock-button = Unblock
# $person (String)
admin-confirm-end-sessions-title = End all sessions of { $person }?
admin-confirm-end-sessions-text = Signing in again is then needed everywhere.
admin-confirm-end-sessions-button = End all sessions
# $person (String)
admin-confirm-register-again-title = Let { $person } set up the second step again?
# $person (String)
admin-confirm-register-again-text = All second steps and recovery codes of { $person } are removed and all sessions end. Then give a new invitation: with it the second step is set up again.
admin-confirm-register-again-button = Remove second step
# $method (String)
# $person (String)
admin-confirm-remove-method-title = Remove { $method } of { $person }?
# $person (String)
admin-confirm-remove-method-text = { $person } can no longer sign in with it, and all sessions end.
# $person (String)
admin-confirm-remove-last-text = It is the only second step of { $person }: the recovery codes go with it, and all sessions end. Where a second step is asked, { $person } sets up a new one or needs a new invitation.
admin-confirm-remove-method-button = Remove method
# $role (String)
# $person (String)
admin-confirm-take-role-title = Take { $role } away from { $person }?
# $person (String)
admin-confirm-take-role-text = { $person } keeps the account and loses what the role allowed, at once.
admin-confirm-take-role-button = Take role away
# $person (String)
# $role (String)
admin-confirm-give-role-title = Make { $person } { $role }?
admin-confirm-give-role-text = A Global Administrator may do everything, also remove you.
admin-confirm-give-role-button = Give role
# $app (String)
admin-confirm-delete-app-title = Delete { $app }?
# $app (String)
admin-confirm-delete-app-text = Nobody can sign in to { $app } with Sluis any more, and its secrets stop working for good. For a quarter of an hour you can put it back; it then needs a new secret.
# $app (String)
admin-confirm-delete-app-button = Delete { $app }
# $hint (String)
# $app (String)
admin-confirm-remove-secret-title = Remove the secret { $hint } of { $app }?
# $app (String)
admin-confirm-remove-secret-text = If { $app } still uses it, nobody can sign in there until it has a new one.
admin-confirm-remove-secret-button = Remove secret
admin-confirm-keys-title = Replace the signing keys now?
admin-confirm-keys-text = New keys sign from this moment on; what the old ones signed is believed until it ends. An application that reads the keys only once a day refuses people until it reads them again. Nobody needs this for the usual replacement: that comes by itself.
admin-confirm-leaked-title = Does somebody else have the signing keys?
admin-confirm-leaked-text = New keys sign from this moment on, and Sluis believes nothing that the old ones signed: people are asked to sign in to their applications again. An application believes the old keys until it reads the new ones.
admin-confirm-keys-button = Replace signing keys
admin-last-administrator-title = This did not happen
# $person (String)
admin-last-administrator-text = { $person } is the last Global Administrator who can sign in. Make somebody else Global Administrator first.

## Applications

admin-apps-title = Applications
admin-apps-add = Add application
# $filter (String)
admin-apps-no-result = No application’s name begins with “{ $filter }”.
admin-apps-search = Name
admin-apps-empty = No applications yet. Connect the first, Nextcloud for example; it takes five minutes.
admin-apps-everyone = Everyone
admin-apps-named = { $n ->
        [one] 1 person
       *[other] { $n } people
    }
admin-apps-nobody = Nobody yet
admin-column-application = Application
admin-column-kind = Kind
admin-column-who = Who may sign in
admin-kind-confidential = Web application with a server
admin-kind-confidential-hint = Nextcloud, a wiki, most things that run on a server. Gets a secret.
admin-kind-public = App in a browser, on a phone or a computer
admin-kind-public-hint = Runs where people can look inside, so it gets no secret.
admin-app-new-title = Add an application
admin-app-new-intro = The application must speak OpenID Connect. The next page shows what to fill in there.
admin-app-name = Name
admin-app-name-hint = As people know it. They see it when they sign in.
admin-app-kind = Kind of application
admin-app-addresses = Return addresses
admin-app-addresses-hint = One per line, exactly as the application gives them (redirect URI), for example https://cloud.example.org/apps/oidc/code.
admin-app-logout-addresses = Addresses after signing out
admin-app-logout-addresses-hint = One per line (post-logout redirect URI).
admin-app-who = Who may sign in
# $organisation (String)
admin-app-who-everyone = Everyone in { $organisation }
admin-app-who-named = Only people I name
admin-app-who-named-hint = You name them on the next page.
admin-app-register = Add application
admin-error-app-name = Fill in a name of at most 120 characters.
# $address (String)
admin-error-address = This cannot be a return address: { $address }. It must be a whole address and start with https://; http:// only on this machine (localhost).
admin-error-address-missing = Fill in at least one return address.
# $app (String)
admin-app-copy = Copy these into { $app }
admin-app-copy-hint = Each value has the names that applications use for it.
admin-app-pkce = PKCE with S256 must be switched on in the application. Without it Sluis refuses.
admin-app-client-id = Client ID
admin-app-client-id-hint = also: application ID, key, client key
admin-app-secret = Client secret
admin-app-secret-hint = the application's secret; also: client key, application password
admin-app-secret-once = You see this secret only now. Copy it before you leave this page.
admin-app-secret-none = This application has no secret that works.
admin-app-secret-public = This kind of application has no secret. Leave the field empty there; PKCE takes its place.
admin-app-secret-hidden = Shown once, when it was made. Lost it? Make a new one below.
admin-app-discovery = Discovery address
admin-app-discovery-hint = also: OpenID configuration, metadata URL, well-known. With this one most applications need no address below.
admin-app-issuer = Issuer
admin-app-issuer-hint = address of Sluis; also: provider URL, authority
admin-app-authorization = Authorization endpoint
admin-app-authorization-hint = also: auth URL, login URL
admin-app-token = Token endpoint
admin-app-token-hint = also: token URL
admin-app-userinfo = Userinfo endpoint
admin-app-userinfo-hint = also: API URL, profile URL
admin-app-logout = End session endpoint
admin-app-logout-hint = also: logout URL, sign-out URL
admin-app-keys = Keys (JWKS)
admin-app-keys-hint = also: jwks_uri, public keys
admin-app-scopes = Scopes
admin-app-scopes-hint = what the application may do; offline_access lets it stay signed in
admin-app-addresses-one-by-one = The addresses one by one
# $organisation (String)
admin-app-who-everyone-now = Everyone in { $organisation } may sign in.
admin-app-who-named-now = { $n ->
        [0] Nobody may sign in yet. Name the first person.
        [one] One person may sign in.
       *[other] { $n } people may sign in.
    }
admin-app-who-to-everyone = Let everyone sign in
admin-app-fast = How fast somebody is out
# $name (String)
admin-app-fast-text = { $minutes ->
        [one] Whoever is blocked, or no longer named, gets nothing new from that moment on. What { $name } was handed before is good for 1 minute at most. How long { $name } itself keeps somebody signed in is a setting of its own.
       *[other] Whoever is blocked, or no longer named, gets nothing new from that moment on. What { $name } was handed before is good for { $minutes } minutes at most. How long { $name } itself keeps somebody signed in is a setting of its own.
    }
admin-app-takes = What a sign-in takes
admin-app-takes-hint = This application can ask for more than your organisation does, never for less. It counts at every sign-in, and again when the application fetches new tokens.
admin-app-takes-nothing = What your organisation asks
admin-app-takes-mfa = Always a second step
admin-app-takes-mfa-hint = Also in known places. A remembered browser counts.
admin-app-takes-passkey = Always a passkey
admin-app-takes-passkey-hint = A false page cannot collect it. Whoever has none sets one up first.
admin-app-takes-age = The sign-in may be at most this old
admin-app-takes-any-age = As old as your organisation lets it be
admin-minutes = { $n ->
        [one] 1 minute
       *[other] { $n } minutes
    }
admin-hours = { $n ->
        [one] 1 hour
       *[other] { $n } hours
    }
admin-days = { $n ->
        [one] 1 day
       *[other] { $n } days
    }
admin-app-signing = How its ID tokens are signed
# $from (String)
# $signing (String)
admin-app-signing-wait = From { $from } they are signed with { $signing }. Until then it is ES256: the new key is published first, so that the application knows it.
admin-app-signing-es256 = Suits almost every application, and is fast.
admin-app-signing-eddsa = As fast; for applications whose manual asks for it.
admin-app-signing-rs256 = For older applications that know nothing else. It costs thirty times as much.
admin-app-who-to-named = Only people I name
admin-app-who-add = User name of the person
admin-app-who-add-button = Add person
# $person (String)
admin-app-who-remove = Remove { $person }
# $name (String)
admin-error-nobody = Nobody has the user name { $name }. Look it up under Active users.
admin-app-refusals = Last refusals
admin-app-refusals-none = Nothing was refused. If signing in fails, you see here what the application sent.
admin-app-refusal-sent = Sent
admin-app-refusal-registered = Registered
admin-refusal-redirect-uri = The return address is not registered.
admin-refusal-client-secret = The application's secret is wrong or has ended.
admin-refusal-logout-uri = The address after signing out is not registered.
admin-refusal-pkce = The proof key (PKCE, S256) is missing or wrong.
admin-refusal-code = The code or refresh token was used already, is too old, or does not belong to this request.
admin-refusal-scope = It asked for no scope that Sluis knows. Let it ask for openid at least.
admin-refusal-response-type = It asked for another answer than a code. Set response_type to code.
admin-refusal-grant-type = It asked for tokens in a way that Sluis does not offer it.
admin-refusal-request-object = It sent its request as a document of its own, or a registration with it; Sluis takes plain parameters.
admin-refusal-request = Something in the request is missing, double or malformed.
admin-secrets = Secrets
admin-secrets-intro = Two at a time, so that you can change over without anyone noticing.
# $hint (String)
admin-secret-begins = begins with { $hint }
# $until (String)
admin-secret-until = until { $until }
# $until (String)
admin-secret-soon = ends { $until }
# $when (String)
admin-secret-used = last used { $when }
admin-secret-unused = not used yet
admin-secret-new = New secret
admin-secret-description = What it is for
admin-secret-description-hint = For example the server that gets it. Only administrators see it.
admin-secret-description-error = Write at most 120 characters, on one line.
admin-secret-months = How long it works
admin-secret-months-error = No secret was made: choose how long it works from the list.
admin-months = { $n ->
        [one] 1 month
       *[other] { $n } months
    }
admin-app-settings-title = Secrets and signing keys
admin-app-settings-what = What holds for all applications.
admin-secret-life = How long a secret may last
admin-secret-life-longest = Longest, in months
admin-secret-life-hint = Whoever makes a secret chooses up to this. Secrets that are there keep their end.
# $n (Number)
admin-secret-life-error = Fill in a number of months from 1 to { $n }.
admin-keys = Signing keys
admin-keys-intro = With these Sluis signs what applications receive. They are replaced every 90 days by themselves, a day after the new ones are published, and nobody notices.
# $from (String)
admin-keys-next = published; signs from { $from }
# $since (String)
admin-keys-active = signs since { $since }
# $until (String)
admin-keys-retired = replaced; what it signed is believed until { $until }
admin-keys-replace = Replace signing keys now
admin-keys-leaked = Somebody else has the keys
admin-keys-who = A Global Administrator can replace them at once.
# $hint (String)
admin-secret-remove = Remove secret { $hint }
admin-secret-full = There are two secrets. Remove one before you make another.
admin-app-change = Name and addresses
admin-app-delete = Delete application
admin-app-delete-hint = People can then no longer sign in to it with Sluis.
# $when (String)
admin-app-created = Added { $when }
admin-app-try = Then try it: open the application and choose to sign in with Sluis.

## Properties

admin-properties-title = Properties
admin-properties-organisation = Organisation
admin-properties-name = Name
admin-properties-domain = Domain
admin-properties-id = Organisation ID
admin-properties-id-hint = also: tenant ID
admin-properties-address = Public address
admin-properties-address-hint = Written at set-up. Applications and passkeys depend on it.
admin-properties-help = Whom people call
admin-properties-locale = Language
admin-properties-created = Since
admin-properties-defaults = Security defaults
admin-properties-defaults-on = On. Everyone needs a second step.
admin-properties-defaults-off = Off. Unless a policy asks more, a password is enough for whoever has no second step; others are asked for theirs in new places only.
admin-properties-defaults-manage = Manage security defaults
admin-properties-mail = Mail
# $relay (String)
admin-properties-mail-on = Mail goes out through { $relay }.
admin-properties-mail-off = Mail is not delivered: messages are written to a folder on this server.
admin-properties-mail-folder = Folder
admin-properties-mail-how = Put the mail server in the configuration file and start Sluis again:
# $file (String)
admin-properties-mail-how-in = Write this into **{ $file }**, with the names of your own mail server, and start Sluis again. Is the file not there yet? Then make it.
admin-properties-mail-help = What each line means, and how to try it
admin-defaults-title = Manage security defaults
admin-defaults-question = Enable security defaults
admin-defaults-what = With security defaults everyone sets up a second step, administrators use it at every sign-in, others when something is unusual, and old mail programs are refused.
admin-defaults-on-consequence = { $n ->
        [0] Everyone already has a second step; nobody notices anything.
        [one] One person sets up a second step at the next sign-in.
       *[other] { $n } people set up a second step at the next sign-in.
    }
admin-defaults-off-consequence = { $n ->
        [0] Without this setting people with a second step are asked for it in new places only, and newcomers set none up. Why are you turning it off?
        [one] Without this setting a password is enough for the one person without a second step; others are asked for theirs in new places only. Why are you turning it off?
       *[other] Without this setting a password is enough for the { $n } people without a second step; others are asked for theirs in new places only. Why are you turning it off?
    }
admin-defaults-floor = The admin centre and changes to security info always need a second step.
admin-defaults-reason = Reason for turning it off
admin-defaults-reason-choose = Choose a reason
admin-defaults-reason-conditional-access = Our applications have rules of their own
admin-defaults-reason-application = An application does not work with it
admin-defaults-reason-too-often = People are asked for a second step too often
admin-defaults-reason-devices = Not everyone has a phone or a key
admin-defaults-reason-other = Another reason
admin-defaults-reason-text = In your own words
admin-defaults-confirm = I understand that a password alone is then enough for whoever has no second step.
admin-defaults-error-policies = Conditional access policies are on, and security defaults do not go together with them. Switch every policy off or to report-only first.
admin-defaults-error-trial = Conditional access policies are on trial, and the end of the trial would undo this. Confirm them or take them back first.
admin-defaults-error-reason = Choose a reason. It is kept with this change.
admin-defaults-error-confirm = Tick this before you turn security defaults off.
admin-defaults-off-only = Only when you choose No
admin-defaults-on-only = Only when you choose Yes
admin-defaults-revoke = End all sessions now
admin-defaults-revoke-hint = Everyone signs in again, and whoever has no second step sets one up. You too.
admin-defaults-deadline = Days to set up a second step
admin-defaults-deadline-hint = 0 to 14. With 0 it happens at the next sign-in.
admin-defaults-error-deadline = Choose a number from 0 to 14.

## Sign-in logs

admin-log-title = Sign-in logs
# $days (Number)
admin-log-intro = Kept for { $days } days.
admin-log-person = User name
admin-log-application = Application
admin-log-status = Status
admin-log-time = Time
admin-log-code = Code
admin-log-code-hint = seven characters, such as K7P-4MX
admin-log-find = Find code
admin-log-filter = Filter
admin-log-any-application = All applications
admin-log-any-status = All
admin-log-day = Last 24 hours
admin-log-week = Last 7 days
admin-log-month = Last 30 days
admin-log-any-time = All that is kept
admin-log-why = Why
admin-log-address = Address
admin-log-country = Country
admin-log-empty = No sign-ins yet. The first is yours; the next appears here at once.
# $filter (String)
admin-log-no-result = No sign-in fits this filter: { $filter }.
# $code (String)
admin-log-no-code = No sign-in has the code { $code }. Check the characters; there is no 0, O, 1, I or L in it.
admin-log-nobody = somebody unknown
admin-log-by-application = The application renewed its access by itself
admin-story-application-itself = the application itself, without the person
admin-log-times = { $n ->
        [one] once
       *[other] { $n } times
    }
admin-outcome-success = Let in
admin-outcome-failure = Stopped
admin-outcome-interrupted = Not finished
admin-reason-success = Everything that was asked was given
admin-reason-password = Wrong name or password
admin-reason-locked = Locked out after too many attempts
admin-reason-disabled = The account is blocked
admin-reason-must-register = Asked to set up a second step, and did not get to the end
admin-reason-second-step = A second step was asked and not given
admin-reason-second-step-wrong = The code was wrong
admin-reason-too-old = The earlier second step was too long ago
admin-reason-expired = The page was open too long
admin-reason-not-assigned = May not sign in to this application
admin-reason-address = The return address is not registered
admin-reason-change-password = The password must be changed first
admin-reason-policy = Stopped by policy
admin-reason-legacy = Old mail programs and devices are refused
admin-reason-no-session = No session, and no question was allowed
admin-reason-session-ended = The session was ended
admin-reason-application-secret = The application's secret was wrong
admin-reason-grant = The application's access has ended
# $code (String)
admin-reason-other = Technical code { $code }

## The story of a sign-in

# $person (String)
# $app (String)
admin-story-in = { $person } got into { $app }
# $person (String)
# $app (String)
admin-story-not-in = { $person } did not get into { $app }
# $person (String)
# $app (String)
admin-story-unfinished = { $person } did not finish signing in to { $app }
admin-story-nobody = Somebody unknown
admin-story-sluis = Sluis
admin-story-what = What happened
# $policy (String)
admin-story-by = by “{ $policy }”
admin-story-name = Name given
admin-story-new-browser = browser not seen before
# $method (String)
admin-story-proof = { $method }: right
# $method (String)
admin-story-proof-session = { $method }: given earlier in this session
# $method (String)
admin-story-proof-remembered = { $method }: this browser was remembered
admin-story-asked = Extra step asked
admin-story-register = Setting up a second step asked
# $method (String)
admin-story-registered = Second step set up: { $method }
admin-story-let-in = Let in
admin-story-stopped = Stopped
admin-story-left = Not finished
admin-story-demands = What was needed, and why
admin-story-demands-none = Nothing beyond the first proof was needed.
admin-story-met = given
admin-story-open = not given
# $n (Number)
admin-story-policies = { $applied ->
        [0] None of the { $n } policies applied
       *[other] { $applied } of the { $n } policies applied
    }
admin-story-policies-none = No policy was reached: the sign-in ended before that.
admin-story-policy = Policy
admin-story-condition = Condition
admin-story-seen = Seen
admin-story-wanted = Asked
admin-story-verdict = Verdict
admin-story-not-applying = { $n ->
        [one] One policy does not apply
       *[other] { $n } policies do not apply
    }
admin-story-technical = Technical details
admin-story-id = Record
admin-story-error = Result code
admin-story-client = Client ID
admin-story-user = User ID
admin-story-session = Session
admin-story-revision = Version of the policies
admin-story-door = Way in
admin-verdict-satisfied = satisfied
admin-verdict-asks = asks
admin-verdict-stops = stops
admin-verdict-report = report-only
admin-verdict-not-applied = does not apply

## What a policy asks, and who asks it

admin-need-second-step = A second step
admin-need-phishing-resistant = A passkey or security key
admin-need-registration = Setting up a second step
admin-need-again = Signing in anew
admin-source-defaults = Security defaults
admin-source-floor = Always, whatever is set
admin-source-per-user = MFA per user
admin-source-request = Asked by the application
admin-source-application = Set for the application

## Not allowed, not found

admin-denied-title = Your role does not include this
admin-denied-roles = One of these roles is needed:
admin-denied-out = Ask a Global Administrator.
admin-denied-home = To Home
admin-denied-person-title = This page is for administrators
admin-denied-person = You are signed in, but you have no administrator role. If you need one, ask a Global Administrator.
admin-missing-title = This page does not exist
admin-missing-text = It may have been removed, or the address is not complete.

## Policies that nobody writes

admin-policy-floor-privileged = Administration always needs a second step
admin-policy-floor-confirm = What changes who can get in is confirmed once more
admin-policy-floor-security-info = Changing security info needs a second step
admin-policy-floor-organisation-blocked = The whole organisation is blocked
admin-policy-floor-own-factor = Your own second step, where you were never seen
admin-policy-defaults-registration = Security defaults: everyone sets up a second step
admin-policy-defaults-administrators = Security defaults: administrators always use it
admin-policy-defaults-unfamiliar = Security defaults: others use it where it is new
admin-policy-defaults-legacy = Security defaults: old mail programs are refused
admin-policy-per-user-enabled = MFA per user: enabled
admin-policy-per-user-enforced = MFA per user: enforced
admin-condition-users = Who
admin-condition-targets = Where to
admin-condition-client-apps = Program
admin-condition-unfamiliar = New place
admin-condition-per-user = MFA per user
admin-condition-second-factor = Second step
admin-seen-no-role = no role
admin-seen-everyone = everyone
# $roles (String)
admin-seen-everyone-but = everyone but { $roles }
# $n (Number)
admin-seen-one-of-roles = one of { $n } administrator roles
admin-seen-every-application = every application
admin-seen-admin-centre = the admin centre
admin-seen-admin-centre-or-api = the admin centre or its API
admin-seen-security-info = changing security info
admin-seen-device = registering a device
admin-seen-nothing = nothing
admin-seen-unfamiliar = a browser, network or country not seen before
admin-seen-has-factor = a second step is set up
admin-seen-no-factor = none set up
# $what (String)
admin-seen-known = { $what } known
# $what (String)
admin-seen-new = { $what } new
# $what (String)
admin-seen-unknown = { $what } unknown
admin-seen-browser = browser
admin-seen-network = network
admin-seen-country = country
admin-client-browser = browser
admin-client-modern = modern app
admin-client-old = old mail program or device
admin-state-disabled = disabled
admin-state-enabled = enabled
admin-state-enforced = enforced
admin-need-first = A first proof, such as a password
admin-need-block = Nothing helps: this is refused
admin-need-control = Something that no second step answers
admin-source-first = Everyone, always
admin-source-policy = A rule of your own
admin-reason-register-elsewhere = Had to set up a second step, from an invitation or a known browser
admin-reason-no-method = Has no method that would be enough
admin-verdict-off = off
admin-remembered = Browsers where the second step is not asked

## How long browsers are trusted
admin-browsers-title = Trusted browsers
admin-browsers-what = How long people may stay signed in, and how long a device of their own is not asked for the second step. Only for who ticks it, and never for administrators.
admin-browsers-manage = Set the days
admin-browsers-remembered = Days that a device is not asked for the second step again
# $most (Number)
admin-browsers-remembered-hint = 0 to { $most }. With 0 it is not offered, and devices that were remembered are asked again.
admin-browsers-signed-in = Days that people may stay signed in
# $most (Number)
admin-browsers-signed-in-hint = 0 to { $most }. With 0 it is not offered. Sessions that are open keep their own end.
# $most (Number)
admin-browsers-error = Choose a number from 0 to { $most }.
admin-seen-confirm = confirming once more

## What would have let somebody in

admin-way-title = This would have worked
# $one (String)
# $other (String)
admin-way-and = { $one }, and { $other }
admin-way-how = Each of these alone, with everything else as it was. Worked out from what was seen and from the policies of that moment.
admin-way-before-policy = Policies were not reached. What they ask after that, such as a second step, is not known.
admin-way-same = The same once more: no policy and no setting stands in the way.
# $policies (String)
admin-way-none = Nothing would have: “{ $policies }” stops this, whatever is given.
admin-way-none-known = Nothing that this person could have done. A setting or a policy must change first.
admin-way-right-name = with a user name that exists here
admin-way-unblocked = with an account that is not blocked
# $app (String)
admin-way-assigned = named under who may sign in to { $app }
admin-way-lock-over = once the lock had ended
admin-way-right-first = with the right password
admin-way-right-second = with the right code, or the right passkey or security key
# $person (String)
admin-way-known-place = from a browser, network and country where { $person } signed in before
# $person (String)
admin-way-old-browser = from a browser that { $person } had used for two weeks or longer
admin-way-other-program = in a browser instead of an old mail program or device
admin-way-modern-program = in a current program on a computer or telephone
# $platform (String)
admin-way-on = on { $platform }
admin-way-trusted-place = from a trusted location
# $place (String)
admin-way-at = from the named location { $place }
admin-way-outside = from outside every named location
admin-way-compliant-device = on a device that is managed and compliant
admin-way-joined-device = on a device that is joined to the domain
admin-way-approved-application = in an approved application
admin-way-protected-application = in an application under a protection policy
admin-way-invited = with a new invitation and a password chosen by it
admin-way-own-password = with a new password that only they know
admin-way-give-password = with the password
admin-way-give-totp = with a code from the authenticator app
admin-way-give-recovery-code = with a recovery code
admin-way-give-passkey = with their passkey
admin-way-give-security-key = with their security key
# $method (String)
admin-way-give-other = with this step: { $method }
admin-way-set-up-totp = by setting up an authenticator app
admin-way-set-up-passkey = by setting up a passkey
admin-way-set-up-security-key = by setting up a security key
# $method (String)
admin-way-set-up-other = by setting up this step: { $method }
admin-story-wrong = Code or key: not right
admin-story-seen-title = Who, from where, with what
admin-story-from = From where
admin-story-with = With what
admin-story-had = Set up then
admin-story-given = Given
admin-story-none = nothing
admin-story-not-seen = not known
# $n (Number)
admin-story-max-age = { $n ->
        [0] signed in just now
        [one] signed in at most 1 minute ago
       *[other] signed in at most { $n } minutes ago
    }
admin-story-fits = fits
admin-story-fits-not = does not fit
admin-story-fits-unknown = not known, so it does not fit
admin-condition-none = No condition

## Locks after wrong attempts

admin-locks = Locked after wrong attempts
# $factor (String)
# $until (String)
admin-lock-known = { $factor }, in browsers used before: until { $until }
# $factor (String)
# $until (String)
admin-lock-new = { $factor }, in browsers not seen before: until { $until }
admin-locks-hint = A lock ends by itself. Ask first who made the attempts: a new password or second step helps against somebody who guesses, unlocking does not.
# $person (String)
admin-confirm-unlock-title = Unlock { $person }?
admin-confirm-unlock-text = The wrong attempts are forgotten, and signing in can be tried again at once. That also goes for whoever made them.
admin-confirm-unlock-button = Unlock
admin-done-unlocked = Unlocked. Signing in can be tried again at once.

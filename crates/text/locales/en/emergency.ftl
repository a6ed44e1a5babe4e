# Emergency access: the page in a sign-in, the pages of administrators, the kit, the log and the mail.

capsule-title = Enter the sealed capsule
capsule-why = It is on the emergency kit: seven groups of four letters and digits. It works once.
capsule-label = Capsule
capsule-hint = Twenty-eight letters and digits; spaces and hyphens do not matter.
capsule-wrong = That capsule is not right, or was used before. Look at the kit once more.
capsule-alarm = Every administrator is told that this account is used.
capsule-other = Use the sealed capsule

emergency-title = Emergency access
emergency-about = Accounts for the day on which every other way in is shut. No policy is about them; every use of one is told to all administrators.
emergency-empty = There is no emergency account yet. Make an account that nobody works with, give it the role Global Administrator for good, and designate it here.
emergency-account = Emergency account
emergency-capsule = Sealed capsule
emergency-passkeys = Passkeys
emergency-since = Emergency account since
emergency-last-rehearsal = Last rehearsed
emergency-used = Used
emergency-never = Never
emergency-no-capsule = None; make a new kit
# $made (String)
emergency-capsule-made = Made on { $made }, not used
emergency-use-capsule = with the capsule
emergency-use-capsule-rehearsal = with the capsule, in a rehearsal
emergency-use-passkey = with a passkey
emergency-use-passkey-rehearsal = with a passkey, in a rehearsal
emergency-state-ok = It works
emergency-state-untried = Nobody knows whether it works
emergency-state-broken = It does not work
emergency-trouble-blocked = The account may not sign in. Unblock it, or withdraw it here.
emergency-trouble-role = The account does not hold Global Administrator for good, so policies are about it like about any other. Give it the role without an end date, or withdraw it here.
emergency-trouble-no-way = There is neither a passkey nor a capsule that can be used. Make a new kit.
emergency-trouble-synced = The account comes from the directory server, which can block it and says whether its password is right. Withdraw it here, and designate one that was made here.
emergency-trouble-not-rehearsed = Nobody came in with it in a rehearsal in the last 90 days. Rehearse it.
emergency-add = Designate an emergency account
emergency-add-hint = Somebody who is a Global Administrator for good and works with another account, such as emergency1@example.org.
# $most (Number)
emergency-full = There are { $most } emergency accounts, and no more are possible. Withdraw one first.
emergency-error-role = That account does not hold Global Administrator itself and without an end date, or is a guest’s. Give it the role first.
emergency-error-oneself = Nobody designates the account that they are signed in with: an emergency account is one that nobody works with. Use another account.
emergency-error-known = That account is an emergency account already.
emergency-error-state = Nobody has signed in with that account yet, or it is blocked. Let it be used once, then designate it.
emergency-error-synced = That account comes from the directory server, which could block it or let somebody else in with it. Make an account here for this.
emergency-error-last = Nobody who may change policies would come in any more. Let another administrator in first.
emergency-error-own-alarm = You are signed in with the account that was used, or with an emergency account. An alarm is put out by somebody else, with the account that they work with.
emergency-error-own-account = You are signed in with this account. It is withdrawn by somebody else, with the account that they work with.
# $person (String)
emergency-designate-title = Make the account of { $person } an emergency account?
# $person (String)
emergency-designate-text = From then on no policy is about { $person }. At every sign-in this account gives a passkey, or its password with the capsule that you see next. All administrators are told.
emergency-designate-button = Designate, and show the kit
# $person (String)
emergency-withdraw-title = Make the account of { $person } one like any other?
# $person (String)
emergency-withdraw-text = Policies are about { $person } again at once, and the kit in the safe opens nothing. All administrators are told.
emergency-withdraw = Withdraw
# $person (String)
emergency-kit-again-title = Make a new kit for { $person }?
emergency-kit-again-text = The kit that was printed before opens nothing from this moment. All administrators are told.
emergency-kit-again = Make a new kit
emergency-refused-title = That was not done
emergency-rehearse = Rehearse
# $until (String)
emergency-rehearsal-running = A rehearsal is under way. Take the kit out of the safe and sign in with it in a private window, until { $until }.
emergency-seen = I have seen this
emergency-look = Look at emergency access
emergency-done-withdrawn = The account is one like any other.
emergency-done-rehearsal = The rehearsal has begun. Sign in with the kit within an hour.
emergency-done-seen = The alarm is out.
# $person (String)
# $when (String)
emergency-alarm = **The emergency account of { $person } was used** on { $when }. If you do not know why, block the account now.
# $person (String)
# $when (String)
emergency-alarm-rehearsal = The emergency account of { $person } was used in a **rehearsal** on { $when }. A capsule that was used is gone: make a new kit.
emergency-home-used = **An emergency account was used.**
emergency-todo-none = **There is no emergency access.** If policies or telephones shut everybody out, only the server itself still helps.
emergency-todo-none-button = Set it up
# $person (String)
emergency-todo-broken = The emergency account of **{ $person }** does not work.
emergency-todo-broken-button = Mend it
# $person (String)
emergency-todo-untried = The emergency account of **{ $person }** was not rehearsed in the last 90 days.
emergency-todo-untried-button = Rehearse it
emergency-search-words = break glass, emergency account, capsule, kit, drill, rehearsal
emergency-left-out = Emergency accounts are left out of this policy, as of every policy.
emergency-story = No policy is about this account
emergency-tag = Emergency account
emergency-policy-floor = An emergency account comes in with a passkey or its capsule
emergency-seen-yes = an emergency account
emergency-seen-no = any other account
emergency-need = A passkey, or the password with the sealed capsule
emergency-way-capsule = the sealed capsule is given

# $person (String)
emergency-kit-title = Emergency kit of { $person }
emergency-kit-once = The capsule stands here this once. Print the kit now, put it in an envelope, sign over the flap, and lock it away.
# $organisation (String)
emergency-kit-head = { $organisation }: emergency access
emergency-kit-what = For when nobody gets in any more. Whoever opens this envelope signs below and tells the others.
emergency-kit-address = Address
emergency-kit-made = Made on
emergency-kit-contact = Call first
emergency-kit-qr = The capsule as a QR code
# $address (String)
emergency-kit-step-open = Open { $address } in a private window.
# $name (String)
emergency-kit-step-name = Enter the user name { $name }.
emergency-kit-step-password = Enter the password. It is not in this envelope: it is kept somewhere else.
emergency-kit-step-capsule = Enter the capsule. It works once; every administrator gets a message.
emergency-kit-step-mend = Within ten minutes, set up a passkey or make a new kit. Then put right what shut everybody out. After an hour this session ends.
emergency-kit-step-again = Make a new kit under Identity, Emergency access, and lock it away.
emergency-kit-signed = Opened on, by, signature
emergency-kit-done = It is printed

# $by (String)
# $whom (String)
audit-designate-emergency = { $by } made the account of { $whom } an emergency account.
audit-designate-emergency-name = Emergency account designated
# $by (String)
# $whom (String)
audit-withdraw-emergency = { $by } made the emergency account of { $whom } one like any other.
audit-withdraw-emergency-name = Emergency account withdrawn
# $by (String)
# $whom (String)
audit-seal-emergency = { $by } made a new emergency kit for { $whom }.
audit-seal-emergency-name = Emergency kit made
# $by (String)
# $whom (String)
audit-rehearse-emergency = { $by } began a rehearsal of the emergency account of { $whom }.
audit-rehearse-emergency-name = Emergency rehearsal begun
# $whom (String)
audit-use-emergency = The emergency account of { $whom } was used.
audit-use-emergency-name = Emergency account used
# $by (String)
# $whom (String)
audit-acknowledge-emergency = { $by } has seen that the emergency account of { $whom } was used.
audit-acknowledge-emergency-name = Emergency use seen
audit-property-capsule = Sealed capsule
audit-property-rehearsal = Rehearsal

# $person (String)
mail-emergency-designated-subject = { $person } is an emergency account now
# $person (String)
mail-emergency-designated = The account of { $person } was made an emergency account: no policy is about it any more. A kit with a capsule was made for it.
# $person (String)
mail-emergency-withdrawn-subject = { $person } is no longer an emergency account
# $person (String)
mail-emergency-withdrawn = The emergency account of { $person } was made one like any other. Its kit opens nothing any more.
# $person (String)
mail-emergency-sealed-subject = A new emergency kit was made for { $person }
# $person (String)
mail-emergency-sealed = A new kit was made for the emergency account of { $person }. The kit that was printed before opens nothing any more.
# $person (String)
mail-emergency-used-subject = The emergency account of { $person } was used
# $person (String)
mail-emergency-used = Somebody signed in with the emergency account of { $person }. No policy is about it, and it may do everything.
# $person (String)
mail-emergency-rehearsed-subject = Rehearsal: the emergency account of { $person } was used
# $person (String)
mail-emergency-rehearsed = Somebody signed in with the emergency account of { $person }, in a rehearsal that an administrator had begun. It works.
# $person (String)
mail-emergency-drill-subject = Rehearse the emergency account of { $person }
# $person (String)
mail-emergency-drill = The emergency account of { $person } was not rehearsed in the last 90 days. Begin a rehearsal, take the kit out of the safe, and sign in with it.
mail-emergency-new-kit = The sealed capsule is gone. Make a new kit, print it, and lock it away.
mail-emergency-button = Look at emergency access
# $contact (String)
mail-emergency-unexpected = Do you not know why? Block the account at once, and call { $contact }.

# Texts of the person's own pages. Names in ** stand in bold.

## Shell

my-title = My account
my-nav-applications = Applications
my-nav-security = Security info
my-nav-sessions = Sessions
my-language = Language
my-language-hint = Of your pages and mail.
my-shortcuts = The key / goes to search
my-shortcuts-on = On
my-shortcuts-off = Off

## Applications

my-apps-title = My applications
# $person (String)
my-apps-hello = Hello { $person }
my-apps-empty = There are no applications for you yet. As soon as there is one, you open it here.

## Security info

my-security-title = Security info
my-security-good = You sign in with two steps.
my-security-without = You have no second step yet. It keeps your account yours even if someone knows your password.
my-security-app = Authenticator app
my-security-app-none = Not set up.
# $since (String)
my-security-app-since = Set up { $since }.
# $since (String)
# $used (String)
my-security-app-used = Set up { $since }, last used { $used }.
my-security-app-add = Set up
my-security-app-replace = New phone
my-security-codes = Recovery codes
my-security-codes-left = { $left ->
        [0] You have none left. Make a new set and keep it on paper.
        [one] You have one left. Make a new set soon.
       *[other] You have { $left } left. Each works once, when your phone is not at hand.
    }
my-security-codes-new = New set
my-security-codes-wait = They come with your second step.
# $until (String)
my-security-recovered = { $left ->
        [0] You signed in with your last recovery code. Set up a new second step now: until { $until } nothing else is asked.
        [one] You signed in with a recovery code; one is left. If your phone or key is gone, set up a new one: until { $until } nothing else is asked.
       *[other] You signed in with a recovery code; { $left } are left. If your phone or key is gone, set up a new one: until { $until } nothing else is asked.
    }
my-security-recovered-passkey = Make a passkey
my-security-recovered-app = Set up the app on a new phone
my-security-password = Password
# $since (String)
my-security-password-since = Changed { $since }.
my-security-password-none = You have no password.
my-security-password-change = Change
my-security-password-add = Add a password
# $method (String)
# $when (String)
my-security-added-title = { $method } was set up { $when }.
# $contact (String)
my-security-added-text = Was this not you? Call { $contact } at once.
my-confirm-codes-title = Make new recovery codes?
my-confirm-codes-text = The codes you have now stop working.
my-confirm-codes-button = Make new codes
my-confirm-replace-title = Set up the authenticator app again?
my-confirm-replace-text = Have your new phone at hand. The app on the old one keeps working until the new one does. Then you are signed out everywhere else.
my-confirm-replace-button = Set up again
# $key (String)
my-confirm-remove-key-title = Remove { $key }?
my-key-remove-text = It no longer signs you in afterwards, and you are signed out everywhere else. This cannot be undone; you can make a new one.
my-key-remove = Remove
my-key-last = This is your only second step, so it cannot be removed. Add another one first.
my-key-last-add = Add another one
my-key-manage = Change
my-key-add-passkey = Make
my-key-add-key = Register
my-key-synced = Passkey, synchronised between your devices
my-key-bound = Passkey on one device
my-done-method-removed = Removed. It no longer signs you in.

## Sessions

my-sessions-title = Sessions and sign-ins
my-sessions-here = Where you are signed in
my-sessions-this = this one
my-sessions-unknown = Unknown browser
# $since (String)
my-sessions-since = since { $since }
my-sessions-end = Sign out
# $browser (String)
my-sessions-end-label = Sign out { $browser }
my-sessions-end-others = Sign out everywhere else
my-sessions-only = You are signed in here only.
my-sign-ins = My sign-ins
my-sign-ins-none = No sign-ins yet.
# $contact (String)
my-sign-ins-not-me = Do you see something that was not you? Change your password, sign out everywhere else, and call { $contact }.
# $contact (String)
my-sign-ins-not-me-passkey = Do you see something that was not you? Sign out everywhere else, remove every passkey that is not yours, and call { $contact }.
my-done-signed-out = You are signed out everywhere else.
my-done-session-ended = That session has ended.

## Password

my-password-title = Change password
my-password-intro = You stay signed in here; all other sessions end.
my-password-add-title = Add a password
my-password-add-intro = For places where your passkey does not come along. Your passkey goes on working, and where two steps are asked the password needs a second one.
my-password-add-button = Add password
my-password-current = Present password
my-password-new = New password
# $n (Number)
my-password-rule = At least { $n } characters. A sentence of a few words is good, and easy to remember.
my-password-button = Change password
my-password-error-current = The present password is not right. Try again.
# $n (Number)
my-password-error-short = Choose at least { $n } characters.
my-password-error-long = Choose at most 1,024 bytes; that is some 1,000 characters.
my-password-error-common = Many people use this password, or it contains a name. Choose another.
my-password-error-same = This is the password you have now. Choose another.
my-password-error-wait = { $minutes ->
        [one] The password was entered wrongly too often. You can try again in 1 minute.
       *[other] The password was entered wrongly too often. You can try again in { $minutes } minutes.
    }

## Remembered browsers
my-remembered = Browsers where you are not asked for your second step
# $since (String)
# $until (String)
my-remembered-until = since { $since }, until { $until }
my-remembered-forget = Ask again
# $browser (String)
my-remembered-forget-label = Ask for the second step again in { $browser }
my-done-forgotten = In that browser the second step is asked again.

## My sign-ins
my-sign-ins-what = The last 90 days, with what others tried in your name. The code helps who you call to find it.
my-sign-ins-with = With
my-sign-ins-where = Where
my-sign-ins-code = Code
my-sign-ins-all = All of the last 90 days

# Texts of the pages before one is inside: set-up, sign-in, registration, and what stands in the way.

## Around every page

door-other-language = Nederlands
door-help = Help
door-privacy = Privacy
door-new-tab = (opens in a new tab)
door-continue = Continue
door-back = Back
door-sign-in = Sign in
door-again = Start again
# $n (Number)
# $total (Number)
door-step = Step { $n } of { $total }
# $app (String)
door-going-on = You are going on to { $app }.
door-show = Show
door-hide = Hide
door-copy = Copy
door-copied = Copied
door-download = Download
door-print = Print
door-fix = { $n ->
        [one] One answer needs another look:
       *[other] { $n } answers need another look:
    }
door-strength = Strength
door-strength-words = very easy to guess|easy to guess|reasonable|strong|very strong
# $contact (String)
door-call = Call { $contact }.

## Set-up

setup-title = Set up Sluis
setup-address-title = Where will people find Sluis?
setup-address-why = This address goes into every application and every passkey. Choose it once, and well.
setup-language = Language
setup-address = Public address
setup-address-hint-fixed = It stands in the configuration.
setup-address-hint-local = Now only this machine can open Sluis. That is good for a first look; other people need an address such as https://id.example.org.
setup-address-hint = What stands in the address bar, such as https://id.example.org.
setup-seen = What arrives here
setup-seen-browser = Your browser asked for
setup-seen-proxy = The proxy before Sluis passes on
setup-seen-server = Sluis listens on
setup-seen-none = nothing; there is no proxy
setup-seen-good = Good
setup-seen-look = Look at this
setup-seen-differs = Not everything agrees with the address. Sign-in works only at the address itself; open this page there before you go on.
setup-address-error-form = Enter an address that begins with https:// and has nothing after the name, such as https://id.example.org.
setup-address-error-plain = Outside this machine the address begins with https://. Put a proxy with a certificate before Sluis, or use http://localhost.
setup-address-error-number = Enter a name, not a number: a passkey belongs to a name. For this machine alone that is http://localhost with its port.
# $here (String)
# $there (String)
setup-elsewhere = You are at { $here } now. Once set-up is done, Sluis answers at { $there } and nowhere else. Go on if that address leads to this machine already. If it does not yet, enter the address where you are now; you can move later with the command sluis address change.
setup-elsewhere-sure = It leads here: continue
setup-address-error-configured = The configuration says another address. Change it there, or enter that one.
setup-organisation-title = What is your organisation called?
setup-organisation-why = People see the name whenever they sign in.
setup-organisation-name = Name of the organisation
setup-organisation-domain = Domain
setup-organisation-domain-hint = What stands after the @ in your addresses, such as example.org.
setup-organisation-contact = Whom do people call when they cannot get in?
setup-organisation-contact-hint = A name and a telephone number. They see it when something stops them.
setup-error-name = Enter a name of at most 100 characters.
setup-error-domain = Enter a domain, such as example.org.
setup-error-contact = Enter a name and a telephone number, at most 200 characters.
setup-you-title = Who are you?
setup-you-why = You become the first Global Administrator. Later you can add others.
setup-you-display = Your name
setup-you-display-hint = As your colleagues know you.
setup-you-user-name = User name
setup-you-user-name-hint = With this you sign in. Often it is your mail address.
setup-you-mail = Mail address
setup-you-mail-hint = Warnings about your account go here.
setup-you-password = Password
setup-error-display = Enter your name, at most 100 characters.
setup-error-user-name = Enter a user name without spaces, such as anna@example.org.
setup-error-mail = Enter a mail address, such as anna@example.org.
setup-codes-finish = Finish
setup-codes-passkey = Make a passkey first
setup-codes-passkey-why = Beside the app: with it you sign in without a password. It belongs to the address that you chose, and is made anew when Sluis moves to another one.
setup-link-expired-title = This set-up link has expired
setup-link-expired = It worked for one hour. Start Sluis again for a new one.
setup-link-other-title = This is not the link that Sluis showed last
setup-link-other = Is it complete? Copy all of it. Each start of Sluis makes a new link, and only the newest works.
setup-link-not-yet-title = Sluis is not set up yet
setup-link-not-yet = Whoever runs this server sets it up first, with a one-time link.
setup-link-place = The link stands in the terminal in which Sluis runs. Where Sluis runs as a service, it stands in the file setup-link in its data folder.
setup-privacy = Sluis is not set up yet, so nothing is kept of anyone. What you enter during set-up is stored at the last step, on this server, and nowhere else: Sluis sends nothing to its makers or to anybody else. After set-up this page says what is kept of the people who sign in.
setup-link-used-title = Sluis is already set up
setup-link-used = The link has done its work. From now on people sign in.
setup-link-elsewhere-title = Set-up is open in another browser
setup-link-elsewhere = Only one browser at a time can set Sluis up. Go on there, or start Sluis again for a new link.
setup-to-sign-in = To sign-in

## Name and password

signin-title = Sign in
signin-name = User name or mail address
signin-next = Next
accounts-title = Choose an account
accounts-other = Another account
accounts-other-why = Whoever is signed in now is signed out of this browser once the other is in.
signin-cannot = I cannot sign in
signin-name-problem = Enter your user name. It often looks like anna@example.org.
signin-password-title = Enter your password
# $name (String)
signin-as = You are signing in as { $name }.
signin-password = Password
signin-other-name = Use another name
signin-given = I was given an invitation
signin-forgotten = Forgotten your password?
signin-wrong = That name or password is not right. Try again.
signin-password-ended = This password was temporary, and its time is over. Ask your administrator for an invitation.
signin-locked = { $minutes ->
        [one] The password was entered wrongly too often. You can try again in 1 minute.
       *[other] The password was entered wrongly too often. You can try again in { $minutes } minutes.
    }
signin-busy = { $seconds ->
        [one] Busy for a moment. Wait 1 second and try again.
       *[other] Busy for a moment. Wait { $seconds } seconds and try again.
    }
signin-locked-title = Wait a moment
signin-locked-help = Someone else may have tried. Your account is safe.
signin-busy-title = Busy for a moment
signin-try-again = Try again

## Code

code-title = Enter the code from your app
code-why = Open the authenticator app on your phone and copy the six digits.
code-label = Code
code-wrong = That code is not right. Wait for the next one in your app, and enter it.
code-locked = { $minutes ->
        [one] A wrong code was entered too often. You can try again in 1 minute.
       *[other] A wrong code was entered too often. You can try again in { $minutes } minutes.
    }
code-other = Use a recovery code
code-phone = Phone lost or new?
recovery-title = Enter a recovery code
recovery-why = You kept them when you set up your second step. Each code works once.
recovery-label = Recovery code
recovery-hint = Sixteen letters and digits; spaces and hyphens do not matter.
recovery-wrong = That recovery code is not right, or was used before. Try another one.
recovery-app = Use the code from my app
recovery-none-title = No recovery codes at hand?
# $contact (String)
recovery-none = Call { $contact }. After a check you receive a new invitation.

## Second step

choose-title = Choose your second step
choose-once = Once, about 2 minutes
choose-why = It keeps your account yours even if someone knows your password.
choose-app = Authenticator app
choose-app-why = An app on your phone keeps showing a new code.
choose-passkey = Passkey
choose-passkey-why = Your finger, face or PIN, on this device or your phone. You need no password with it.
choose-key = Security key
choose-key-why = A small key that you put into the computer or hold against it. You need no phone.
another-title = Set up another one?
another-why = Then you are not left outside when one of them is lost.
# $method (String)
another-registered = { $method } is set up.
another-later = Later
register-passkey-title = Make a passkey
register-passkey-why = Your device asks for your finger, face or PIN. From then on you sign in with it, without a password.
register-passkey-go = Make passkey
register-key-title = Register your security key
register-key-why = Put the key into your device or hold it against it, and touch it when it asks for it.
register-key-go = Register key
way-in-title = Choose how you sign in
way-in-password = Or choose a password
register-label = What do you call it?
register-label-hint = So that you recognise it later: laptop, phone, blue key.
register-wrong = That could not be registered. Try again, or choose something else.
register-known = This one is registered already. Choose another one.
register-not-attested = This one did not prove its make, and your organisation asks for that. It was not registered. Try another one.
register-make-refused = Your organisation does not take keys of this make, so it was not registered. Try another one.
# $makes (String)
register-only = Your organisation takes these: { $makes }.
# $contact (String)
register-only-unnamed = Your organisation takes certain keys only. { $contact } knows which.
register-attested = Your organisation asks a key to prove its make. Security keys can; passkeys that are kept in an account of Apple, Google or Microsoft usually cannot.
register-other = Choose something else
signin-passkey = Sign in with a passkey
signin-passkey-wrong = That passkey does not work here. Try again, or sign in with your name and password.
key-title-passkey = Use your passkey
key-why-passkey = Your device asks for your finger, face or PIN.
key-go-passkey = Use passkey
key-title-security = Use your security key
key-why-security = Put the key into your device or hold it against it, and touch it when it asks for it.
key-go-security = Use security key
key-not-taken = That passkey is yours, but your organisation no longer takes keys of its make. Sign in another way and register another one, or ask for help.
key-wrong = That did not work. Try again, or choose another way.
key-cancelled = Nothing was used. Try again when you are ready.
key-no-script = A passkey needs scripts, and this browser has them switched off. Choose another way.
key-unsupported = This browser has no passkeys. Choose another way, or use another browser.
key-other-passkey = Use a passkey
key-other-key = Use a security key
key-lost = I do not have it
post-title = You are in
post-why = You are going on to your application.
choose-none = None of these? Ask for help
choose-later = { $days ->
        [one] Not now; tomorrow it is needed
       *[other] Not now; it is needed in { $days } days
    }
app-title = Connect your authenticator app
app-install = Have an authenticator app on your phone, such as Aegis, 2FAS, Google Authenticator or Microsoft Authenticator.
app-scan = Scan this image with the app.
app-qr = QR code that connects your authenticator app
app-open = Open in the app on this device
app-typed = Cannot scan? Type this code
app-typed-hint = Choose “time based” if the app asks.
app-enter = Enter the six digits that the app now shows.
app-code = Code from the app
app-connect = Connect
app-help = Help with setting up
app-wrong = That code is not right. Check the clock of your phone, wait for the next code, and enter it.
codes-title = Keep your recovery codes
codes-why = Keep these recovery codes on paper. You see them only now.
codes-what = Each code lets you in once when you do not have your second step at hand.
codes-list = Recovery codes
codes-kept = I have kept them
codes-not-kept = First keep the codes, then tick the box.
# $organisation (String)
codes-file-title = Recovery codes for { $organisation }
# $person (String)
codes-file-person = Account: { $person }
codes-file-what = Each code works once. Keep them on paper, not on your phone.
codes-file-name = recovery-codes.txt

## Invitation and new password

# $person (String)
invitation-title = Welcome, { $person }
# $organisation (String)
invitation-why = You set up how you sign in. That takes about four minutes. After that you are inside at { $organisation }.
# $until (String)
invitation-until = The invitation is valid until { $until }.
invitation-begin = Begin
invitation-expired-title = This invitation has expired
invitation-expired = It was valid for 72 hours.
invitation-used-title = This invitation has been used
invitation-used = If that was you, sign in.
invitation-replaced-title = This invitation no longer works
invitation-replaced = There may be a newer one in your mail.
# $contact (String)
invitation-new = Call { $contact } for a new one.
new-password-title = Choose a password
# $name (String)
new-password-for = For { $name }.
new-password-changed = Yours was set by an administrator. From now on only you know it.
new-password = New password
# $n (Number)
new-password-hint = At least { $n } characters. A sentence of a few words is good, and easy to remember.
new-password-button = Keep this password
new-password-empty = Choose a password.
# $n (Number)
new-password-short = Choose at least { $n } characters.
new-password-long = Choose at most 1,024 bytes; that is some 1,000 characters.
new-password-common = Many people use this password. Choose another.
new-password-own = It is mostly a name that everyone here knows. Choose other words.

## Stopped

stopped-title = You are not in yet
# $contact (String)
# $code (Element)
stopped-before = Call { $contact } and give code { $code }.
# $app (String)
stopped-policy = You have shown that it is you, but { $app } cannot be opened from here, in this way.
# $app (String)
stopped-not-assigned = You have shown that it is you, but { $app } is not open to you yet.
stopped-blocked = You have shown that it is you. Your account is blocked.
# Where one was going, within a sentence.
stopped-at-admin-centre = the admin centre
stopped-at-own-pages = your own pages
stopped-can-do = What you can do
stopped-place = Try it from the office, or on a computer that you always use.
stopped-ask = Ask for access.
stopped-other-account = Do you have another account here? Sign in with that one.
# $contact (String)
# $code (Element)
stopped-call = Not working? Call { $contact } and give this code: { $code }
stopped-to-apps = To my applications

## In between

expired-title = This page has expired
expired = It stayed open too long, or was sent before. Nothing is lost.
# $app (String)
expired-to = After signing in you go on to { $app }.
signout-title = Sign out?
signout-why = You sign out here and in the applications that you opened with this account.
# $app (String)
signout-app = { $app } asked for it.
signout-button = Sign out
signout-stay = Stay signed in
signedout-title = You are signed out
signedout-why = On a computer that others use as well, now close the browser.
signedout-again = Sign in again
# $app (String)
signedout-to = Back to { $app }

## An application that asks wrongly

app-error-title = The application and Sluis do not agree
app-error-why = You have done nothing wrong. The administrator of the application can mend this.
app-error-client = Sluis does not know this application.
app-error-address = The return address that the application sent is not registered.
app-error-malformed = What the application sent cannot be read.
# $app (String)
app-error-app = Application: { $app }
app-error-sent = Sent
app-error-nothing = nothing
app-error-registered = Registered
# $code (Element)
app-error-code = Code for the administrator: { $code }

## Errors

error-bad-request-title = This request cannot be read
error-bad-request = Go back and try again. If it stays so, start from the first page.
error-forbidden-title = This is not open to you
error-forbidden = If you need it, ask whoever manages it.
error-not-found-title = This page does not exist
error-not-found = The address may not be complete, or the page has moved.
error-misdirected-title = This address does not belong to Sluis
error-misdirected = Sluis answers only at the address that was chosen at set-up. Look at what stands in the address bar.
# $address (String)
error-misdirected-go = Go to { $address }
error-server-title = Something went wrong here
error-server = It is not your fault, and nothing is lost. Try again in a minute.
# $code (Element)
error-code = If it stays so, call and give this code: { $code }
error-home = To the first page

## Help

help-title = Help with signing in
# $organisation (String)
help-intro = Short answers for everyone at { $organisation }. Not enough? Call; that is never too much trouble.
help-what-title = Why two steps?
help-what = A password can be guessed, seen or stolen without you noticing. The second step is something that only you have: your device with a passkey, your phone with an app, or a security key. Someone who has your password still stays outside.
help-set-up-title = Setting up your second step
help-set-up-1 = Open the link in your invitation, or sign in. Sluis leads you on by itself and lets you choose.
help-set-up-2 = A passkey: your device asks for your finger, face or PIN. A security key: put it into the device or hold it against it. You need nothing else.
help-set-up-3 = An authenticator app: put one on your phone from its app store, such as Aegis, 2FAS, Google Authenticator or Microsoft Authenticator; they are free. Scan the image with it; on the phone itself, press the button that opens the app.
help-set-up-4 = Enter the six digits that the app shows.
help-set-up-5 = Keep the recovery codes on paper, in a place where you also keep other papers that matter.
help-code-title = The code is not accepted
help-code = A code works for half a minute, and once. Wait for the next one. If that does not help, have the clock of your phone set by itself: a clock that is a minute off makes wrong codes.
help-phone-title = Phone or key lost, broken or new
help-phone-new = Do you still have the old one? Sign in, open My account, Security info, and add the new one.
help-phone-lost = Is it gone? Sign in with your password and choose “Use a recovery code”. Then set up the new one.
help-phone-none = No recovery codes? Then someone has to check that it is you. Call.
help-invitation-title = The invitation
help-invitation = It came by mail or was handed to you. Open the link in it; it works once, for 72 hours. Expired? Ask for a new one.
help-password-title = Password forgotten
help-password = Call for a new invitation; with it you choose a new password. Nobody at your organisation can see your password.
help-locked-title = Too often wrong
help-locked = After too many wrong passwords Sluis waits a while. It says how long. You need do nothing but wait; if it was not you, tell us.
help-suspicious-title = Something is not right
help-suspicious = Were you asked for a code although you were not signing in? Did a mail say that something was added that you did not add? Give no code, and call at once.
help-call-title = Whom to call
help-back = To sign-in

## Privacy

privacy-title = Privacy
# $organisation (String)
privacy-intro = Sluis is the front door of { $organisation }. It runs on a computer of the organisation's own choice, and sends nothing to its makers or to anyone else.
privacy-kept-title = What is kept
privacy-kept-account = Your name, user name and mail address, as your organisation entered them.
privacy-kept-password = Your password, as a fingerprint from which nobody can make the password again.
privacy-kept-second = The secret that your authenticator app shares, sealed; the public half of your passkeys and security keys; and fingerprints of your recovery codes.
# $days (Number)
privacy-kept-sign-ins = For each sign-in: when, to which application, from which network address and country, with which browser, and why you were let in or stopped. After { $days } days this is removed.
privacy-cookies-title = Cookies
privacy-cookies = One keeps you signed in, one recognises this browser so that you are asked less, one stands in for your second step where you asked for that, one remembers the language you chose. They are only for this address. There are no others, and no trackers.
privacy-who-title = Who sees it
privacy-who = The administrators of your organisation. Applications that you open receive your name and mail address when they ask for them, never your password.
privacy-rights-title = Your rights
privacy-rights = You may see, correct and have removed what is kept about you. Ask your organisation.
# $contact (String)
privacy-rights-contact = You may see, correct and have removed what is kept about you. Ask { $contact }.

## Boxes on the way in
# $days (Number)
door-keep = { $days ->
        [one] Stay signed in for a day
       *[other] Stay signed in for { $days } days
    }
# $days (Number)
door-remember = { $days ->
        [one] Do not ask again on this device for a day
       *[other] Do not ask again on this device for { $days } days
    }
door-keep-hint = Only on a device that is yours alone. Administrators sign in anew each time all the same.
door-own-device = Only on a device that is yours alone.

## Confirming once more
confirm-title = Confirm once more
confirm-why = This changes who can get in. Show once more that it is you; then you go on where you were.
confirm-done-title = Confirmed
confirm-done-why = Nothing was lost. Go on with what you were doing.
confirm-done-go = Go on
confirm-done-back = Back without doing it

# Mail. Plain sentences: the same text stands in the plain and in the HTML part.

# $person (String)
mail-hello = Hello { $person },
mail-address = Does the button not work? This is the address:
# $contact (String)
mail-not-you = Was this not you? Tell us now and we close everything: { $contact }.
# $organisation (String)
mail-from = { $organisation }
# $when (String)
mail-when = This happened on { $when }.

# $organisation (String)
mail-invitation-subject = Your account at { $organisation }
# $inviter (String)
# $organisation (String)
mail-invitation = { $inviter } has made an account for you at { $organisation }.
# $organisation (String)
mail-invitation-by-organisation = { $organisation } has made an account for you.
mail-invitation-how = Set up how you sign in. That takes about four minutes.
mail-invitation-button = Begin
# $until (String)
mail-invitation-until = The invitation works once, until { $until }.
# $contact (String)
mail-invitation-unexpected = Did you not expect this? Then do nothing, or call { $contact }.
# $name (String)
mail-invitation-name = Your user name is { $name }.

# $organisation (String)
mail-app-added-subject = An authenticator app was added to your account at { $organisation }
mail-app-added = An authenticator app was added to your account.
mail-app-removed-subject = Your authenticator app was removed
mail-app-removed = The authenticator app was removed from your account. You set up a new one when you sign in next.
# $organisation (String)
mail-passkey-added-subject = A passkey was added to your account at { $organisation }
mail-passkey-added = A passkey was added to your account.
mail-passkey-removed-subject = A passkey was removed from your account
mail-passkey-removed = A passkey was removed from your account. It no longer signs you in.
# $organisation (String)
mail-key-added-subject = A security key was added to your account at { $organisation }
mail-key-added = A security key was added to your account.
mail-key-removed-subject = A security key was removed from your account
mail-key-removed = A security key was removed from your account. It no longer works as your second step.
mail-key-copied-subject = One of your passkeys may have been copied
mail-key-copied = A passkey or security key of yours was used, but its counter had gone back. That happens when somebody has made a copy of it. The sign-in was refused. Remove this passkey under My account, Security info, and make a new one.
mail-recovery-used-subject = A recovery code was used
mail-recovery-used = { $left ->
        [0] Someone signed in to your account with a recovery code. You have none left.
        [one] Someone signed in to your account with a recovery code. You have one left.
       *[other] Someone signed in to your account with a recovery code. You have { $left } left.
    }
mail-codes-made-subject = New recovery codes were made
mail-codes-made = New recovery codes were made for your account. The old ones no longer work.
mail-password-changed-subject = Your password was changed
mail-password-changed = The password of your account was changed. All other sessions have ended.
mail-password-added-subject = Your account has a password now
mail-password-added = A password was added to your account. Your passkey goes on working.

# $person (String)
mail-recovered-subject = A way back in was made for { $person }
# $by (String)
# $person (String)
mail-recovered = On the server itself, { $by } made a one-time link with which { $person } gets back in as a Global Administrator.
# $person (String)
mail-recovered-what = The password, the second steps and the recovery codes of { $person } were removed, and every session has ended. The link is good for one hour; it leads to a new password and a new second step.
# $contact (String)
mail-recovered-unexpected = Did nobody tell you of this? Then somebody may be on the server who should not be. Look there first, and call { $contact }.
mail-copied-subject = Your second step was asked for again, for safety
mail-copied = A browser of yours that was not asked for the second step showed something that was already replaced. Either an answer of ours got lost, or somebody has a copy. That browser is no longer trusted and its sessions have ended. If it was you who just signed in, there is nothing to do.

# $organisation (String)
mail-reminder-subject = Set up your second step for { $organisation }
# $organisation (String)
mail-reminder = Your account at { $organisation } is protected by a password alone. With a second step it stays yours, even if somebody knows your password.
mail-reminder-how = It takes about two minutes, with your phone or a security key. Sign in and choose your second step.
mail-reminder-button = Set up my second step
# $contact (String)
mail-reminder-unexpected = Do you need help? Call { $contact }.

# Authentication strengths and authentication contexts in the admin centre.

strengths-title = Authentication strengths
strengths-about = Which ways of signing in are enough. A policy can demand a strength in the place of plain multi-factor authentication.
strengths-new = New strength
strengths-new-title = New authentication strength
strengths-column-enough = Enough is one of
strengths-column-makes = Passkeys
strengths-built-in = Built in
strengths-built-in-hint = It is built in: what it takes is the same everywhere. To demand something else, make a strength of your own.
strengths-nothing = Nothing that can be given here
# $n (Number)
strengths-others = { $n ->
        [one] and one that is not offered here
       *[other] and { $n } that are not offered here
    }
strengths-every-make = Of every make
strengths-methods-hint = A strength chooses among the methods that people may use. Which those are:
strengths-name-hint = What colleagues will recognise: “Company keys only”.
strengths-description = What it is for
strengths-enough-hint = Whoever signs in gives one of these. Who has none of them and may register one is led through it; anybody else is told at once that they cannot come in.
strengths-not-here = Not offered here
strengths-not-here-hint = They are kept, so that a strength from elsewhere stays what it was. Nobody can give them here.
strengths-makes = Which passkeys count
strengths-makes-hint = With none chosen, passkeys of every make count. What a passkey says of its make is proven only where passkeys must prove it: see Authentication methods.
strengths-more = Other makes
strengths-more-hint = The AAGUID of a make on each line. The maker publishes it.
strengths-certificates = It also says which certificates count. That is kept; certificates are not offered here.
strengths-delete = Delete strength
strengths-delete-hint = A strength that a policy demands is not deleted.
strengths-delete-text = No policy can demand it any more.
strengths-done-saved = The strength was saved.
strengths-done-deleted = The strength was deleted.
strengths-problem-name = Give the strength a name of at most 256 characters, on one line.
strengths-problem-taken = Another strength has this name. Choose another, so that nobody mixes them up.
strengths-problem-empty = Choose at least one way of signing in: without one nobody could meet it.
# $make (String)
strengths-problem-make = “{ $make }” is no AAGUID. It looks like cb69481e-8ff7-4039-93ec-0a2729a154a8.
# $reason (String)
strengths-problem-unreadable = The strength could not be read: { $reason }.
# $most (Number)
strengths-problem-too-many = There are { $most } strengths already, and more there cannot be. Delete one that no policy demands.
# $policies (String)
strengths-problem-used = These policies demand it: { $policies }. Let them demand something else first.
# $policies (String)
strengths-problem-impossible = Nobody could give any of it here, and these policies that are on demand it: { $policies }. Choose a way of signing in that is offered here.
# $first (String)
# $second (String)
strengths-and = { $first } and { $second }
strengths-mode-fido2 = passkey
strengths-mode-hello = Windows Hello for Business
strengths-mode-certificate-multi = certificate that counts for both steps
strengths-mode-certificate-single = certificate that counts for one step
strengths-mode-telephone = signing in by telephone without a password
strengths-mode-pass-once = Temporary Access Pass that is used once
strengths-mode-pass-more = Temporary Access Pass that is used several times
strengths-mode-password = password
strengths-mode-push = approval on a telephone
strengths-mode-app = code from an authenticator app
strengths-mode-token = code from a token that shows one
strengths-mode-sms = code by SMS
strengths-mode-call = call
strengths-mode-elsewhere-multi = two steps at another provider
strengths-mode-elsewhere-single = one step at another provider

contexts-title = Authentication contexts
contexts-about = Numbers that an application names for what weighs more than signing in. A policy about a context says what is asked then. Applications cannot ask for one yet; What If can.
contexts-new = New context
contexts-new-title = New authentication context
contexts-empty = There are no authentication contexts yet. Make one for what weighs more than signing in, such as paying, and write a policy about it.
contexts-column-id = Number
contexts-available = Published
contexts-available-hint = Applications may be pointed at it. One that is published is not deleted.
contexts-name-hint = What colleagues will recognise: “Payments”.
contexts-id-hint = What an application names. It cannot be changed later.
contexts-delete = Delete context
contexts-delete-hint = A context that a policy is about, or that is published, is not deleted.
contexts-delete-text = No policy can be about it any more.
contexts-done-saved = The context was saved.
contexts-done-deleted = The context was deleted.
contexts-problem-name = Give the context a name of at most 256 characters, on one line.
contexts-problem-id = Choose a number from c1 to c99.
contexts-problem-taken = There is a context with this number already. Choose another number.
contexts-problem-published = It is published. Take that off and save, then delete it.
# $policies (String)
contexts-problem-used = These policies are about it: { $policies }. Take it out of them first.


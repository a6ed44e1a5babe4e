# Findings about conditional access policies: what `sluis policy check` and the pages say of a policy.

lint-not-understood = is not understood
lint-nobody-included = nobody is included
lint-nothing-included = no application, action or context is included
lint-no-place-included = no location is included
lint-nothing-demanded = nothing is demanded: neither to grant access nor of the session
lint-people-undone = everybody who is included is excluded again
lint-applications-undone = every application that is included is excluded again
lint-places-undone = every location that is included is excluded again
lint-platforms-undone = every platform that is included is excluded again
lint-devices-twice = a filter and a list of devices may not stand together
lint-targets-mixed = applications, user actions and authentication contexts may not stand together
lint-block-beside = block stands alone
lint-mfa-and-strength = multi-factor authentication and an authentication strength may not stand together
lint-password-change-alone = a password change needs multi-factor authentication or a strength beside it, joined by AND
lint-password-change-without-risk = a password change needs levels of user risk
lint-password-change-narrow = a password change is for every application, without exclusions and without further conditions
lint-remediation-alone = risk remediation needs an authentication strength beside it, joined by AND
lint-change-and-remediation = a password change and risk remediation may not stand together
lint-register-device-only-mfa = for registering a device only multi-factor authentication can be asked
lint-persistence-narrow = whether a browser stays signed in can only be set for every application together
lint-action-on-trial = Microsoft does not take report-only for user actions; Sluis does
lint-trial-too-long = has been report-only, unchanged, for more than ninety days: switch it on, or delete it
lint-impossible-strength = no combination of it can be given here: nobody would get in
lint-everybody-blocked = blocks everybody from every application, and excludes nobody: administrators are locked out too
lint-everybody-managed = asks a managed device or application of everybody for everything, and excludes nobody: who has none is locked out, administrators too
# $about (String)
lint-shadowed = “{ $about }” blocks everything that it is about
# $about (String)
lint-redundant = changes nothing: “{ $about }” demands the same of everything that it is about
# $about (String)
lint-contradiction = together with “{ $about }” it blocks both one thing and its opposite: nobody gets in
# $about (String)
lint-nobody-registers = asks a second factor, while “{ $about }” lets nobody register one: new people never get in
# $about (String)
lint-missing-people = { $about } is not here: deleted, or of another organisation
# $about (String)
lint-missing-application = the application { $about } is not here
# $about (String)
lint-missing-place = the named location { $about } is not here
# $about (String)
lint-missing-context = the authentication context { $about } is not here
# $about (String)
lint-missing-control = { $about } is not here: nobody could meet it
lint-names-emergency-account = it names an emergency account, which no policy is about: that changes nothing
lint-matches-nobody = none of the people, groups and roles that are included is here: it is about nobody
lint-matches-nothing = none of the applications that are included is here: it is about nothing
# $about (String)
lint-everybody-excluded = everybody is in the group { $about }, which is excluded: it is about nobody

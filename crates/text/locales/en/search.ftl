# Search in the admin centre.

search-label = Search
search-hint = Search (press /)
search-title = Search
search-about = Look for people by name, user name or mail address, for applications and pages by their words, and for a sign-in by its code, such as K7P-4MX.
# $typed (String)
search-nothing = Nothing was found for { $typed }.
# $typed (String)
search-found = { $n ->
        [one] One thing was found for { $typed }.
       *[other] { $n } things were found for { $typed }.
    }
search-people = People
search-applications = Applications
search-pages = Pages
search-sign-in = Sign-in with this code
search-more = There are more. Type more of the name.

# Other words that a page is found by.

search-words-home = start overview dashboard
search-words-people = people accounts users roles administrators password invite block
search-words-applications = apps registrations clients OpenID OAuth secrets
search-words-properties = organisation tenant domain address mail settings
search-words-methods = passkey passkeys security keys attestation AAGUID models
search-words-sign-ins = log logs logins stopped failed code
search-words-audit = changes history who
search-words-health = doctor certificate database clock server
search-words-my-applications = own apps
search-words-my-security = own passkey authenticator password recovery method
search-words-my-sessions = own devices browsers sign-ins
search-words-add-person = new user invite invitation account
search-words-add-application = new register connect OpenID client app
search-words-organisation = name language help contact privacy
search-words-defaults = security defaults MFA second step two
search-words-browsers = remember remembered stay signed in device days
search-words-seals = verify tamper hash chain auditor export
search-words-policies = conditional access rules policy report-only lock-out trial MFA block
search-words-locations = places networks addresses ranges countries trusted IPs
search-words-strengths = methods combinations phishing passkeys keys AAGUID makes
search-words-contexts = step-up acrs numbers applications

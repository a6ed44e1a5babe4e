# Zoeken in het beheercentrum.

search-label = Zoeken
search-hint = Zoeken (druk op /)
search-title = Zoeken
search-about = Zoek mensen op naam, gebruikersnaam of e-mailadres, toepassingen en pagina's op hun woorden, en een aanmelding op haar code, zoals K7P-4MX.
search-nothing = Er is niets gevonden voor { $typed }.
search-found = { $n ->
        [one] Er is één ding gevonden voor { $typed }.
       *[other] Er zijn { $n } dingen gevonden voor { $typed }.
    }
search-people = Mensen
search-applications = Toepassingen
search-pages = Pagina's
search-sign-in = Aanmelding met deze code
search-more = Er is meer. Typ meer van de naam.

# Andere woorden waarmee een pagina wordt gevonden.

search-words-home = start overzicht dashboard
search-words-people = mensen accounts gebruikers rollen beheerders wachtwoord uitnodigen blokkeren
search-words-applications = apps registraties clients OpenID OAuth geheimen
search-words-properties = organisatie tenant domein adres mail instellingen
search-words-methods = passkey passkeys beveiligingssleutels attestatie AAGUID modellen
search-words-sign-ins = logboek logboeken logins tegengehouden mislukt code
search-words-audit = wijzigingen geschiedenis wie
search-words-health = dokter certificaat database klok server
search-words-my-applications = eigen apps
search-words-my-security = eigen passkey verificator wachtwoord herstelcodes methode
search-words-my-sessions = eigen apparaten browsers aanmeldingen
search-words-add-person = nieuwe gebruiker uitnodigen uitnodiging account
search-words-add-application = nieuwe registreren koppelen OpenID client app
search-words-organisation = naam taal hulp contact privacy
search-words-defaults = standaardinstellingen beveiliging MFA tweede stap
search-words-browsers = onthouden onthoud aangemeld blijven apparaat dagen
search-words-seals = controleren knoeien hash keten accountant exporteren
search-words-policies = voorwaardelijke toegang regels beleid alleen rapporteren buitensluiten proef MFA blokkeren
search-words-locations = plaatsen netwerken adressen reeksen landen vertrouwde IP-adressen
search-words-strengths = methoden combinaties phishing passkeys sleutels AAGUID merken
search-words-contexts = step-up acrs nummers toepassingen

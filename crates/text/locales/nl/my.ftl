# Teksten van de eigen pagina's. Wat tussen ** staat, wordt vet.

## Shell

my-title = Mijn account
my-nav-applications = Toepassingen
my-nav-security = Beveiligingsgegevens
my-nav-sessions = Sessies
my-language = Taal
my-language-hint = Van uw pagina's en mail.
my-shortcuts = Toets / gaat naar zoeken
my-shortcuts-on = Aan
my-shortcuts-off = Uit

## Applications

my-apps-title = Mijn toepassingen
my-apps-hello = Dag { $person }
my-apps-empty = Er zijn nog geen toepassingen voor u. Zodra er een is, opent u die hier.

## Security info

my-security-title = Beveiligingsgegevens
my-security-good = U meldt zich aan met twee stappen.
my-security-without = U hebt nog geen tweede stap. Hiermee blijft uw account van u, ook als iemand uw wachtwoord weet.
my-security-app = Verificator-app
my-security-app-none = Niet ingesteld.
my-security-app-since = Ingesteld op { $since }.
my-security-app-used = Ingesteld op { $since }, laatst gebruikt { $used }.
my-security-app-add = Instellen
my-security-app-replace = Nieuwe telefoon
my-security-codes = Herstelcodes
my-security-codes-left = { $left ->
        [0] U hebt er geen meer. Maak een nieuwe set en bewaar die op papier.
        [one] U hebt er nog één. Maak binnenkort een nieuwe set.
       *[other] U hebt er nog { $left }. Elke code werkt één keer, als uw telefoon niet bij de hand is.
    }
my-security-codes-new = Nieuwe set
my-security-codes-wait = Ze komen bij uw tweede stap.
my-security-recovered = { $left ->
        [0] U hebt zich aangemeld met uw laatste herstelcode. Stel nu een nieuwe tweede stap in: tot { $until } wordt verder niets gevraagd.
        [one] U hebt zich aangemeld met een herstelcode; er is er nog één. Is uw telefoon of sleutel weg, stel dan een nieuwe in: tot { $until } wordt verder niets gevraagd.
       *[other] U hebt zich aangemeld met een herstelcode; er zijn er nog { $left }. Is uw telefoon of sleutel weg, stel dan een nieuwe in: tot { $until } wordt verder niets gevraagd.
    }
my-security-recovered-passkey = Maak een passkey
my-security-recovered-app = Stel de app in op een nieuwe telefoon
my-security-password = Wachtwoord
my-security-password-since = Gewijzigd op { $since }.
my-security-password-none = U hebt geen wachtwoord.
my-security-password-change = Wijzigen
my-security-password-add = Wachtwoord toevoegen
my-security-added-title = { $method } is ingesteld: { $when }.
my-security-added-text = Was u dit niet? Bel meteen { $contact }.
my-confirm-codes-title = Nieuwe herstelcodes maken?
my-confirm-codes-text = De codes die u nu hebt, werken dan niet meer.
my-confirm-codes-button = Nieuwe codes maken
my-confirm-replace-title = Verificator-app opnieuw instellen?
my-confirm-replace-text = Houd uw nieuwe telefoon bij de hand. De app op de oude blijft werken tot de nieuwe werkt. Daarna bent u overal elders afgemeld.
my-confirm-replace-button = Opnieuw instellen
my-confirm-remove-key-title = { $key } verwijderen?
my-key-remove-text = Daarna kunt u zich er niet meer mee aanmelden, en bent u overal elders afgemeld. Dit is niet terug te draaien; u kunt wel een nieuwe maken.
my-key-remove = Verwijderen
my-key-last = Dit is uw enige tweede stap; u kunt hem dus niet verwijderen. Voeg eerst een andere toe.
my-key-last-add = Voeg een andere toe
my-key-manage = Wijzigen
my-key-add-passkey = Maken
my-key-add-key = Registreren
my-key-synced = Passkey, gelijk op al uw apparaten
my-key-bound = Passkey op één apparaat
my-done-method-removed = Verwijderd. U kunt zich er niet meer mee aanmelden.

## Sessions

my-sessions-title = Sessies en aanmeldingen
my-sessions-here = Waar u bent aangemeld
my-sessions-this = deze
my-sessions-unknown = Onbekende browser
my-sessions-since = sinds { $since }
my-sessions-end = Afmelden
my-sessions-end-label = { $browser } afmelden
my-sessions-end-others = Overal elders afmelden
my-sessions-only = U bent alleen hier aangemeld.
my-sign-ins = Mijn aanmeldingen
my-sign-ins-none = Nog geen aanmeldingen.
my-sign-ins-not-me = Ziet u iets dat u niet was? Wijzig uw wachtwoord, meld u overal elders af en bel { $contact }.
my-sign-ins-not-me-passkey = Ziet u iets dat u niet was? Meld u overal elders af, verwijder elke passkey die niet van u is, en bel { $contact }.
my-done-signed-out = U bent overal elders afgemeld.
my-done-session-ended = Die sessie is beëindigd.

## Password

my-password-title = Wachtwoord wijzigen
my-password-intro = U blijft hier aangemeld; alle andere sessies eindigen.
my-password-add-title = Een wachtwoord toevoegen
my-password-add-intro = Voor plekken waar uw passkey niet mee kan. Uw passkey blijft gewoon werken, en waar twee stappen worden gevraagd, hoort bij het wachtwoord een tweede.
my-password-add-button = Wachtwoord toevoegen
my-password-current = Huidig wachtwoord
my-password-new = Nieuw wachtwoord
my-password-rule = Minstens { $n } tekens. Een zin van een paar woorden is goed, en makkelijk te onthouden.
my-password-button = Wachtwoord wijzigen
my-password-error-current = Het huidige wachtwoord klopt niet. Probeer het nog eens.
my-password-error-short = Kies minstens { $n } tekens.
my-password-error-long = Kies hoogstens 1.024 bytes; dat zijn zo'n 1.000 tekens.
my-password-error-common = Dit wachtwoord gebruiken veel mensen, of er staat een naam in. Kies een ander.
my-password-error-same = Dit is het wachtwoord dat u nu hebt. Kies een ander.
my-password-error-wait = { $minutes ->
        [one] Er is te vaak een verkeerd wachtwoord ingevuld. Over 1 minuut kunt u het opnieuw proberen.
       *[other] Er is te vaak een verkeerd wachtwoord ingevuld. Over { $minutes } minuten kunt u het opnieuw proberen.
    }

## Remembered browsers
my-remembered = Browsers waarin uw tweede stap niet wordt gevraagd
my-remembered-until = sinds { $since }, tot { $until }
my-remembered-forget = Weer vragen
my-remembered-forget-label = De tweede stap weer vragen in { $browser }
my-done-forgotten = In die browser wordt de tweede stap weer gevraagd.

## My sign-ins
my-sign-ins-what = De laatste 90 dagen, ook wat anderen met uw naam probeerden. Met de code vindt wie u belt het terug.
my-sign-ins-with = Waarmee
my-sign-ins-where = Waar
my-sign-ins-code = Code
my-sign-ins-all = Alles van de laatste 90 dagen

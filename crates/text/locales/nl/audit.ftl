# Bewaking > Auditlogboek: wie wat heeft gewijzigd.

audit-nav = Auditlogboek
audit-title = Auditlogboek
audit-intro = Alles wat is gewijzigd, door wie en waarvandaan, het nieuwste eerst.
audit-person = Gedaan door
audit-person-hint = een gebruikersnaam
audit-action = Wat
audit-any-action = Alles
audit-filter = Filteren
audit-empty = Er is nog niets gewijzigd.
audit-no-result = Geen wijziging past bij dit filter: { $filter }.
audit-column-when = Wanneer
audit-column-what = Wat is gedaan
audit-column-from = Vanaf
audit-by-gone = Iemand die geen account meer heeft
audit-by-set-up = De eerste beheerder
audit-by-system = Sluis zelf
audit-by-cli = { $name } op de server
audit-person-gone = iemand die geen account meer heeft
audit-app-gone = een toepassing die er niet meer is
audit-unknown = { $by } heeft iets gedaan waar deze versie geen woorden voor heeft ({ $action }).
audit-reason = Reden: { $reason }
audit-detail-what = Wat is gewijzigd
audit-detail-nothing = Bij deze regel horen geen waarden naast wat de zin zegt.
audit-detail-property = Eigenschap
audit-detail-old = Ervoor
audit-detail-new = Erna
audit-detail-none = niets
audit-detail-facts = De regel
audit-detail-by = Gedaan door
audit-detail-from = Vanaf adres
audit-from-server = de server
audit-detail-no-address = geen: het is op de server gedaan
audit-detail-action = Handeling
audit-detail-id = Id
audit-detail-undo = Terugzetten wat er stond
audit-detail-target = Openen waar het om gaat

# Wat is gedaan: een zin, en hoe het heet waar u kiest.

audit-make-organisation = { $by } heeft de organisatie { $whom } gemaakt.
audit-make-organisation-name = Organisatie gemaakt
audit-block-organisation = { $by } heeft de organisatie { $whom } geblokkeerd.
audit-block-organisation-name = Organisatie geblokkeerd
audit-unblock-organisation = { $by } heeft de blokkering van de organisatie { $whom } opgeheven.
audit-unblock-organisation-name = Blokkering van de organisatie opgeheven
audit-change-organisation = { $by } heeft de instellingen van { $whom } gewijzigd.
audit-change-organisation-name = Instellingen van de organisatie gewijzigd
audit-change-address = { $by } heeft { $whom } naar een ander adres verhuisd.
audit-change-address-name = Adres van de organisatie gewijzigd
audit-turn-defaults-on = { $by } heeft de standaardinstellingen voor beveiliging aangezet.
audit-turn-defaults-on-name = Standaardinstellingen voor beveiliging aangezet
audit-turn-defaults-off = { $by } heeft de standaardinstellingen voor beveiliging uitgezet.
audit-turn-defaults-off-name = Standaardinstellingen voor beveiliging uitgezet
audit-change-defaults = { $by } heeft de standaardinstellingen voor beveiliging gewijzigd.
audit-change-defaults-name = Standaardinstellingen voor beveiliging gewijzigd
audit-change-browsers = { $by } heeft gewijzigd hoe lang browsers worden onthouden.
audit-change-browsers-name = Onthouden van browsers gewijzigd
audit-change-passkeys = { $by } heeft gewijzigd welke passkeys en beveiligingssleutels tellen.
audit-change-passkeys-name = Regels voor passkeys gewijzigd
audit-rotate-signing-keys = { $by } heeft ondertekeningssleutels vervangen.
audit-rotate-signing-keys-name = Ondertekeningssleutels vervangen
audit-take-backup = { $by } heeft een back-up gemaakt.
audit-take-backup-name = Back-up gemaakt
audit-restore-backup = { $by } heeft een back-up teruggezet; iedereen is afgemeld.
audit-restore-backup-name = Back-up teruggezet
audit-add-person = { $by } heeft { $whom } toegevoegd en uitgenodigd.
audit-add-person-name = Persoon toegevoegd
audit-invite-person = { $by } heeft { $whom } opnieuw uitgenodigd.
audit-invite-person-name = Persoon opnieuw uitgenodigd
audit-remind-person = { $by } heeft { $whom } eraan herinnerd een tweede stap in te stellen.
audit-remind-person-name = Persoon herinnerd aan een tweede stap
audit-block-person = { $by } heeft { $whom } geblokkeerd.
audit-block-person-name = Persoon geblokkeerd
audit-unblock-person = { $by } heeft de blokkering van { $whom } opgeheven.
audit-unblock-person-name = Blokkering van een persoon opgeheven
audit-change-person = { $by } heeft de gegevens van { $whom } gewijzigd.
audit-change-person-name = Persoon gewijzigd
audit-delete-person = { $by } heeft { $whom } verwijderd.
audit-delete-person-name = Persoon verwijderd
audit-restore-person = { $by } heeft { $whom } teruggezet.
audit-restore-person-name = Persoon teruggezet
audit-erase-person = { $by } heeft { $whom } definitief verwijderd.
audit-erase-person-name = Persoon definitief verwijderd
audit-set-password = { $by } heeft voor { $whom } een wachtwoord uit een bestand ingesteld, te wijzigen bij de eerste aanmelding.
audit-set-password-name = Wachtwoord uit een bestand ingesteld
audit-import-people = { $by } heeft mensen uit een bestand geïmporteerd.
audit-import-people-name = Mensen geïmporteerd
audit-export-people = { $by } heeft gegevens van mensen naar een bestand geëxporteerd.
audit-export-people-name = Mensen geëxporteerd
audit-property-ended = Vanzelf afgelopen
audit-property-imported = Uit een bestand
audit-property-added = Toegevoegd
audit-property-changed = Gewijzigd
audit-property-same = Hetzelfde gebleven
audit-property-refused = Geweigerd
audit-property-filter = Filter
audit-detail-erased = gewist
audit-end-sessions = { $by } heeft alle sessies van { $whom } beëindigd.
audit-end-sessions-name = Sessies beëindigd
audit-remove-method = { $by } heeft een tweede stap van { $whom } verwijderd.
audit-remove-method-name = Tweede stap verwijderd door een beheerder
audit-give-role = { $by } heeft { $whom } een rol gegeven.
audit-give-role-name = Rol gegeven
audit-take-role = { $by } heeft { $whom } een rol afgenomen.
audit-take-role-name = Rol afgenomen
audit-recover-person = { $by } heeft een weg terug gemaakt voor { $whom }.
audit-recover-person-name = Weg terug gemaakt
audit-add-app = { $by } heeft de toepassing { $whom } geregistreerd.
audit-add-app-name = Toepassing geregistreerd
audit-change-app = { $by } heeft de toepassing { $whom } gewijzigd.
audit-change-app-name = Toepassing gewijzigd
audit-remove-app = { $by } heeft de toepassing { $whom } verwijderd.
audit-remove-app-name = Toepassing verwijderd
audit-put-app-back = { $by } heeft de verwijderde toepassing { $whom } teruggezet.
audit-put-app-back-name = Toepassing teruggezet
audit-add-app-secret = { $by } heeft een geheim voor { $whom } gemaakt.
audit-add-app-secret-name = Geheim van een toepassing gemaakt
audit-change-secret-life = { $by } heeft gewijzigd hoelang geheimen van toepassingen mogen werken.
audit-change-secret-life-name = Hoelang geheimen mogen werken gewijzigd
audit-remove-app-secret = { $by } heeft een geheim van { $whom } verwijderd.
audit-remove-app-secret-name = Geheim van een toepassing verwijderd
audit-name-for-app = { $by } heeft iemand op de lijst van { $whom } gezet.
audit-name-for-app-name = Persoon op de lijst van een toepassing gezet
audit-unname-for-app = { $by } heeft iemand van de lijst van { $whom } gehaald.
audit-unname-for-app-name = Persoon van de lijst van een toepassing gehaald
audit-register-method = { $by } heeft een tweede stap ingesteld.
audit-register-method-name = Tweede stap ingesteld
audit-remove-own-method = { $by } heeft een eigen tweede stap verwijderd.
audit-remove-own-method-name = Tweede stap verwijderd door de eigenaar
audit-rename-method = { $by } heeft een tweede stap een andere naam gegeven.
audit-rename-method-name = Tweede stap hernoemd
audit-make-recovery-codes = { $by } heeft nieuwe herstelcodes gemaakt.
audit-make-recovery-codes-name = Herstelcodes gemaakt
audit-change-password = { $by } heeft een nieuw wachtwoord gekozen.
audit-change-password-name = Wachtwoord gekozen
audit-end-own-sessions = { $by } heeft eigen sessies beëindigd.
audit-end-own-sessions-name = Sessies beëindigd door de eigenaar
audit-forget-remembered = { $by } heeft een onthouden browser van { $whom } laten vergeten.
audit-forget-remembered-name = Onthouden browser vergeten
audit-key-copied = Een passkey of beveiligingssleutel van { $whom } is geweigerd: de teller ging terug, dus er is misschien een kopie.
audit-key-copied-name = Sleutel misschien gekopieerd
audit-remembered-copied = Een onthouden browser van { $whom } is op twee plaatsen gebruikt en wordt niet langer onthouden.
audit-remembered-copied-name = Onthouden browser gekopieerd

# De zegels: wat het logboek eerlijk houdt.

audit-seals-title = Zegels van het auditlogboek
audit-seals-about = Wat is opgeschreven, wordt een paar minuten later verzegeld. Daarna kan niemand een regel wijzigen, weghalen of invoegen zonder dat het opvalt.
audit-seals-link = Zegels
audit-seals-now = Hoe het nu is
audit-seals-again = Nu controleren
audit-seals-never = Er is niet gecontroleerd sinds deze server is gestart. Dat gebeurt elk uur vanzelf.
audit-seals-when = Gecontroleerd op { $when }.
audit-seals-busy = De controle loopt: { $done } van { $of } zegels. Kom zo terug.
audit-seals-none = Er is nog niets verzegeld; dat gebeurt tien minuten na de eerste wijziging.
audit-seals-sealed = Verzegeld tot { $when }.
audit-seals-unsealed = { $n ->
        [0] Alles is verzegeld.
        [one] Eén regel is nog niet verzegeld: of die is zoals hij is opgeschreven, kan niemand zeggen.
       *[other] { $n } regels zijn nog niet verzegeld: of ze zijn zoals ze zijn opgeschreven, kan niemand zeggen.
    }
audit-seals-cleared = { $n ->
        [0] Er is geen regel verwijderd om haar leeftijd.
        [one] Eén regel is verwijderd omdat ze lang genoeg was bewaard; haar zegel is er nog.
       *[other] { $n } regels zijn verwijderd omdat ze lang genoeg waren bewaard; hun zegels zijn er nog.
    }
audit-seals-sound = Gaaf: alles wat sinds { $when } is verzegeld, is zoals het is opgeschreven.
audit-seals-new = Er is nog niets verzegeld.
audit-seals-newer = Wat sinds de laatste keer kijken is verzegeld, is nog niet bekeken. Sluis kijkt elk uur vanzelf.
audit-seals-wrong = { $n ->
        [one] Niet gaaf: één ding is niet zoals het is verzegeld.
       *[other] Niet gaaf: { $n } dingen zijn niet zoals ze zijn verzegeld.
    }
audit-seals-wrong-since = Wat sinds { $when } is verzegeld, is zoals het is opgeschreven.
audit-seals-wrong-all = Ook op wat daarna kwam, kunt u niet vertrouwen.
audit-seals-fix = Vergelijk met uw eigen kopieën, en ga na wie in de database kan schrijven. Sluis verandert er niets aan.
audit-seals-more = { $n ->
        [one] En nog één; sluis audit verify op de server noemt de eerste honderd.
       *[other] En nog { $n }; sluis audit verify op de server noemt de eerste honderd.
    }
audit-seals-found = Wat niet is zoals het is verzegeld
audit-seals-keep = Bewaar de zegels elders
audit-seals-keep-why = Wie de database én deze server beheert, kan alle zegels opnieuw maken. Bewaar het nieuwste waar die persoon niet bij kan, bij uw accountant bijvoorbeeld: het staat in voor alles wat ervoor komt.
audit-seals-head = Het nieuwste zegel
audit-seals-head-hint = voor sluis audit verify --head
audit-seals-download = Zegels downloaden

audit-wrong-changed = De regel van { $when } in segment { $n } is gewijzigd nadat ze was verzegeld ({ $record }).
audit-wrong-removed = Een regel van { $when } is uit segment { $n } weggehaald ({ $record }).
audit-wrong-inserted = Een regel met datum { $when } is in segment { $n } gezet nadat dat was verzegeld ({ $record }).
audit-wrong-late = Een regel met datum { $when } kwam pas lang daarna in segment { $n } ({ $record }): ze is ingevoegd, of de klok is teruggezet.
audit-wrong-seal = Zegel { $n } is niet wat Sluis heeft ondertekend.
audit-wrong-seal-gone = Zegel { $n } is weggehaald.
audit-wrong-chain = Zegel { $n } volgt niet op het zegel ervoor: dat is vervangen.
audit-wrong-head = Zegel { $n } is weg, of is niet het zegel dat eerder is gezien of elders is bewaard: alles tot daar kan herschreven zijn.

audit-unlock-person = { $by } heeft { $whom } ontgrendeld na verkeerde pogingen.
audit-unlock-person-name = Persoon ontgrendeld

## What changed, in the words of the pages

audit-property-name = Naam
audit-property-domain = Domein
audit-property-public-address = Openbaar adres
audit-property-rp-id = Host van passkeys
audit-property-administrator = Beheerder
audit-property-person = Persoon
audit-property-role = Rol
audit-property-method = Methode
audit-property-methods = Verwijderde methoden
audit-property-label = Benaming
audit-property-state = Toestand
audit-property-by-mail = Uitnodiging per mail
audit-property-by-invitation = Via een uitnodiging
audit-property-invitation = Uitnodiging geldig tot
audit-property-valid-from = Geldig vanaf
audit-property-password-changed = Wachtwoord gekozen
audit-property-blocked = Geblokkeerd
audit-property-enabled = Aan
audit-property-registration-days = Dagen om een tweede stap in te stellen
audit-property-reason = Reden
audit-property-sessions-ended = Sessies beëindigd
audit-property-assignment = Wie zich mag aanmelden
audit-property-redirect-uris = Terugkeeradressen
audit-property-logout-uris = Adressen na het afmelden
audit-property-signing = Ondertekening van ID-tokens
audit-property-secret-hint = Geheim begint met
audit-property-until = Tot
audit-property-longest-months = Langste duur van geheimen, in maanden
audit-property-language = Taal
audit-property-help-contact = Wie mensen bellen
audit-property-audit-days = Auditlogboek bewaard, in dagen
audit-property-sign-in-days = Aanmeldingen bewaard, in dagen
audit-property-remembered-days = Tweede stap niet opnieuw gevraagd, in dagen
audit-property-signed-in-days = Aangemeld blijven, in dagen
audit-property-recovery-codes = Herstelcodes
audit-property-lock = Vergrendeling opgeheven
audit-property-haste = Hoe snel
audit-property-algorithm = Algoritme
audit-property-published = Gepubliceerde sleutel
audit-property-active = Sleutel die ondertekent
audit-property-signing-keys = Sleutels
audit-property-remembered = Onthouden browser
audit-property-secret = Geheim
audit-property-privacy-contact = Wie mensen vragen over hun gegevens
audit-value-everyone = Iedereen
audit-value-assigned = Aangewezen mensen
audit-value-planned = Over een dag
audit-value-now = Meteen
audit-value-leaked = Meteen; de oude gelden niet meer
audit-replace-defaults = { $by } heeft de standaardinstellingen voor beveiliging vervangen door eigen beleid.
audit-replace-defaults-name = Standaardinstellingen voor beveiliging vervangen door beleid
audit-add-policy = { $by } heeft het beleid { $whom } gemaakt.
audit-add-policy-name = Beleid voor voorwaardelijke toegang toegevoegd
audit-change-policy = { $by } heeft het beleid { $whom } gewijzigd.
audit-change-policy-name = Beleid voor voorwaardelijke toegang gewijzigd
audit-switch-policy = { $by } heeft het beleid { $whom } omgezet.
audit-switch-policy-name = Beleid voor voorwaardelijke toegang omgezet
audit-remove-policy = { $by } heeft het beleid { $whom } verwijderd.
audit-remove-policy-name = Beleid voor voorwaardelijke toegang verwijderd
audit-restore-policy = { $by } heeft het beleid { $whom } hersteld.
audit-restore-policy-name = Beleid voor voorwaardelijke toegang hersteld
audit-confirm-trial = { $by } heeft het beleid bevestigd dat op proef was.
audit-confirm-trial-name = Proef met beleid bevestigd
audit-take-back-trial = { $by } heeft het beleid teruggenomen dat op proef was.
audit-take-back-trial-name = Proef met beleid teruggenomen
audit-add-location = { $by } heeft de benoemde locatie { $whom } gemaakt.
audit-add-location-name = Benoemde locatie toegevoegd
audit-change-location = { $by } heeft de benoemde locatie { $whom } gewijzigd.
audit-change-location-name = Benoemde locatie gewijzigd
audit-remove-location = { $by } heeft de benoemde locatie { $whom } verwijderd.
audit-remove-location-name = Benoemde locatie verwijderd
audit-change-trusted-ips = { $by } heeft de vertrouwde IP-adressen voor MFA gewijzigd.
audit-change-trusted-ips-name = Vertrouwde IP-adressen voor MFA gewijzigd

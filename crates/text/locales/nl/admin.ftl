# Teksten van het beheercentrum. Wat tussen ** staat, wordt vet.

## Shell

admin-centre = Beheercentrum
admin-menu = Menu
admin-skip = Naar de pagina
admin-nav-home = Start
admin-nav-users = Gebruikers
admin-nav-active-users = Actieve gebruikers
admin-nav-applications = Toepassingen
admin-nav-identity = Identiteit
admin-nav-properties = Eigenschappen
admin-nav-monitoring = Bewaking
admin-nav-sign-ins = Aanmeldingslogboek
admin-help = Hulp
admin-help-close = Sluiten
admin-beside-whole = Hele pagina openen
admin-help-whom = Wie u kunt bellen, en hulp bij het aanmelden
admin-my-account = Mijn account
admin-sign-out = Afmelden
admin-person-menu = Account van { $person }

## Words that many pages use

admin-save = Opslaan
admin-cancel = Annuleren
admin-back = Terug
admin-remove = Verwijderen
admin-more = Meer
admin-search = Zoeken
admin-clear = Filter wissen
admin-copy = Kopiëren
admin-copied = Gekopieerd
admin-yes = Ja
admin-no = Nee
admin-unknown = onbekend
admin-agent = { $browser } op { $system }
admin-none = geen
admin-never = nooit
admin-see-all = Bekijk alles
admin-optional = mag leeg blijven
admin-fix-this = Kijk hier nog eens naar

## What was done: shown once after a change

admin-undo = Ongedaan maken
admin-done-saved = Opgeslagen.
admin-done-person-added = De persoon is toegevoegd en de uitnodiging is onderweg.
admin-done-reminded = De herinneringen zijn onderweg.
admin-done-invited = Een nieuwe uitnodiging is onderweg. De vorige werkt niet meer.
admin-done-blocked = Geblokkeerd. Alle sessies zijn beëindigd.
admin-done-unblocked = Blokkering opgeheven. Aanmelden kan weer.
admin-done-unblocked-invited = Blokkering opgeheven. Maak nu een nieuwe uitnodiging: de oude verviel door de blokkering.
admin-done-sessions-ended = Alle sessies zijn beëindigd.
admin-done-method-removed = De methode is verwijderd en alle sessies zijn beëindigd.
admin-done-role-given = De rol is toegekend.
admin-done-role-taken = De rol is ingetrokken.
admin-done-app-deleted = De toepassing is verwijderd.
admin-done-app-back = De toepassing is terug. Wie erbij was aangemeld, meldt zich opnieuw aan.
admin-done-app-back-without-secret = De toepassing is terug, zonder haar geheimen. Maak een nieuw geheim, en vul het in de toepassing in.
admin-done-keys-replaced = De sleutels zijn vervangen.
admin-done-secret-removed = Het geheim is verwijderd. Het werkt niet meer.
admin-done-named = Toegevoegd.
admin-done-no-longer-named = Verwijderd. De toegang eindigt meteen.
admin-done-defaults-on = De standaardinstellingen voor beveiliging staan aan.
admin-done-defaults-on-revoked = De standaardinstellingen voor beveiliging staan aan. Iedereen meldt zich opnieuw aan.
admin-done-defaults-off = De standaardinstellingen voor beveiliging staan uit.
admin-done-locale = Opgeslagen. Pagina's en mail zijn voor u in het Nederlands.
admin-done-password = Uw wachtwoord is gewijzigd.
admin-done-password-added = U hebt nu een wachtwoord. Maak ook herstelcodes: met elke code komt u één keer binnen, naast het wachtwoord.

## Home

admin-home-title = Start
admin-home-alone = **U** meldt zich aan met twee stappen. Verder is er nog niemand.
admin-home-alone-without = **U** bent hier de enige, zonder tweede stap.
admin-home-everyone = { $people ->
        [2] **Beide mensen** melden zich aan met twee stappen.
       *[other] **Alle { $people } mensen** melden zich aan met twee stappen.
    }
admin-home-some = { $done ->
        [0] **Niemand van de { $people } mensen** heeft al een tweede stap.
        [one] **{ $done } van de { $people } mensen** meldt zich aan met twee stappen.
       *[other] **{ $done } van de { $people } mensen** melden zich aan met twee stappen.
    }
admin-home-locked = { $n ->
        [one] **Eén persoon is tijdelijk buitengesloten.**
       *[other] **{ $n } mensen zijn tijdelijk buitengesloten.**
    }
admin-home-registered = { $n ->
        [one] Eén persoon heeft vandaag een tweede stap ingesteld.
       *[other] { $n } mensen hebben vandaag een tweede stap ingesteld.
    }
admin-home-attention = { $n ->
        [one] Eén ding vraagt uw aandacht.
       *[other] { $n } dingen vragen uw aandacht.
    }
admin-home-attention-other = { $n ->
        [one] Verder vraagt één ding uw aandacht.
       *[other] Verder vragen { $n } dingen uw aandacht.
    }
admin-home-nothing = Vandaag hoeft u niets te doen.
admin-home-defaults-off = **De standaardinstellingen voor beveiliging staan uit.**
admin-todo = Nu te doen
admin-todo-none = Vandaag hoeft u niets te doen.
admin-todo-none-beside = Naast deze stappen hoeft u vandaag niets te doen.
admin-todo-stop = Dringend:
admin-todo-warn = Vraagt aandacht:
admin-todo-locked = { $attempts ->
        [one] **{ $person } is tijdelijk buitengesloten** sinds { $since }, na één verkeerde poging
       *[other] **{ $person } is tijdelijk buitengesloten** sinds { $since }, na { $attempts } verkeerde pogingen
    }
admin-todo-locked-button = Help { $person }
admin-todo-copied = **Van een sleutel van { $person } is misschien een kopie gemaakt.** Hij wordt geweigerd zodra de teller teruggaat. Verwijder hem, en laat een andere registreren.
admin-todo-copied-button = Bekijk de sleutels
admin-todo-defaults-off = **De standaardinstellingen voor beveiliging staan uit.** Voor wie geen tweede stap heeft, is een wachtwoord genoeg.
admin-todo-defaults-off-button = Zet ze aan
admin-todo-only-administrator = **U bent de enige beheerder.** Raakt u uw telefoon kwijt, dan kan niemand u helpen.
admin-todo-only-administrator-button = Tweede beheerder
admin-todo-mail = **Mail wordt niet bezorgd.** Uitnodigingen en waarschuwingen blijven op deze server.
admin-todo-mail-button = Mail instellen
admin-todo-mail-fails = { $n ->
        [one] **Eén bericht kon niet worden bezorgd.** Het wordt opnieuw geprobeerd.
       *[other] **{ $n } berichten konden niet worden bezorgd.** Ze worden opnieuw geprobeerd.
    }
admin-todo-mail-fails-button = Naar mail
admin-todo-without = { $n ->
        [one] **Eén persoon heeft nog geen tweede stap.**
       *[other] **{ $n } mensen hebben nog geen tweede stap.**
    }
admin-todo-without-button = Toon wie
admin-todo-secret = { $days ->
        [0] **Een geheim van { $app } verloopt vandaag**
        [one] **Een geheim van { $app } verloopt morgen**
       *[other] **Een geheim van { $app } verloopt over { $days } dagen**
    }
admin-todo-secret-button = Vernieuwen
admin-todo-invitations = { $n ->
        [one] **Een uitnodiging is ongebruikt verlopen.**
       *[other] **{ $n } uitnodigingen zijn ongebruikt verlopen.**
    }
admin-todo-invitations-button = Toon wie
admin-tasks = Vier stappen voor een goed begin
admin-tasks-progress = { $done } van { $total } klaar
admin-task-done = Klaar
admin-task-open = Te doen
admin-task-administrator = **Een tweede beheerder.** Raakt u uw telefoon kwijt, dan kan een ander u weer binnenlaten.
admin-task-administrator-button = Beheerder toevoegen
admin-task-mail = **Mail.** Sluis verstuurt uitnodigingen en waarschuwingen. Tot die tijd wachten ze in een map op deze server.
admin-task-mail-button = Mail instellen
admin-task-people = **Mensen.** Nodig een collega uit; een wachtwoord en een tweede stap kiezen kost ongeveer vier minuten.
admin-task-people-button = Persoon toevoegen
admin-task-application = **De eerste toepassing.** Koppel bijvoorbeeld Nextcloud; het kost vijf minuten.
admin-task-application-button = Toepassing toevoegen
admin-chart = Aanmeldingen, 30 dagen
admin-chart-empty = Geen aanmeldingen in de afgelopen 30 dagen.
admin-chart-description = { $inside } binnen, { $extra } niet afgerond, { $stopped } tegengehouden. De tabel hieronder heeft de cijfers per dag.
admin-chart-table = Toon als tabel
admin-chart-day = Dag
admin-chart-inside = Binnen
admin-chart-extra = Niet afgerond
admin-chart-stopped = Tegengehouden
admin-chart-today = vandaag
admin-second-step = Tweede stap
admin-second-step-of = van { $people } ingesteld
admin-second-step-missing = Nog niet:
admin-second-step-others = { $n ->
        [one] en nog één
       *[other] en nog { $n }
    }
admin-reminder = Stuur een herinnering
admin-reminder-whom = { $people ->
        [one] Per mail aan 1 persoon, hooguit eenmaal per dag.
       *[other] Per mail aan { $people } mensen, hooguit eenmaal per dag.
    }
admin-reminder-sent = { $people ->
        [one] In de laatste 24 uur is 1 persoon herinnerd.
       *[other] In de laatste 24 uur zijn { $people } mensen herinnerd.
    }
admin-reminder-nobody = Niemand van hen is per mail te herinneren: zij hebben geen mailadres, of hebben hun uitnodiging nog niet geaccepteerd.
admin-second-step-all = Iedereen heeft er een.

## Users

admin-users-title = Actieve gebruikers
admin-users-count = { $n ->
        [one] 1 persoon
       *[other] { $n } mensen
    }
admin-users-fitting = { $n ->
        [one] 1 persoon voldoet
       *[other] { $n } mensen voldoen
    }
admin-users-search = Naam of gebruikersnaam begint met
admin-users-add = Persoon toevoegen
admin-users-empty = Hier is nog niemand. Voeg de eerste persoon toe; een uitnodiging doet de rest.
admin-users-no-result = Niemand past bij dit filter: { $filter }.
admin-users-without = Zonder tweede stap
admin-users-all = Iedereen
admin-users-everyone-has = Iedereen heeft een tweede stap.
admin-column-name = Naam
admin-column-user-name = Gebruikersnaam
admin-column-state = Toestand
admin-column-second-step = Tweede stap
admin-column-last = Laatste aanmelding
admin-state-active = Actief
admin-state-invited = Uitgenodigd
admin-state-invitation-ended = Uitnodiging verlopen
admin-state-locked = Staat vast
admin-state-blocked = Geblokkeerd
admin-second-yes = Ingesteld
admin-second-no = Nog niet
admin-you = u
admin-administrator = beheerder

## Adding a person

admin-add-title = Persoon toevoegen
admin-add-intro = De persoon kiest zelf een wachtwoord en een tweede stap; u krijgt ze nooit te zien.
admin-add-display = Naam
admin-add-display-hint = Zoals collega's deze persoon kennen, bijvoorbeeld Anna de Vries.
admin-add-name = Gebruikersnaam
admin-add-name-hint = Om mee aan te melden, bijvoorbeeld anna@{ $domain }.
admin-add-mail = E-mailadres
admin-add-mail-hint = Hier gaan de uitnodiging en waarschuwingen naartoe.
admin-add-locale = Taal van pagina's en mail
admin-add-role = Rol
admin-add-role-hint = De meeste mensen hebben er geen nodig. Geef een rol alleen aan wie Sluis beheert.
admin-add-role-none = Geen beheerder
admin-add-delivery = Uitnodiging
admin-add-delivery-mail = Per mail versturen
admin-add-delivery-mail-hint = De persoon krijgt een link die 72 uur werkt.
admin-add-delivery-mail-off = Mail is nog niet ingesteld; het bericht blijft in een map op deze server.
admin-add-delivery-link = Een link maken om zelf te geven
admin-add-delivery-link-hint = U ziet de link één keer. Geef hem alleen aan de persoon voor wie hij is.
admin-add-button = Persoon toevoegen
admin-error-display = Vul een naam in van hoogstens 120 tekens.
admin-error-name = Dit kan geen gebruikersnaam zijn. Gebruik letters, cijfers, punten of een adres, zonder spaties.
admin-error-name-taken = Iemand heeft deze gebruikersnaam al. Kies een andere.
admin-error-mail = Dit is geen e-mailadres. Kijk naar het deel na de @.
admin-error-mail-missing = Om de uitnodiging te versturen is een e-mailadres nodig. Vul het in, of maak een link.
admin-error-role = Deze rol kunt u niet geven.
admin-invitation-title = Uitnodiging voor { $person }
admin-invitation-intro = Geef deze link aan { $person }, en aan niemand anders. Hij werkt één keer.
admin-invitation-link = Uitnodigingslink
admin-invitation-until = Geldig tot { $until }.
admin-invitation-once = U ziet deze link alleen nu. Kwijt? Maak een nieuwe uitnodiging.
admin-invitation-to-person = Open de pagina van { $person }
admin-invitation-another = Nog een persoon toevoegen

## A person

admin-person-active = { $person } is actief en meldt zich aan met twee stappen.
admin-person-active-without = { $person } is actief en heeft nog geen tweede stap.
admin-person-active-due = { $person } is actief en moet uiterlijk { $due } een tweede stap hebben.
admin-person-invited = { $person } is uitgenodigd. De uitnodiging geldt tot { $until }.
admin-person-invitation-ended = De uitnodiging van { $person } is op { $until } ongebruikt verlopen. Stuur een nieuwe.
admin-person-locked = { $person } is tijdelijk buitengesloten tot { $until }, na verkeerde pogingen.
admin-person-blocked = { $person } is sinds { $since } geblokkeerd en kan zich niet aanmelden.
admin-help-person = { $person } helpen
admin-help-attempts = Laatste pogingen
admin-help-attempts-hidden = Waar en wanneer { $person } zich aanmeldde, ziet wie mensen bij het aanmelden helpt of het aanmeldingslogboek leest.
admin-help-no-attempts = { $person } heeft nog niet geprobeerd zich aan te melden.
admin-help-invite-mail = Uitnodiging versturen
admin-help-invite-link = Uitnodigingslink maken
admin-help-register-again = Tweede stap opnieuw instellen
admin-help-end-sessions = Alle sessies beëindigen
admin-help-block = Blokkeren
admin-help-unblock = Blokkering opheffen
admin-details = Gegevens
admin-detail-user-name = Gebruikersnaam
admin-detail-mail = E-mailadres
admin-detail-locale = Taal
admin-detail-created = Toegevoegd
admin-detail-password = Wachtwoord
admin-detail-per-user-mfa = MFA per gebruiker
admin-password-none = nog geen
admin-password-temporary = tijdelijk, 72 uur geldig sinds { $since }
admin-password-own = gekozen op { $since }
admin-password-elsewhere = elders gecontroleerd
admin-locale-browser = die van de browser
admin-methods = Aanmeldmethoden
admin-methods-none = Nog geen tweede stap. { $person } stelt er een in bij de volgende aanmelding.
admin-method-since = sinds { $since }
admin-method-used = laatst gebruikt { $used }
admin-method-remove = { $method } verwijderen
admin-recovery-left = { $left ->
        [0] Geen herstelcodes over.
        [one] Nog 1 herstelcode over.
       *[other] Nog { $left } herstelcodes over.
    }
admin-sessions = Sessies
admin-sessions-none = Geen open sessies.
admin-session-started = sinds { $since }
admin-roles = Rollen
admin-roles-none = { $person } heeft geen beheerdersrol.
admin-role-take-short = Intrekken
admin-role-take = { $role } intrekken
admin-role-give = Rol toekennen
admin-role-give-button = Rol toekennen
admin-role-choose = Kies een rol
admin-done-no-role = Er is niets toegekend. Kies eerst een rol.

## Methods

admin-method-password = Wachtwoord
admin-method-totp = Verificator-app
admin-method-recovery-code = Herstelcode
admin-method-invitation = Uitnodiging
admin-method-temporary-access-pass = Tijdelijke toegangspas
admin-method-passkey = Passkey
admin-method-security-key = Beveiligingssleutel
admin-method-push = Goedkeuring op een telefoon
admin-method-sms = Code per sms
admin-method-email = Code per mail
admin-method-remembered = Onthouden browser
admin-method-app-password = App-wachtwoord

## Roles

admin-role-global = Globale beheerder
admin-role-application = Toepassingsbeheerder
admin-role-authentication = Verificatiebeheerder
admin-role-billing = Factureringsbeheerder
admin-role-cloud-application = Cloudtoepassingsbeheerder
admin-role-conditional-access = Beheerder voor voorwaardelijke toegang
admin-role-exchange = Exchange-beheerder
admin-role-helpdesk = Helpdeskbeheerder
admin-role-password = Wachtwoordbeheerder
admin-role-privileged-authentication = Beheerder voor bevoorrechte verificatie
admin-role-privileged-role = Beheerder voor bevoorrechte rollen
admin-role-security = Beveiligingsbeheerder
admin-role-sharepoint = SharePoint-beheerder
admin-role-user = Gebruikersbeheerder
admin-role-authentication-policy = Beheerder voor verificatiebeleid
admin-role-governance = Beheerder voor identiteitsbeheer
admin-role-global-reader = Globale lezer
admin-role-security-operator = Beveiligingsoperator
admin-role-security-reader = Beveiligingslezer
admin-role-reports-reader = Rapportenlezer
admin-role-synchronisation = Accounts voor adreslijstsynchronisatie

## Confirming

admin-confirm-block-title = { $person } blokkeren?
admin-confirm-block-text = Alle sessies van { $person } eindigen nu en aanmelden kan niet meer. Er wordt niets verwijderd; u kunt dit terugdraaien.
admin-confirm-block-button = { $person } blokkeren
admin-confirm-unblock-title = Blokkering van { $person } opheffen?
admin-confirm-unblock-text = { $person } kan zich weer aanmelden, met hetzelfde wachtwoord en dezelfde tweede stap.
admin-confirm-unblock-invited-text = { $person } wordt weer uitgenodigd, zoals eerst. De oude uitnodiging verviel door de blokkering; maak hierna een nieuwe.
admin-confirm-unblock-button = Blokkering opheffen
admin-confirm-end-sessions-title = Alle sessies van { $person } beëindigen?
admin-confirm-end-sessions-text = Daarna is overal opnieuw aanmelden nodig.
admin-confirm-end-sessions-button = Alle sessies beëindigen
admin-confirm-register-again-title = { $person } de tweede stap opnieuw laten instellen?
admin-confirm-register-again-text = Alle tweede stappen en herstelcodes van { $person } worden verwijderd en alle sessies eindigen. Geef daarna een nieuwe uitnodiging: daarmee wordt de tweede stap opnieuw ingesteld.
admin-confirm-register-again-button = Tweede stap verwijderen
admin-confirm-remove-method-title = { $method } van { $person } verwijderen?
admin-confirm-remove-method-text = { $person } kan zich er niet meer mee aanmelden, en alle sessies eindigen.
admin-confirm-remove-last-text = Het is de enige tweede stap van { $person }: de herstelcodes verdwijnen mee en alle sessies eindigen. Waar een tweede stap nodig is, stelt { $person } een nieuwe in of is een nieuwe uitnodiging nodig.
admin-confirm-remove-method-button = Methode verwijderen
admin-confirm-take-role-title = { $role } bij { $person } intrekken?
admin-confirm-take-role-text = { $person } houdt het account en verliest meteen wat met de rol mocht.
admin-confirm-take-role-button = Rol intrekken
admin-confirm-give-role-title = { $person } de rol { $role } geven?
admin-confirm-give-role-text = Een globale beheerder mag alles, ook u verwijderen.
admin-confirm-give-role-button = Rol toekennen
admin-confirm-delete-app-title = { $app } verwijderen?
admin-confirm-delete-app-text = Niemand kan zich nog via Sluis bij { $app } aanmelden, en de geheimen ervan werken nooit meer. Een kwartier lang kunt u haar terugzetten; ze heeft dan een nieuw geheim nodig.
admin-confirm-delete-app-button = { $app } verwijderen
admin-confirm-remove-secret-title = Het geheim { $hint } van { $app } verwijderen?
admin-confirm-remove-secret-text = Als { $app } het nog gebruikt, kan niemand zich daar aanmelden tot er een nieuw geheim is ingevuld.
admin-confirm-remove-secret-button = Geheim verwijderen
admin-confirm-keys-title = De sleutels nu vervangen?
admin-confirm-keys-text = Vanaf nu ondertekenen nieuwe sleutels; wat met de oude ondertekend is, geldt tot het afloopt. Een toepassing die de sleutels maar één keer per dag leest, weigert mensen tot ze opnieuw leest. Voor de gewone vervanging is dit niet nodig: die gaat vanzelf.
admin-confirm-leaked-title = Heeft een ander de sleutels?
admin-confirm-leaked-text = Vanaf nu ondertekenen nieuwe sleutels, en Sluis gelooft niets meer dat met de oude ondertekend is: mensen melden zich opnieuw aan bij hun toepassingen. Een toepassing gelooft de oude sleutels tot ze de nieuwe leest.
admin-confirm-keys-button = Sleutels vervangen
admin-last-administrator-title = Dit is niet gebeurd
admin-last-administrator-text = { $person } is de laatste globale beheerder die zich kan aanmelden. Maak eerst iemand anders globale beheerder.

## Applications

admin-apps-title = Toepassingen
admin-apps-add = Toepassing toevoegen
admin-apps-no-result = Van geen toepassing begint de naam met ‘{ $filter }’.
admin-apps-search = Naam
admin-apps-empty = Nog geen toepassingen. Koppel de eerste, bijvoorbeeld Nextcloud; het kost vijf minuten.
admin-apps-everyone = Iedereen
admin-apps-named = { $n ->
        [one] 1 persoon
       *[other] { $n } mensen
    }
admin-apps-nobody = Nog niemand
admin-column-application = Toepassing
admin-column-kind = Soort
admin-column-who = Wie zich mag aanmelden
admin-kind-confidential = Webtoepassing met een server
admin-kind-confidential-hint = Nextcloud, een wiki, bijna alles wat op een server draait. Krijgt een geheim.
admin-kind-public = App in een browser, op een telefoon of een computer
admin-kind-public-hint = Draait waar mensen erin kunnen kijken, en krijgt daarom geen geheim.
admin-app-new-title = Toepassing toevoegen
admin-app-new-intro = De toepassing moet OpenID Connect kennen. De volgende pagina toont wat u daar invult.
admin-app-name = Naam
admin-app-name-hint = Zoals mensen haar kennen. Ze zien deze naam bij het aanmelden.
admin-app-kind = Soort toepassing
admin-app-addresses = Terugkeeradressen
admin-app-addresses-hint = Eén per regel, precies zoals de toepassing ze opgeeft (redirect URI), bijvoorbeeld https://cloud.example.org/apps/oidc/code.
admin-app-logout-addresses = Adressen na het afmelden
admin-app-logout-addresses-hint = Eén per regel (post-logout redirect URI).
admin-app-who = Wie mag zich aanmelden
admin-app-who-everyone = Iedereen bij { $organisation }
admin-app-who-named = Alleen mensen die ik aanwijs
admin-app-who-named-hint = U wijst ze op de volgende pagina aan.
admin-app-register = Toepassing toevoegen
admin-error-app-name = Vul een naam in van hoogstens 120 tekens.
admin-error-address = Dit kan geen terugkeeradres zijn: { $address }. Het moet een volledig adres zijn dat begint met https://; http:// kan alleen op deze machine (localhost).
admin-error-address-missing = Vul minstens één terugkeeradres in.
admin-app-copy = Neem dit over in { $app }
admin-app-copy-hint = Bij elke waarde staan de namen die toepassingen ervoor gebruiken.
admin-app-pkce = PKCE met S256 moet in de toepassing aan staan. Anders weigert Sluis.
admin-app-client-id = Client ID
admin-app-client-id-hint = ook: application ID, key, client key
admin-app-secret = Client secret
admin-app-secret-hint = geheim van de toepassing; ook: application password
admin-app-secret-once = U ziet dit geheim alleen nu. Kopieer het voordat u deze pagina verlaat.
admin-app-secret-none = Deze toepassing heeft geen geheim dat werkt.
admin-app-secret-public = Dit soort toepassing heeft geen geheim. Laat het veld daar leeg; PKCE komt ervoor in de plaats.
admin-app-secret-hidden = Eén keer getoond, bij het maken. Kwijt? Maak hieronder een nieuw geheim.
admin-app-discovery = Discovery-adres
admin-app-discovery-hint = ook: OpenID configuration, metadata URL, well-known. Hiermee hebben de meeste toepassingen de adressen hieronder niet nodig.
admin-app-issuer = Issuer
admin-app-issuer-hint = adres van Sluis; ook: provider URL, authority
admin-app-authorization = Authorization endpoint
admin-app-authorization-hint = ook: auth URL, login URL
admin-app-token = Token endpoint
admin-app-token-hint = ook: token URL
admin-app-userinfo = Userinfo endpoint
admin-app-userinfo-hint = ook: API URL, profile URL
admin-app-logout = End session endpoint
admin-app-logout-hint = ook: logout URL, sign-out URL
admin-app-keys = Sleutels (JWKS)
admin-app-keys-hint = ook: jwks_uri, public keys
admin-app-scopes = Scopes
admin-app-scopes-hint = wat de toepassing mag; met offline_access blijft de aanmelding geldig
admin-app-addresses-one-by-one = De adressen een voor een
admin-app-who-everyone-now = Iedereen bij { $organisation } mag zich aanmelden.
admin-app-who-named-now = { $n ->
        [0] Nog niemand mag zich aanmelden. Wijs de eerste persoon aan.
        [one] Eén persoon mag zich aanmelden.
       *[other] { $n } mensen mogen zich aanmelden.
    }
admin-app-who-to-everyone = Iedereen laten aanmelden
admin-app-fast = Hoe snel iemand eruit is
admin-app-fast-text = { $minutes ->
        [one] Wie geblokkeerd wordt of niet meer op de lijst staat, krijgt vanaf dat moment niets nieuws. Wat { $name } daarvoor al kreeg, is nog hooguit 1 minuut goed. Hoelang { $name } zelf iemand aangemeld houdt, stelt u daar in.
       *[other] Wie geblokkeerd wordt of niet meer op de lijst staat, krijgt vanaf dat moment niets nieuws. Wat { $name } daarvoor al kreeg, is nog hooguit { $minutes } minuten goed. Hoelang { $name } zelf iemand aangemeld houdt, stelt u daar in.
    }
admin-app-takes = Wat een aanmelding vraagt
admin-app-takes-hint = Deze toepassing kan meer vragen dan uw organisatie, nooit minder. Het geldt bij elke aanmelding, en opnieuw als de toepassing nieuwe tokens ophaalt.
admin-app-takes-nothing = Wat uw organisatie vraagt
admin-app-takes-mfa = Altijd een tweede stap
admin-app-takes-mfa-hint = Ook op bekende plaatsen. Een onthouden browser telt mee.
admin-app-takes-passkey = Altijd een passkey
admin-app-takes-passkey-hint = Een valse pagina kan die niet afvangen. Wie er geen heeft, stelt er eerst een in.
admin-app-takes-age = De aanmelding mag hooguit zo oud zijn
admin-app-takes-any-age = Zo oud als uw organisatie toestaat
admin-minutes = { $n ->
        [one] 1 minuut
       *[other] { $n } minuten
    }
admin-hours = { $n ->
        [one] 1 uur
       *[other] { $n } uur
    }
admin-days = { $n ->
        [one] 1 dag
       *[other] { $n } dagen
    }
admin-app-signing = Hoe de ID-tokens ondertekend worden
admin-app-signing-wait = Vanaf { $from } worden ze met { $signing } ondertekend. Tot dan is het ES256: de nieuwe sleutel wordt eerst gepubliceerd, zodat de toepassing hem kent.
admin-app-signing-es256 = Past bij bijna elke toepassing, en is snel.
admin-app-signing-eddsa = Even snel; voor toepassingen waarvan de handleiding erom vraagt.
admin-app-signing-rs256 = Voor oudere toepassingen die niets anders kennen. Kost dertig keer zoveel.
admin-app-who-to-named = Alleen mensen die ik aanwijs
admin-app-who-add = Gebruikersnaam van de persoon
admin-app-who-add-button = Persoon toevoegen
admin-app-who-remove = { $person } verwijderen
admin-error-nobody = Niemand heeft de gebruikersnaam { $name }. Zoek hem op bij Actieve gebruikers.
admin-app-refusals = Laatste weigeringen
admin-app-refusals-none = Er is niets geweigerd. Lukt aanmelden niet, dan ziet u hier wat de toepassing stuurde.
admin-app-refusal-sent = Gestuurd
admin-app-refusal-registered = Geregistreerd
admin-refusal-redirect-uri = Het terugkeeradres is niet geregistreerd.
admin-refusal-client-secret = Het geheim van de toepassing klopt niet of is verlopen.
admin-refusal-logout-uri = Het adres na het afmelden is niet geregistreerd.
admin-refusal-pkce = Het PKCE-bewijs (S256) ontbreekt of klopt niet.
admin-refusal-code = De code of het verversingstoken is al gebruikt, te oud, of hoort niet bij deze aanvraag.
admin-refusal-scope = Er werd geen scope gevraagd die Sluis kent. Laat in elk geval om openid vragen.
admin-refusal-response-type = Er werd een ander antwoord gevraagd dan een code. Zet response_type op code.
admin-refusal-grant-type = Er werd om tokens gevraagd op een manier die hier niet kan.
admin-refusal-request-object = De aanvraag kwam als apart document, of met een registratie erbij; Sluis neemt gewone parameters aan.
admin-refusal-request = In de aanvraag ontbreekt iets, of er staat iets dubbel of verkeerd in.
admin-secrets = Geheimen
admin-secrets-intro = Twee tegelijk mag, zodat u kunt overstappen zonder dat iemand het merkt.
admin-secret-begins = begint met { $hint }
admin-secret-until = tot { $until }
admin-secret-soon = verloopt { $until }
admin-secret-used = laatst gebruikt { $when }
admin-secret-unused = nog niet gebruikt
admin-secret-new = Nieuw geheim
admin-secret-description = Waar het voor is
admin-secret-description-hint = Bijvoorbeeld de server die het krijgt. Alleen beheerders zien dit.
admin-secret-description-error = Schrijf ten hoogste 120 tekens, op één regel.
admin-secret-months = Hoelang het werkt
admin-secret-months-error = Er is geen geheim gemaakt: kies uit de lijst hoelang het werkt.
admin-months = { $n ->
        [one] 1 maand
       *[other] { $n } maanden
    }
admin-app-settings-title = Geheimen en sleutels
admin-app-settings-what = Wat voor alle toepassingen geldt.
admin-secret-life = Hoelang een geheim mag werken
admin-secret-life-longest = Langste duur, in maanden
admin-secret-life-hint = Wie een geheim maakt, kiest tot en met deze duur. Geheimen die er al zijn, houden hun einddatum.
admin-secret-life-error = Vul een aantal maanden in van 1 tot en met { $n }.
admin-keys = Sleutels om mee te ondertekenen
admin-keys-intro = Hiermee ondertekent Sluis wat toepassingen ontvangen. Ze worden elke 90 dagen vanzelf vervangen, een dag nadat de nieuwe bekend zijn gemaakt. Niemand merkt er iets van.
admin-keys-next = bekendgemaakt; ondertekent vanaf { $from }
admin-keys-active = ondertekent sinds { $since }
admin-keys-retired = vervangen; wat ermee ondertekend is, geldt tot { $until }
admin-keys-replace = Sleutels nu vervangen
admin-keys-leaked = Een ander heeft de sleutels
admin-keys-who = Een globale beheerder kan ze meteen vervangen.
admin-secret-remove = Geheim { $hint } verwijderen
admin-secret-full = Er zijn twee geheimen. Verwijder er een voordat u een nieuw maakt.
admin-app-change = Naam en adressen
admin-app-delete = Toepassing verwijderen
admin-app-delete-hint = Mensen kunnen zich er dan niet meer via Sluis aanmelden.
admin-app-created = Toegevoegd { $when }
admin-app-try = Probeer het daarna: open de toepassing en kies voor aanmelden met Sluis.

## Properties

admin-properties-title = Eigenschappen
admin-properties-organisation = Organisatie
admin-properties-name = Naam
admin-properties-domain = Domein
admin-properties-id = Organisatie-ID
admin-properties-id-hint = ook: tenant ID
admin-properties-address = Openbaar adres
admin-properties-address-hint = Vastgelegd bij het instellen. Toepassingen en passkeys hangen ervan af.
admin-properties-help = Wie mensen bellen
admin-properties-locale = Taal
admin-properties-created = Sinds
admin-properties-defaults = Standaardinstellingen voor beveiliging
admin-properties-defaults-on = Aan. Iedereen heeft een tweede stap nodig.
admin-properties-defaults-off = Uit. Tenzij beleid meer vraagt, is voor wie geen tweede stap heeft een wachtwoord genoeg; anderen wordt die alleen op nieuwe plekken gevraagd.
admin-properties-defaults-manage = Standaardinstellingen voor beveiliging beheren
admin-properties-mail = Mail
admin-properties-mail-on = Mail gaat via { $relay }.
admin-properties-mail-off = Mail wordt niet bezorgd: berichten komen in een map op deze server.
admin-properties-mail-folder = Map
admin-properties-mail-how = Zet de mailserver in het configuratiebestand en start Sluis opnieuw:
admin-properties-mail-how-in = Zet dit in **{ $file }**, met de namen van uw eigen mailserver, en start Sluis opnieuw. Is het bestand er nog niet? Maak het dan aan.
admin-properties-mail-help = Wat elke regel betekent, en hoe u het probeert
admin-defaults-title = Standaardinstellingen voor beveiliging beheren
admin-defaults-question = Standaardinstellingen voor beveiliging inschakelen
admin-defaults-what = Met de standaardinstellingen voor beveiliging stelt iedereen een tweede stap in, gebruiken beheerders die bij elke aanmelding en anderen wanneer iets ongewoon is, en worden oude mailprogramma's geweigerd.
admin-defaults-on-consequence = { $n ->
        [0] Iedereen heeft al een tweede stap; niemand merkt er iets van.
        [one] Eén persoon stelt bij de volgende aanmelding een tweede stap in.
       *[other] { $n } mensen stellen bij de volgende aanmelding een tweede stap in.
    }
admin-defaults-off-consequence = { $n ->
        [0] Zonder deze instelling wordt de tweede stap alleen op nieuwe plekken gevraagd, en stellen nieuwkomers er geen in. Waarom zet u haar uit?
        [one] Zonder deze instelling is een wachtwoord genoeg voor de ene persoon zonder tweede stap; anderen wordt die alleen op nieuwe plekken gevraagd. Waarom zet u haar uit?
       *[other] Zonder deze instelling is een wachtwoord genoeg voor de { $n } mensen zonder tweede stap; anderen wordt die alleen op nieuwe plekken gevraagd. Waarom zet u haar uit?
    }
admin-defaults-floor = Het beheercentrum en wijzigingen in beveiligingsgegevens vragen altijd een tweede stap.
admin-defaults-reason = Reden om uit te zetten
admin-defaults-reason-choose = Kies een reden
admin-defaults-reason-conditional-access = Onze toepassingen hebben eigen regels
admin-defaults-reason-application = Een toepassing werkt er niet mee
admin-defaults-reason-too-often = Mensen moeten te vaak een tweede stap zetten
admin-defaults-reason-devices = Niet iedereen heeft een telefoon of sleutel
admin-defaults-reason-other = Een andere reden
admin-defaults-reason-text = In uw eigen woorden
admin-defaults-confirm = Ik begrijp dat een wachtwoord dan genoeg is voor wie geen tweede stap heeft.
admin-defaults-error-policies = Er staan beleidsregels voor voorwaardelijke toegang aan, en die gaan niet samen met de standaardinstellingen voor beveiliging. Zet eerst elke regel uit of op alleen rapporteren.
admin-defaults-error-trial = Er loopt een proef met voorwaardelijke toegang, en het einde daarvan zou dit ongedaan maken. Bevestig de proef of draai deze eerst terug.
admin-defaults-error-reason = Kies een reden. Die wordt bij deze wijziging bewaard.
admin-defaults-error-confirm = Vink dit aan voordat u de standaardinstellingen uitzet.
admin-defaults-off-only = Alleen als u Nee kiest
admin-defaults-on-only = Alleen als u Ja kiest
admin-defaults-revoke = Alle sessies nu beëindigen
admin-defaults-revoke-hint = Iedereen meldt zich opnieuw aan, en wie nog geen tweede stap heeft, stelt er een in. U ook.
admin-defaults-deadline = Dagen om een tweede stap in te stellen
admin-defaults-deadline-hint = 0 tot 14. Bij 0 gebeurt het bij de volgende aanmelding.
admin-defaults-error-deadline = Kies een getal van 0 tot 14.

## Sign-in logs

admin-log-title = Aanmeldingslogboek
admin-log-intro = { $days } dagen bewaard.
admin-log-person = Gebruikersnaam
admin-log-application = Toepassing
admin-log-status = Status
admin-log-time = Tijd
admin-log-code = Code
admin-log-code-hint = zeven tekens, zoals K7P-4MX
admin-log-find = Code zoeken
admin-log-filter = Filteren
admin-log-any-application = Alle toepassingen
admin-log-any-status = Alle
admin-log-day = Laatste 24 uur
admin-log-week = Laatste 7 dagen
admin-log-month = Laatste 30 dagen
admin-log-any-time = Alles wat bewaard is
admin-log-why = Waarom
admin-log-address = Adres
admin-log-country = Land
admin-log-empty = Nog geen aanmeldingen. De eerste is van u; de volgende staat hier meteen.
admin-log-no-result = Geen aanmelding past bij dit filter: { $filter }.
admin-log-no-code = Geen aanmelding heeft de code { $code }. Kijk de tekens na; 0, O, 1, I en L komen er niet in voor.
admin-log-nobody = onbekende naam
admin-log-by-application = De toepassing vernieuwde zelf haar toegang
admin-story-application-itself = de toepassing zelf, zonder de persoon
admin-log-times = { $n ->
        [one] één keer
       *[other] { $n } keer
    }
admin-outcome-success = Binnen
admin-outcome-failure = Tegengehouden
admin-outcome-interrupted = Niet afgerond
admin-reason-success = Alles wat nodig was, is gegeven
admin-reason-password = Naam of wachtwoord klopte niet
admin-reason-locked = Stond vast na te veel pogingen
admin-reason-disabled = Het account is geblokkeerd
admin-reason-must-register = Moest een tweede stap instellen en kwam niet tot het eind
admin-reason-second-step = Tweede stap gevraagd en niet gegeven
admin-reason-second-step-wrong = De code klopte niet
admin-reason-too-old = De vorige tweede stap was te lang geleden
admin-reason-expired = De pagina stond te lang open
admin-reason-not-assigned = Mag zich niet bij deze toepassing aanmelden
admin-reason-address = Het terugkeeradres is niet geregistreerd
admin-reason-change-password = Het wachtwoord moest eerst gewijzigd worden
admin-reason-policy = Tegengehouden door beleid
admin-reason-legacy = Oude mailprogramma's en apparaten worden geweigerd
admin-reason-no-session = Geen sessie, en vragen mocht niet
admin-reason-session-ended = De sessie was beëindigd
admin-reason-application-secret = Het geheim van de toepassing klopte niet
admin-reason-grant = De toegang van de toepassing is beëindigd
admin-reason-other = Technische code { $code }

## The story of a sign-in

admin-story-in = { $person } kwam in { $app }
admin-story-not-in = { $person } kwam niet in { $app }
admin-story-unfinished = { $person } maakte de aanmelding bij { $app } niet af
admin-story-nobody = Iemand onbekend
admin-story-sluis = Sluis
admin-story-what = Wat er gebeurde
admin-story-by = door ‘{ $policy }’
admin-story-name = Naam ingevuld
admin-story-new-browser = browser niet eerder gezien
admin-story-proof = { $method }: goed
admin-story-proof-session = { $method }: eerder in deze sessie gegeven
admin-story-proof-remembered = { $method }: deze browser was onthouden
admin-story-asked = Extra stap gevraagd
admin-story-register = Instellen van een tweede stap gevraagd
admin-story-registered = Tweede stap ingesteld: { $method }
admin-story-let-in = Binnengelaten
admin-story-stopped = Tegengehouden
admin-story-left = Niet afgerond
admin-story-demands = Wat er nodig was, en waarom
admin-story-demands-none = Na het eerste bewijs was er niets meer nodig.
admin-story-met = gegeven
admin-story-open = niet gegeven
admin-story-policies = { $applied ->
        [0] Geen van de { $n } beleidsregels gold
        [one] 1 van de { $n } beleidsregels gold
       *[other] { $applied } van de { $n } beleidsregels golden
    }
admin-story-policies-none = Aan beleid kwam deze aanmelding niet toe: zij eindigde eerder.
admin-story-policy = Beleid
admin-story-condition = Voorwaarde
admin-story-seen = Gezien
admin-story-wanted = Gevraagd
admin-story-verdict = Oordeel
admin-story-not-applying = { $n ->
        [one] Eén beleidsregel geldt niet
       *[other] { $n } beleidsregels gelden niet
    }
admin-story-technical = Technische gegevens
admin-story-id = Record
admin-story-error = Resultaatcode
admin-story-client = Client ID
admin-story-user = Gebruikers-ID
admin-story-session = Sessie
admin-story-revision = Versie van het beleid
admin-story-door = Ingang
admin-verdict-satisfied = voldaan
admin-verdict-asks = vraagt
admin-verdict-stops = stopt
admin-verdict-report = alleen rapporteren
admin-verdict-not-applied = geldt niet

## What a policy asks, and who asks it

admin-need-second-step = Een tweede stap
admin-need-phishing-resistant = Een passkey of beveiligingssleutel
admin-need-registration = Een tweede stap instellen
admin-need-again = Opnieuw aanmelden
admin-source-defaults = Standaardinstellingen voor beveiliging
admin-source-floor = Altijd, wat er ook is ingesteld
admin-source-per-user = MFA per gebruiker
admin-source-request = Gevraagd door de toepassing
admin-source-application = Ingesteld voor de toepassing

## Not allowed, not found

admin-denied-title = Dit hoort niet bij uw rol
admin-denied-roles = Hiervoor is een van deze rollen nodig:
admin-denied-out = Vraag het een globale beheerder.
admin-denied-home = Naar Start
admin-denied-person-title = Deze pagina is voor beheerders
admin-denied-person = U bent aangemeld, maar hebt geen beheerdersrol. Hebt u die nodig, vraag het dan een globale beheerder.
admin-missing-title = Deze pagina bestaat niet
admin-missing-text = Misschien is zij verwijderd, of is het adres niet compleet.

## Policies that nobody writes

admin-policy-floor-privileged = Beheer vraagt altijd een tweede stap
admin-policy-floor-confirm = Wat verandert wie er binnen kan, wordt nog één keer bevestigd
admin-policy-floor-security-info = Beveiligingsgegevens wijzigen vraagt een tweede stap
admin-policy-floor-organisation-blocked = De hele organisatie is geblokkeerd
admin-policy-floor-own-factor = Eigen tweede stap op een plek die nieuw is
admin-policy-defaults-registration = Standaardinstellingen: iedereen stelt een tweede stap in
admin-policy-defaults-administrators = Standaardinstellingen: beheerders gebruiken die altijd
admin-policy-defaults-unfamiliar = Standaardinstellingen: anderen op een plek die nieuw is
admin-policy-defaults-legacy = Standaardinstellingen: oude mailprogramma's geweigerd
admin-policy-per-user-enabled = MFA per gebruiker: ingeschakeld
admin-policy-per-user-enforced = MFA per gebruiker: afgedwongen
admin-condition-users = Wie
admin-condition-targets = Waarheen
admin-condition-client-apps = Programma
admin-condition-unfamiliar = Nieuwe plek
admin-condition-per-user = MFA per gebruiker
admin-condition-second-factor = Tweede stap
admin-seen-no-role = geen rol
admin-seen-everyone = iedereen
admin-seen-everyone-but = iedereen behalve { $roles }
admin-seen-one-of-roles = een van { $n } beheerdersrollen
admin-seen-every-application = elke toepassing
admin-seen-admin-centre = het beheercentrum
admin-seen-admin-centre-or-api = het beheercentrum of de API ervan
admin-seen-security-info = beveiligingsgegevens wijzigen
admin-seen-device = een apparaat registreren
admin-seen-nothing = niets
admin-seen-unfamiliar = een browser, netwerk of land dat nieuw is
admin-seen-has-factor = een tweede stap is ingesteld
admin-seen-no-factor = geen ingesteld
admin-seen-known = { $what } bekend
admin-seen-new = { $what } nieuw
admin-seen-unknown = { $what } onbekend
admin-seen-browser = browser
admin-seen-network = netwerk
admin-seen-country = land
admin-client-browser = browser
admin-client-modern = moderne app
admin-client-old = oud mailprogramma of apparaat
admin-state-disabled = uitgeschakeld
admin-state-enabled = ingeschakeld
admin-state-enforced = afgedwongen
admin-need-first = Een eerste bewijs, zoals een wachtwoord
admin-need-block = Niets helpt: dit wordt geweigerd
admin-need-control = Iets wat met een tweede stap niet op te lossen is
admin-source-first = Iedereen, altijd
admin-source-policy = Een eigen regel
admin-reason-register-elsewhere = Moest een tweede stap instellen, vanuit een uitnodiging of bekende browser
admin-reason-no-method = Heeft geen methode die genoeg is
admin-verdict-off = uit
admin-remembered = Browsers waarin de tweede stap niet wordt gevraagd

## Hoe lang browsers worden vertrouwd
admin-browsers-title = Vertrouwde browsers
admin-browsers-what = Hoe lang mensen aangemeld mogen blijven, en hoe lang de tweede stap op een eigen apparaat niet wordt gevraagd. Alleen voor wie het aankruist, en nooit voor beheerders.
admin-browsers-manage = Dagen instellen
admin-browsers-remembered = Dagen dat een apparaat de tweede stap niet opnieuw krijgt gevraagd
admin-browsers-remembered-hint = 0 tot { $most }. Met 0 wordt het niet aangeboden, en onthouden apparaten krijgen de vraag weer.
admin-browsers-signed-in = Dagen dat mensen aangemeld mogen blijven
admin-browsers-signed-in-hint = 0 tot { $most }. Met 0 wordt het niet aangeboden. Open sessies houden hun eigen einde.
admin-browsers-error = Kies een getal van 0 tot { $most }.
admin-seen-confirm = nog één keer bevestigen

## Waarmee iemand wel binnen was gekomen
admin-way-title = Zo was het wel gelukt
admin-way-and = { $one }, en { $other }
admin-way-how = Elk hiervan was genoeg geweest, met al het andere zoals het was. Berekend uit wat er is gezien en uit het beleid van dat moment.
admin-way-before-policy = Aan beleid kwam deze aanmelding niet toe. Wat daarna nog wordt gevraagd, zoals een tweede stap, is niet bekend.
admin-way-same = Met hetzelfde nog een keer: geen beleidsregel of instelling staat in de weg.
admin-way-none = Met niets: ‘{ $policies }’ houdt dit tegen, wat er ook wordt gegeven.
admin-way-none-known = Met niets dat deze persoon had kunnen doen. Eerst moet een instelling of beleidsregel anders.
admin-way-right-name = met een gebruikersnaam die hier bestaat
admin-way-unblocked = met een account dat niet is geblokkeerd
admin-way-assigned = als het account was genoemd bij wie zich mag aanmelden bij { $app }
admin-way-lock-over = nadat de vergrendeling voorbij was
admin-way-right-first = met het goede wachtwoord
admin-way-right-second = met de goede code, of de goede passkey of beveiligingssleutel
admin-way-known-place = vanuit een browser, netwerk en land waar { $person } zich eerder aanmeldde
admin-way-old-browser = vanuit een browser die { $person } twee weken of langer gebruikte
admin-way-other-program = in een browser in plaats van een oud mailprogramma of apparaat
admin-way-modern-program = in een actueel programma op een computer of telefoon
admin-way-on = op { $platform }
admin-way-trusted-place = vanaf een vertrouwde locatie
admin-way-at = vanaf de benoemde locatie { $place }
admin-way-outside = van buiten elke benoemde locatie
admin-way-compliant-device = op een apparaat dat wordt beheerd en aan de eisen voldoet
admin-way-joined-device = op een apparaat dat lid is van het domein
admin-way-approved-application = in een goedgekeurde toepassing
admin-way-protected-application = in een toepassing waarvoor een beveiligingsbeleid geldt
admin-way-invited = met een nieuwe uitnodiging en een wachtwoord dat daarmee is gekozen
admin-way-own-password = met een nieuw wachtwoord dat niemand anders kent
admin-way-give-password = met het wachtwoord
admin-way-give-totp = met een code uit de verificator-app
admin-way-give-recovery-code = met een herstelcode
admin-way-give-passkey = met de eigen passkey
admin-way-give-security-key = met de eigen beveiligingssleutel
admin-way-give-other = met deze stap: { $method }
admin-way-set-up-totp = door een verificator-app in te stellen
admin-way-set-up-passkey = door een passkey in te stellen
admin-way-set-up-security-key = door een beveiligingssleutel in te stellen
admin-way-set-up-other = door deze stap in te stellen: { $method }
admin-story-wrong = Code of sleutel: niet goed
admin-story-seen-title = Wie, van waar, waarmee
admin-story-from = Van waar
admin-story-with = Waarmee
admin-story-had = Toen ingesteld
admin-story-given = Gegeven
admin-story-none = niets
admin-story-not-seen = niet bekend
admin-story-max-age = { $n ->
        [0] zojuist aangemeld
        [one] hooguit 1 minuut geleden aangemeld
       *[other] hooguit { $n } minuten geleden aangemeld
    }
admin-story-fits = past
admin-story-fits-not = past niet
admin-story-fits-unknown = niet bekend, past dus niet
admin-condition-none = Geen voorwaarde

## Vergrendeld na verkeerde pogingen
admin-locks = Vergrendeld na verkeerde pogingen
admin-lock-known = { $factor }, in browsers die eerder zijn gebruikt: tot { $until }
admin-lock-new = { $factor }, in browsers die niet eerder zijn gezien: tot { $until }
admin-locks-hint = Een vergrendeling gaat vanzelf voorbij. Vraag eerst van wie de pogingen waren: tegen iemand die raadt, helpt een nieuw wachtwoord of een nieuwe tweede stap, ontgrendelen niet.
admin-confirm-unlock-title = { $person } ontgrendelen?
admin-confirm-unlock-text = De verkeerde pogingen worden vergeten en aanmelden kan meteen opnieuw worden geprobeerd. Ook door wie ze deed.
admin-confirm-unlock-button = Ontgrendelen
admin-done-unlocked = Ontgrendeld. Aanmelden kan meteen opnieuw worden geprobeerd.

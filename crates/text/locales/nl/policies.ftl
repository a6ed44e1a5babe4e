# Voorwaardelijke toegang in het beheercentrum: beleid, de woorden ervoor, de proef.

policies-nav = Voorwaardelijke toegang
policies-title = Beleidsregels
policies-about = Regels over aanmeldingen: wie wat opent, waarvandaan, en wat wordt gevraagd voordat iemand binnenkomt.
policies-new = Nieuw beleid
policies-empty = Er is nog geen beleid. Beleid kan iedereen om een tweede stap vragen, of niemand van buiten een land binnenlaten. Het begint als alleen rapporteren: het houdt niemand tegen, en u ziet wat het zou hebben gedaan.
policies-empty-defaults = Er is nog geen beleid. Nu beschermen de standaardinstellingen voor beveiliging de organisatie; beleid komt ervoor in de plaats als u andere regels voor andere mensen wilt.
policies-defaults-on = De standaardinstellingen voor beveiliging zijn ingeschakeld. Daarom kan geen beleid aan staan: u kunt beleid schrijven, en het kan alleen rapporteren. Schakel eerst de standaardinstellingen voor beveiliging uit om beleid aan te zetten.
policies-defaults-link = Standaardinstellingen voor beveiliging beheren
policies-column-state = Status
policies-column-since = Gewijzigd
policies-column-findings = Controle
policies-state-on = Aan
policies-state-off = Uit
policies-state-report = Alleen rapporteren
policies-state-report-days = Alleen rapporteren sinds { $days ->
        [one] 1 dag
       *[other] { $days } dagen
    }
policies-findings = { $n ->
        [0] Niets gevonden
        [one] 1 bevinding
       *[other] { $n } bevindingen
    }
policies-deleted = Verwijderd beleid
policies-deleted-about = Verwijderd beleid is 30 dagen lang terug te zetten. Het komt uitgeschakeld terug.
policies-column-until = Tot
policies-restore = Terugzetten
policies-restore-label = { $name } terugzetten

## Eén beleid

policies-parts = Volledig
policies-part-what = Wat
policies-part-grant = Toegang
policies-part-session = Sessie
policies-part-foreign = Niet begrepen
policies-check = Controle
policies-check-nothing = Er is niets gevonden. Wat een beleid zou hebben gedaan, staat in het verhaal van elke aanmelding.
policies-error-note = eerst oplossen
policies-switch = Beleid inschakelen
policies-switch-on = Aan: wat erin staat, wordt gevraagd en tegengehouden.
policies-switch-report = Alleen rapporteren: het houdt niemand tegen, en het verhaal van elke aanmelding zegt wat het zou hebben gedaan.
policies-switch-off = Uit: er wordt niet naar gekeken.
policies-facts = Over dit beleid
policies-made = Gemaakt
policies-changed = Gewijzigd
policies-id = Id van het beleid
policies-export = Exporteren als JSON
policies-delete = Beleid verwijderen
policies-delete-hint = Het telt meteen niet meer. U kunt het 30 dagen lang terugzetten.
policies-delete-title = { $name } verwijderen?
policies-delete-text = Het telt meteen niet meer. Het is 30 dagen lang terug te zetten en komt dan uitgeschakeld terug.
policies-switch-title-on = { $name } aanzetten?
policies-switch-text-on = Vanaf het volgende verzoek wordt het gevraagd van iedereen over wie het gaat, ook van wie al is aangemeld.
policies-switch-title-off = { $name } uitzetten?
policies-switch-text-off = Vanaf het volgende verzoek wordt er niets meer van gevraagd en houdt het niemand tegen.
policies-switch-title-report = { $name } op alleen rapporteren zetten?
policies-switch-text-report = Vanaf het volgende verzoek houdt het niemand tegen. Het verhaal van elke aanmelding zegt wat het zou hebben gedaan.
policies-switch-button-on = Aanzetten
policies-switch-button-off = Uitzetten
policies-switch-button-report = Op alleen rapporteren zetten
policies-done-on = Het beleid staat aan.
policies-done-off = Het beleid staat uit.
policies-done-report = Het beleid staat op alleen rapporteren.
policies-done-deleted = Het beleid is verwijderd.
policies-done-restored = Het beleid is terug en staat uit.
policies-done-saved = Het beleid is opgeslagen.
policies-done-added = Het beleid is gemaakt.

## De proef

policies-trial-label = Op proef
policies-trial-hint = Wat er eerst was, komt vanzelf terug, tenzij iemand zich opnieuw aanmeldt en bevestigt.
policies-trial-none = Niet op proef: het blijft
policies-trial-minutes = { $minutes } minuten
policies-trial-hours = { $hours ->
        [one] 1 uur
       *[other] { $hours } uur
    }
policies-trial-banner = Het beleid is op proef tot { $until }. Daarna komt terug wat er eerst was, tenzij een beheerder die zich na het opslaan heeft aangemeld, het bevestigt.
policies-trial-confirm = Behouden
policies-trial-back = Nu terugdraaien
policies-trial-back-title = Het beleid nu terugdraaien?
policies-trial-back-text = Vanaf het volgende verzoek telt weer wat er voor de proef was.
policies-trial-not-fresh-title = Meld u eerst opnieuw aan
policies-trial-not-fresh-text = Deze sessie was er al voordat het beleid er was. Of iemand nog binnenkomt, blijkt pas bij een nieuwe aanmelding: open het beheercentrum in een andere browser of een privévenster, meld u daar aan en kies daar ‘Behouden’. Of meld u hier af en weer aan.
policies-done-trial-kept = De proef is voorbij: het beleid blijft.
policies-done-trial-back = Wat er eerst was, is terug.
policies-done-trial-none = Er loopt geen proef meer.

## Wat niet is opgeslagen, en waarom

policies-not-saved = Niet opgeslagen.
policies-problem-unreadable = Het beleid is niet te lezen: { $reason }.
policies-problem-too-large = Het beleid is te groot. Noem een groep in plaats van veel mensen.
policies-problem-name = Geef het beleid een naam van hoogstens 256 tekens, op één regel.
policies-problem-too-many = Er zijn al { $most } beleidsregels, en meer kunnen het er niet zijn. Verwijder eerst beleid dat uit staat.
policies-problem-plan = Het abonnement van deze organisatie heeft dit niet: daarvoor is { $plan } nodig. Wie de installatie beheert, stelt het abonnement in; zie Eigenschappen, Abonnement.
policies-problem-defaults = De standaardinstellingen voor beveiliging zijn ingeschakeld, en daarnaast kan geen beleid aan staan. Schakel die eerst uit, of laat het beleid op alleen rapporteren staan.
policies-problem-not-understood = Er staan onderdelen in die Sluis niet begrijpt, dus het kan niet aan: { $members }. Laat het uit of op alleen rapporteren staan.
policies-problem-unsound = Zo kan het niet aan: { $findings }.
policies-problem-cannot-yet = Het vraagt wat Sluis nog niet kan, dus het kan niet aan: { $words }. Laat het uit of op alleen rapporteren staan, of vraag iets anders.
policies-problem-location = Het noemt een locatie die er niet is: { $ids }. Kies een andere.
policies-problem-locks-out = Met dit beleid komen te weinig beheerders nog binnen. Wie niet: { $people }. Laat hen eerst een sterkere methode registreren, wijs een noodaccount aan, of sla het op als alleen rapporteren.
policies-problem-person = { $name } (vanaf { $from })
policies-problem-person-anywhere = { $name } (waarvandaan ook)
policies-problem-changed = Iemand heeft dit gewijzigd nadat u het opende; er is niets opgeslagen. Wat u invulde staat er nog: opnieuw opslaan zet het in de plaats van die wijziging.
policies-problem-meanwhile = Iemand heeft dit beleid gewijzigd sinds u het opende. Hieronder staat wat u hebt ingevuld; open het beleid in een ander tabblad, en sla het daar op.
policies-problem-asked = Iemand heeft dit beleid gewijzigd sinds dit werd gevraagd. Bekijk wat er is gewijzigd voordat u beslist.
policies-see-change = Bekijk wat er is gewijzigd
policies-problem-name-of-ours = Sluis heeft zelf al beleid met deze naam. Kies een andere naam.
policies-problem-another = Dit is ander beleid dan wat werd geopend. Open het beleid opnieuw.
policies-problem-on-trial = Er is beleid op proef tot { $until }. Behoud het of draai het eerst terug, of kies ook voor deze wijziging een proef.
policies-problem-head = Iemand heeft op hetzelfde moment ander beleid opgeslagen. Sla nog een keer op.

## De zin

policies-sentence-block = Als { $circumstances }, komt **niemand binnen**.
policies-sentence-grant = Als { $circumstances }, dan alleen met { $grant }.
policies-sentence-both = Als { $circumstances }, dan alleen met { $grant }, en { $session }.
policies-sentence-session = Als { $circumstances }, dan { $session }.
policies-sentence-nothing = Als { $circumstances }, wordt er niets meer gevraagd.
policies-circumstances = { $who } { $does }
policies-circumstances-more = { $who } { $does }, { $more }
policies-when-from = vanaf { $place }
policies-when-with = met { $program }
policies-when-on = op { $system }
policies-when-sign-in-risk = bij een aanmelding met { $level } risico
policies-when-user-risk = bij { $level } risico van de persoon
policies-when-other = onder een voorwaarde ({ $condition }: { $value })
policies-when-flow = met { $flow }
policies-flow-none = geen ander apparaat
policies-flow-code = een code voor een ander apparaat
policies-flow-transfer = een aanmelding die van een ander apparaat komt
policies-device-fits = een apparaat waarop de regel { $rule } past
policies-device-unfit = elk apparaat behalve waarop de regel { $rule } past
policies-or = { $first } of { $last }
policies-and = { $first } en { $last }
policies-others = { $n } anderen
policies-except = { $what } behalve { $but }
policies-who-everyone = iedereen
policies-who-nobody = niemand
policies-who-guest = elke gast
policies-who-guests = een gast ({ $kinds })
policies-who-agent = elke agent
policies-who-program = een programma dat zichzelf aanmeldt
policies-who-group = iedereen uit { $group }
policies-who-role = elke { $role }
policies-missing-person = iemand die er niet is
policies-missing-group = een groep die er niet is
policies-missing-role = een rol die er niet is
policies-missing-app = een toepassing die er niet is
policies-missing-place = een locatie die er niet is
policies-guest-none = geen gast
policies-guest-internal = met een account hier
policies-guest-b2b = uitgenodigd uit een andere organisatie
policies-guest-b2b-member = uit een andere organisatie, als lid
policies-guest-direct = uit een andere organisatie, zonder account
policies-guest-other = anders van buiten
policies-guest-provider = van een dienstverlener
policies-does-open = { $what } opent
policies-does-nothing = niets opent
policies-does-security-info = beveiligingsgegevens registreert
policies-does-device = een apparaat registreert
policies-does-recover = een verloren account terugkrijgt
policies-does-context = doet wat om de context { $context } vraagt
policies-what-all = alle toepassingen
policies-what-office = de toepassingen van Office 365
policies-what-admin-centre = het beheercentrum
policies-what-api = de API en de opdrachtregel
policies-what-agents = wat agents openen
policies-what-fits = toepassingen die passen bij de regel { $rule }
policies-where-anywhere = overal
policies-where-nowhere = nergens
policies-where-trusted = alle vertrouwde locaties
policies-where-trusted-ips = de vertrouwde IP-adressen voor MFA
policies-client-any = elk programma
policies-client-browser = een browser
policies-client-modern = een moderne app of een modern programma
policies-client-active-sync = Exchange ActiveSync
policies-client-active-sync-known = Exchange ActiveSync op een bekend systeem
policies-client-active-sync-unknown = Exchange ActiveSync op een onbekend systeem
policies-client-old = een oud programma dat alleen een wachtwoord stuurt
policies-platform-any = elk systeem
policies-risk-low = laag
policies-risk-medium = gemiddeld
policies-risk-high = hoog
policies-risk-hidden = verborgen
policies-risk-none = geen
policies-grant-block = toegang blokkeren
policies-grant-nothing = Er is niets nodig.
policies-grant-mfa = meervoudige verificatie
policies-grant-strength = de sterkte { $strength }
policies-grant-compliant = een apparaat dat aan de regels voldoet
policies-grant-joined = een apparaat uit het domein
policies-grant-approved = een goedgekeurde app
policies-grant-protected = een beveiligde app
policies-grant-password = een nieuw wachtwoord
policies-grant-remediation = een risico dat is hersteld
policies-grant-terms = aanvaarde gebruiksvoorwaarden
policies-grant-verified = een geverifieerd identiteitsbewijs
policies-grant-custom = een controle van een andere dienst
policies-strength-mfa = meervoudige verificatie
policies-strength-passwordless = zonder wachtwoord
policies-strength-phishing = bestand tegen phishing
policies-strength-own = van uzelf
policies-session-nothing = Zoals overal.
policies-session-every-time = elke keer opnieuw aanmelden
policies-session-hours = na { $n ->
        [one] 1 uur
       *[other] { $n } uur
    } opnieuw aanmelden
policies-session-days = na { $n ->
        [one] 1 dag
       *[other] { $n } dagen
    } opnieuw aanmelden
policies-session-second-hours = na { $n ->
        [one] 1 uur
       *[other] { $n } uur
    } opnieuw de tweede stap
policies-session-second-days = na { $n ->
        [one] 1 dag
       *[other] { $n } dagen
    } opnieuw de tweede stap
policies-session-stays = een browser die aangemeld blijft
policies-session-ends = een browser die niet aangemeld blijft
policies-session-proxy = de proxy voor cloudtoepassingen
policies-session-restrictions = beperkingen door de toepassing
policies-session-bound = tokens die aan het apparaat vastzitten
policies-session-strict = geen uitzondering bij een storing
policies-session-evaluation = strikte doorlopende toegangsevaluatie
policies-session-evaluation-off = geen doorlopende toegangsevaluatie
policies-session-network = een profiel van het netwerkfilter

## De editor

policies-new-title = Nieuw beleid
policies-edit = Beleid wijzigen
policies-edit-title = { $name } wijzigen
policies-edit-said = Wat het zegt
policies-edit-look = Opnieuw zeggen
policies-edit-kept = Blijft zoals het is
policies-edit-kept-hint = Deze pagina toont deze delen niet. Ze blijven in het beleid staan als u opslaat.
policies-edit-name = Naam
policies-edit-name-hint = Wat collega’s herkennen: ‘Buiten kantoor altijd twee stappen’.
policies-edit-who-all = Iedereen, ook gasten
policies-edit-who-chosen = Gekozen mensen, groepen, rollen en gasten
policies-edit-who-kept = Zoals het is: programma’s die zichzelf aanmelden
policies-edit-included = Over wie het gaat
policies-edit-excluded = Behalve
policies-edit-excluded-hint = Een uitzondering gaat voor alles wat is opgenomen. Noodaccounts hebben er geen nodig: zij vallen buiten al het beleid.
policies-edit-find-people = Persoon, groep of rol toevoegen
policies-edit-find-people-out = Behalve een persoon, groep of rol
policies-edit-find = Zoeken
policies-edit-add = Toevoegen
policies-edit-add-this = { $name } toevoegen
policies-edit-remove = { $name } verwijderen
policies-edit-nothing = Niets hier begint met ‘{ $typed }’. Probeer het begin van een ander woord van de naam.
policies-edit-a-role = Een rol
policies-edit-what-all = Alle toepassingen
policies-edit-what-chosen = Gekozen toepassingen
policies-edit-what-actions = Een actie in plaats van een toepassing
policies-edit-what-contexts = Wat om een verificatiecontext vraagt
policies-edit-guest-kinds = Soorten gasten
policies-edit-guest-kinds-out = Behalve soorten gasten
policies-edit-device-any = Elk apparaat
policies-edit-device-include = Apparaten waarop de regel past
policies-edit-device-exclude = Alle behalve apparaten waarop de regel past
policies-edit-device-rule = Regel over apparaten
policies-edit-device-hint = In de woorden van Microsoft: device.isCompliant -eq True -or device.model -startsWith "Surface". Een apparaat dat niet bekend is, heeft geen eigenschappen.
policies-edit-device-error = De regel over apparaten is niet te lezen. Schrijf hem als device.isCompliant -eq True; tekst staat tussen aanhalingstekens.
policies-edit-what-kept = Zoals het is: toepassingen volgens een regel, of soorten door elkaar
policies-edit-apps = Welke toepassingen
policies-edit-apps-excluded = Behalve toepassingen
policies-edit-actions = Welke actie
policies-edit-find-apps = Toepassing toevoegen
policies-edit-find-apps-out = Behalve een toepassing
policies-edit-from-any = Overal
policies-edit-from-trusted = Alle vertrouwde locaties
policies-edit-from-chosen = Gekozen locaties
policies-edit-places = Welke locaties
policies-edit-places-excluded = Behalve locaties
policies-edit-conditions = Verdere voorwaarden
policies-edit-conditions-hint = Waar niets is aangevinkt, geldt de voorwaarde voor alles.
policies-edit-platforms-excluded = Behalve systemen
policies-edit-access-grant = Binnenlaten met wat hieronder wordt gevraagd
policies-edit-access-block = Blokkeren: niemand komt binnen
policies-edit-access-nothing = Niets meer vragen
policies-edit-mfa = Meervoudige verificatie
policies-edit-strength = Verificatiesterkte
policies-edit-strength-no = Geen
policies-edit-operator = Als er meer wordt gevraagd
policies-edit-operator-or = Een ervan is genoeg
policies-edit-operator-and = Alles samen
policies-edit-again = Opnieuw aanmelden
policies-edit-again-no = Zoals overal
policies-edit-again-every = Elke keer
policies-edit-again-hours = Na zo veel uur
policies-edit-again-days = Na zo veel dagen
policies-edit-number = Hoeveel
policies-edit-number-error = Vul in na hoeveel uur of dagen: een getal van 1 tot en met 9.999.
policies-edit-browser = Als de browser wordt gesloten
policies-edit-browser-no = Zoals overal

## Benoemde locaties

locations-title = Benoemde locaties
locations-about = Plaatsen die beleid noemt: adresreeksen, of landen.
locations-new = Nieuwe locatie
locations-new-title = Nieuwe locatie
locations-empty = Er zijn nog geen benoemde locaties. Met een voor het kantoor kan beleid daar minder vragen, of overal elders meer.
locations-column-where = Waar
locations-column-trusted = Vertrouwd
locations-column-used = Gebruikt door
locations-trusted = Vertrouwd
locations-trusted-hint = Beleid kan alle vertrouwde locaties weglaten, of erover gaan.
locations-unused = Geen beleid
locations-used-by = Gebruikt door { $policies }. Een wijziging telt daarvoor vanaf het volgende verzoek.
locations-ips-hint = De vertrouwde IP-adressen voor MFA zijn ook een vertrouwde locatie.
locations-ranges = Adresreeksen
locations-ranges-hint = Eén per regel, zoals 203.0.113.0/24 of 2001:db8::/32. Elk is langer dan /8.
locations-name-hint = Wat collega’s herkennen: ‘Kantoor Utrecht’.
locations-kind = Wat het is
locations-kind-addresses = Adresreeksen
locations-kind-countries = Landen
locations-countries = Landen
locations-countries-hint = Twee letters per land, zoals NL, BE, DE.
locations-unknown = Een adres waarvan het land niet te bepalen is, hoort er ook bij
locations-delete = Locatie verwijderen
locations-delete-hint = Een locatie die beleid noemt, of die vertrouwd is, wordt niet verwijderd.
locations-delete-title = { $name } verwijderen?
locations-delete-text = Beleid kan haar dan niet meer noemen. Ze is 30 dagen lang terug te zetten.
locations-done-saved = De locatie is opgeslagen.
locations-done-deleted = De locatie is verwijderd.
locations-done-restored = De locatie is terug.
locations-deleted = Verwijderde locaties
locations-deleted-about = Een verwijderde locatie is 30 dagen lang terug te zetten.
locations-problem-name = Geef de locatie een naam van hoogstens 256 tekens, op één regel.
locations-problem-range = ‘{ $range }’ is geen reeks die te gebruiken is. Schrijf die als 203.0.113.0/24, langer dan /8.
locations-problem-ranges = Er zijn te veel reeksen: een locatie heeft er hoogstens 2.000.
locations-problem-country = ‘{ $country }’ is geen land van twee letters. Schrijf NL, niet Nederland.
locations-problem-empty = Vul ten minste één reeks of land in.
locations-problem-unreadable = De locatie is niet te lezen: { $reason }.
locations-problem-too-many = Er zijn al { $most } locaties, en meer kunnen het er niet zijn. Verwijder er een die geen beleid noemt.
locations-problem-trusted = Zij is vertrouwd. Haal dat eraf en sla op, en verwijder haar dan.
locations-problem-used = Dit beleid noemt haar: { $policies }. Haal haar daar eerst uit.

## Sjablonen

policies-templates-title = Nieuw vanuit een sjabloon
policies-templates-about = Beleid dat veel organisaties hebben. Elk begint op alleen rapporteren: het houdt niemand tegen tot u het aanzet.
policies-templates-blank = Zonder sjabloon beginnen
policies-templates-use = Gebruiken
policies-templates-use-label = { $name } gebruiken
policies-template-mfa-admins = Tweede stap voor beheerders
policies-template-security-info = Tweede stap om beveiligingsgegevens te registreren
policies-template-legacy = Oude programma’s blokkeren
policies-template-mfa-everybody = Tweede stap voor iedereen
policies-template-mfa-guests = Tweede stap voor gasten
policies-template-mfa-management = Tweede stap voor de API en de opdrachtregel
policies-template-mfa-risk = Tweede stap bij riskante aanmeldingen
policies-template-password-risk = Nieuw wachtwoord voor mensen met hoog risico
policies-template-device-admins = Beheerd apparaat voor beheerders
policies-template-platform = Onbekende systemen blokkeren
policies-template-persistence = Geen blijvende browsersessie
policies-template-device-or-mfa = Beheerd apparaat of tweede stap voor iedereen
policies-template-office = Beperkingen door Office 365
policies-template-phishing = Aanmelden bestand tegen phishing voor beheerders
policies-template-portals = Tweede stap voor het beheercentrum
policies-template-insider = Office 365 blokkeren bij risico van binnenuit
policies-template-compliant = Apparaat dat aan de regels voldoet voor iedereen
policies-template-recovery = Geverifieerd identiteitsbewijs om een account terug te krijgen
policies-template-agents-risk = Agents met hoog risico blokkeren
policies-template-agents = Alle agents blokkeren
policies-template-agent-users = Agents met een account blokkeren

policies-import = Importeren
policies-import-title = Beleid importeren
policies-import-about = Maak beleid van een bestand uit Microsoft Graph of uit een andere Sluis. Het houdt niemand tegen tot u het aanzet.
policies-import-file = Bestand
policies-import-file-hint = JSON van Microsoft Graph: een beleid, een lijst, of een antwoord met het beleid in ‘value’. Ten hoogste 4 MB.
policies-import-state = Het begint als
policies-import-nothing = In dit bestand staat geen beleid. Kies een JSON-bestand van Microsoft Graph.
policies-import-unreadable = Het bestand is niet te lezen: { $reason }.
policies-import-stopped = ‘{ $name }’ is niet gemaakt. { $why } Beleid dat ervoor wel is gemaakt: { $before }.
policies-done-imported = Het beleid is gemaakt.
policies-map-title = Onbekende id’s
policies-map-about = Beleid noemt deze id’s, en niets hier heeft ze. Zeg bij elk wat het hier is. Wat u zo laat, betekent niemand en niets.
policies-map-none = Alles wat beleid noemt, is er.
policies-map-column-id = Id
policies-map-column-kind = Wat het moet zijn
policies-map-person = Een persoon
policies-map-group = Een groep
policies-map-application = Een toepassing
policies-map-location = Een benoemde locatie
policies-map-terms = Gebruiksvoorwaarden
policies-map-strength = Een verificatiesterkte
policies-map-what = Wat is het hier? { $kind }
policies-map-find = Naam
policies-map-no-candidates = Er is hier nog niets wat het kan zijn. Maak dat eerst.
policies-map-use = Dit gebruiken
policies-map-use-label = { $name } gebruiken
policies-done-mapped = Het id is vervangen in al het beleid dat het noemde.
policies-unknown = { $count ->
    [one] Beleid noemt een id dat hier niets is.
   *[other] Beleid noemt { $count } id’s die hier niets zijn.
}
policies-unknown-link = Zeg wat ze zijn
audit-map-policy-id = { $by } heeft in beleid iets van deze organisatie in de plaats van een onbekend id gezet.
audit-map-policy-id-name = Id in beleid vervangen

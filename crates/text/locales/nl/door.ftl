# Teksten van de pagina's voordat men binnen is: instellen, aanmelden, registreren, en wat in de weg staat.

## Around every page

door-other-language = English
door-help = Hulp
door-privacy = Privacy
door-new-tab = (opent in een nieuw tabblad)
door-continue = Verder
door-back = Terug
door-sign-in = Aanmelden
door-again = Opnieuw beginnen
door-step = Stap { $n } van { $total }
door-going-on = U gaat verder naar { $app }.
door-show = Tonen
door-hide = Verbergen
door-copy = Kopiëren
door-copied = Gekopieerd
door-download = Downloaden
door-print = Afdrukken
door-fix = { $n ->
        [one] Kijk nog eens naar één antwoord:
       *[other] Kijk nog eens naar { $n } antwoorden:
    }
door-strength = Sterkte
door-strength-words = heel makkelijk te raden|makkelijk te raden|redelijk|sterk|heel sterk
door-call = Bel { $contact }.

## Set-up

setup-title = Sluis instellen
setup-address-title = Waar vinden mensen Sluis?
setup-address-why = Dit adres komt in elke toepassing en in elke passkey. Kies het één keer, en goed.
setup-language = Taal
setup-address = Openbaar adres
setup-address-hint-fixed = Het staat in de configuratie.
setup-address-hint-local = Nu kan alleen deze computer Sluis openen. Dat is goed om te kijken; andere mensen hebben een adres nodig zoals https://id.example.org.
setup-address-hint = Wat in de adresbalk staat, zoals https://id.example.org.
setup-seen = Wat hier aankomt
setup-seen-browser = Uw browser vroeg om
setup-seen-proxy = De proxy voor Sluis geeft door
setup-seen-server = Sluis luistert op
setup-seen-none = niets; er is geen proxy
setup-seen-good = Goed
setup-seen-look = Kijk hiernaar
setup-seen-differs = Niet alles klopt met het adres. Aanmelden werkt alleen op het adres zelf; open deze pagina daar voordat u verdergaat.
setup-address-error-form = Vul een adres in dat met https:// begint en waar na de naam niets staat, zoals https://id.example.org.
setup-address-error-plain = Buiten deze computer begint het adres met https://. Zet een proxy met een certificaat voor Sluis, of gebruik http://localhost.
setup-address-error-number = Vul een naam in, geen getal: een passkey hoort bij een naam. Voor alleen deze computer is dat http://localhost met de poort.
setup-elsewhere = U bent nu op { $here }. Als het instellen klaar is, antwoordt Sluis op { $there } en nergens anders. Ga verder als dat adres al naar deze computer leidt. Is dat nog niet zo, vul dan het adres in waar u nu bent; verhuizen kan later met de opdracht sluis address change.
setup-elsewhere-sure = Het leidt hierheen: doorgaan
setup-address-error-configured = In de configuratie staat een ander adres. Pas het daar aan, of vul dat adres in.
setup-organisation-title = Hoe heet uw organisatie?
setup-organisation-why = Mensen zien de naam bij elke aanmelding.
setup-organisation-name = Naam van de organisatie
setup-organisation-domain = Domein
setup-organisation-domain-hint = Wat in uw adressen na de @ staat, zoals example.org.
setup-organisation-contact = Wie bellen mensen als ze er niet in komen?
setup-organisation-contact-hint = Een naam en een telefoonnummer. Mensen zien dit als iets hen tegenhoudt.
setup-error-name = Vul een naam in van hooguit 100 tekens.
setup-error-domain = Vul een domein in, zoals example.org.
setup-error-contact = Vul een naam en een telefoonnummer in, hooguit 200 tekens.
setup-you-title = Wie bent u?
setup-you-why = U wordt de eerste globale beheerder. Later kunt u anderen toevoegen.
setup-you-display = Uw naam
setup-you-display-hint = Zoals uw collega's u kennen.
setup-you-user-name = Gebruikersnaam
setup-you-user-name-hint = Hiermee meldt u zich aan. Vaak is het uw e-mailadres.
setup-you-mail = E-mailadres
setup-you-mail-hint = Hier komen waarschuwingen over uw account.
setup-you-password = Wachtwoord
setup-error-display = Vul uw naam in, hooguit 100 tekens.
setup-error-user-name = Vul een gebruikersnaam zonder spaties in, zoals anna@example.org.
setup-error-mail = Vul een e-mailadres in, zoals anna@example.org.
setup-codes-finish = Afronden
setup-codes-passkey = Eerst een passkey maken
setup-codes-passkey-why = Naast de app: u meldt zich ermee aan zonder wachtwoord. Hij hoort bij het adres dat u koos, en wordt opnieuw gemaakt als Sluis verhuist.
setup-link-expired-title = Deze link is verlopen
setup-link-expired = Hij werkte één uur. Start Sluis opnieuw voor een nieuwe.
setup-link-other-title = Dit is niet de link die Sluis het laatst toonde
setup-link-other = Is hij compleet? Kopieer hem helemaal. Bij elke start maakt Sluis een nieuwe link, en alleen de nieuwste werkt.
setup-link-not-yet-title = Sluis is nog niet ingesteld
setup-link-not-yet = Wie deze server beheert, stelt Sluis eerst in, met een link die één keer werkt.
setup-link-place = De link staat in de terminal waarin Sluis draait. Draait Sluis als dienst, dan staat hij in het bestand setup-link in de gegevensmap.
setup-privacy = Sluis is nog niet ingesteld; er wordt dus nog niets over iemand bewaard. Wat u bij het instellen invult, wordt pas bij de laatste stap opgeslagen, op deze server en nergens anders: Sluis stuurt niets naar de makers of naar wie dan ook. Na het instellen staat hier wat er wordt bewaard over de mensen die zich aanmelden.
setup-link-used-title = Sluis is al ingesteld
setup-link-used = De link heeft zijn werk gedaan. Vanaf nu melden mensen zich aan.
setup-link-elsewhere-title = Het instellen is open in een andere browser
setup-link-elsewhere = Eén browser tegelijk kan Sluis instellen. Ga daar verder, of start Sluis opnieuw voor een nieuwe link.
setup-to-sign-in = Naar aanmelden

## Name and password

signin-title = Aanmelden
signin-name = Gebruikersnaam of e-mailadres
signin-next = Volgende
accounts-title = Kies een account
accounts-other = Een ander account
accounts-other-why = Wie nu is aangemeld, wordt in deze browser afgemeld zodra de ander binnen is.
signin-cannot = Ik kan me niet aanmelden
signin-name-problem = Vul uw gebruikersnaam in. Vaak lijkt die op anna@example.org.
signin-password-title = Vul uw wachtwoord in
signin-as = U meldt zich aan als { $name }.
signin-password = Wachtwoord
signin-other-name = Andere naam gebruiken
signin-given = Ik heb een uitnodiging gekregen
signin-forgotten = Wachtwoord vergeten?
signin-wrong = Naam of wachtwoord klopt niet. Probeer het nog eens.
signin-password-ended = Dit wachtwoord was tijdelijk, en de tijd ervan is om. Vraag uw beheerder om een uitnodiging.
signin-locked = { $minutes ->
        [one] Er is te vaak een verkeerd wachtwoord ingevuld. Over 1 minuut kunt u het opnieuw proberen.
       *[other] Er is te vaak een verkeerd wachtwoord ingevuld. Over { $minutes } minuten kunt u het opnieuw proberen.
    }
signin-busy = { $seconds ->
        [one] Het is even druk. Wacht 1 seconde en probeer het opnieuw.
       *[other] Het is even druk. Wacht { $seconds } seconden en probeer het opnieuw.
    }
signin-locked-title = Even wachten
signin-locked-help = Misschien heeft iemand anders het geprobeerd. Uw account is veilig.
signin-busy-title = Het is even druk
signin-try-again = Opnieuw proberen

## Code

code-title = Vul de code uit uw app in
code-why = Open de verificator-app op uw telefoon en neem de zes cijfers over.
code-label = Code
code-wrong = Deze code klopt niet. Wacht op de volgende in uw app en vul die in.
code-locked = { $minutes ->
        [one] Er is te vaak een verkeerde code ingevuld. Over 1 minuut kunt u het opnieuw proberen.
       *[other] Er is te vaak een verkeerde code ingevuld. Over { $minutes } minuten kunt u het opnieuw proberen.
    }
code-other = Herstelcode gebruiken
code-phone = Telefoon kwijt of nieuw?
recovery-title = Vul een herstelcode in
recovery-why = U hebt ze bewaard toen u uw tweede stap instelde. Elke code werkt één keer.
recovery-label = Herstelcode
recovery-hint = Zestien letters en cijfers; spaties en streepjes maken niet uit.
recovery-wrong = Deze herstelcode klopt niet, of is al gebruikt. Probeer een andere.
recovery-app = De code uit mijn app gebruiken
recovery-none-title = Geen herstelcodes bij de hand?
recovery-none = Bel { $contact }. Na een controle krijgt u een nieuwe uitnodiging.

## Second step

choose-title = Kies uw tweede stap
choose-once = Eenmalig, ongeveer 2 minuten
choose-why = Hiermee blijft uw account van u, ook als iemand uw wachtwoord weet.
choose-app = Verificator-app
choose-app-why = Een app op uw telefoon toont steeds een nieuwe code.
choose-passkey = Passkey
choose-passkey-why = Uw vinger, gezicht of pincode, op dit apparaat of uw telefoon. Een wachtwoord is er niet bij nodig.
choose-key = Beveiligingssleutel
choose-key-why = Een kleine sleutel die u in de computer steekt of ertegen houdt. Een telefoon is niet nodig.
another-title = Nog een instellen?
another-why = Dan staat u niet buiten als u er een kwijtraakt.
another-registered = { $method } is ingesteld.
another-later = Later
register-passkey-title = Maak een passkey
register-passkey-why = Uw apparaat vraagt om uw vinger, gezicht of pincode. Daarna meldt u zich ermee aan, zonder wachtwoord.
register-passkey-go = Passkey maken
register-key-title = Registreer uw beveiligingssleutel
register-key-why = Steek de sleutel in uw apparaat of houd hem ertegen, en raak hem aan als hij erom vraagt.
register-key-go = Sleutel registreren
way-in-title = Kies hoe u zich aanmeldt
way-in-password = Of kies een wachtwoord
register-label = Hoe noemt u hem?
register-label-hint = Zodat u hem later herkent: laptop, telefoon, blauwe sleutel.
register-wrong = Registreren is niet gelukt. Probeer het nog eens, of kies iets anders.
register-known = Deze is al geregistreerd. Kies een andere.
register-not-attested = Deze bewees niet van welk merk hij is, en daar vraagt uw organisatie om. Hij is niet geregistreerd. Probeer een andere.
register-make-refused = Sleutels van dit merk tellen bij uw organisatie niet, dus hij is niet geregistreerd. Probeer een andere.
register-only = Bij uw organisatie tellen deze: { $makes }.
register-only-unnamed = Bij uw organisatie tellen alleen bepaalde sleutels. { $contact } weet welke.
register-attested = Uw organisatie vraagt dat een sleutel bewijst van welk merk hij is. Beveiligingssleutels kunnen dat; passkeys die in een account van Apple, Google of Microsoft bewaard worden meestal niet.
register-other = Iets anders kiezen
signin-passkey = Aanmelden met een passkey
signin-passkey-wrong = Die passkey werkt hier niet. Probeer het nog eens, of meld u aan met uw naam en wachtwoord.
key-title-passkey = Gebruik uw passkey
key-why-passkey = Uw apparaat vraagt om uw vinger, gezicht of pincode.
key-go-passkey = Passkey gebruiken
key-title-security = Gebruik uw beveiligingssleutel
key-why-security = Steek de sleutel in uw apparaat of houd hem ertegen, en raak hem aan als hij erom vraagt.
key-go-security = Sleutel gebruiken
key-not-taken = Die passkey is van u, maar sleutels van dat merk tellen bij uw organisatie niet meer. Meld u op een andere manier aan en registreer een andere, of vraag om hulp.
key-wrong = Dat is niet gelukt. Probeer het nog eens, of kies een andere manier.
key-cancelled = Er is niets gebruikt. Probeer het opnieuw als u zover bent.
key-no-script = Een passkey heeft scripts nodig, en die staan in deze browser uit. Kies een andere manier.
key-unsupported = Deze browser kent geen passkeys. Kies een andere manier, of gebruik een andere browser.
key-other-passkey = Een passkey gebruiken
key-other-key = Een beveiligingssleutel gebruiken
key-lost = Ik heb hem niet
post-title = U bent binnen
post-why = U gaat verder naar uw toepassing.
choose-none = Geen van deze? Vraag hulp
choose-later = { $days ->
        [one] Nu niet; morgen is het nodig
       *[other] Nu niet; over { $days } dagen is het nodig
    }
app-title = Koppel uw verificator-app
app-install = Zet een verificator-app op uw telefoon, zoals Aegis, 2FAS, Google Authenticator of Microsoft Authenticator.
app-scan = Scan deze afbeelding met de app.
app-qr = QR-code die uw verificator-app koppelt
app-open = Openen in de app op dit apparaat
app-typed = Lukt scannen niet? Typ deze code over
app-typed-hint = Kies “op tijd gebaseerd” als de app ernaar vraagt.
app-enter = Vul de zes cijfers in die de app nu toont.
app-code = Code uit de app
app-connect = Koppelen
app-help = Hulp bij het instellen
app-wrong = Deze code klopt niet. Kijk of de klok van uw telefoon goed staat, wacht op de volgende code en vul die in.
codes-title = Bewaar uw herstelcodes
codes-why = Bewaar deze herstelcodes op papier. U ziet ze alleen nu.
codes-what = Met elke code komt u één keer binnen als u uw tweede stap niet bij de hand hebt.
codes-list = Herstelcodes
codes-kept = Ik heb ze bewaard
codes-not-kept = Bewaar eerst de codes, en vink dan het vakje aan.
codes-file-title = Herstelcodes voor { $organisation }
codes-file-person = Account: { $person }
codes-file-what = Elke code werkt één keer. Bewaar ze op papier, niet op uw telefoon.
codes-file-name = herstelcodes.txt

## Invitation and new password

invitation-title = Welkom, { $person }
invitation-why = U stelt in hoe u zich aanmeldt. Dat duurt ongeveer vier minuten. Daarna bent u binnen bij { $organisation }.
invitation-until = De uitnodiging is geldig tot { $until }.
invitation-begin = Beginnen
invitation-expired-title = Deze uitnodiging is verlopen
invitation-expired = Ze was 72 uur geldig.
invitation-used-title = Deze uitnodiging is gebruikt
invitation-used = Was u dat zelf? Meld u dan aan.
invitation-replaced-title = Deze uitnodiging werkt niet meer
invitation-replaced = Misschien staat er een nieuwere in uw mail.
invitation-new = Bel { $contact } voor een nieuwe.
new-password-title = Kies een wachtwoord
new-password-for = Voor { $name }.
new-password-changed = Uw wachtwoord is door een beheerder ingesteld. Vanaf nu kent alleen u het.
new-password = Nieuw wachtwoord
new-password-hint = Minstens { $n } tekens. Een zin van een paar woorden is goed, en makkelijk te onthouden.
new-password-button = Dit wachtwoord bewaren
new-password-empty = Kies een wachtwoord.
new-password-short = Kies minstens { $n } tekens.
new-password-long = Kies hooguit 1.024 bytes; dat zijn zo'n 1.000 tekens.
new-password-common = Veel mensen gebruiken dit wachtwoord. Kies een ander.
new-password-own = Het is vooral een naam die iedereen hier kent. Kies andere woorden.

## Stopped

stopped-title = U bent nog niet binnen
stopped-before = Bel { $contact } en noem code { $code }.
stopped-policy = U hebt laten zien dat u het bent, maar { $app } is vanaf hier, op deze manier, niet te openen.
stopped-not-assigned = U hebt laten zien dat u het bent, maar { $app } staat nog niet voor u open.
stopped-blocked = U hebt laten zien dat u het bent. Uw account is geblokkeerd.
# Where one was going, within a sentence.
stopped-at-admin-centre = het beheercentrum
stopped-at-own-pages = uw eigen pagina's
stopped-can-do = Dit kunt u doen
stopped-place = Probeer het vanaf kantoor, of op een computer die u altijd gebruikt.
stopped-ask = Vraag om toegang.
stopped-other-account = Hebt u hier nog een account? Meld u daarmee aan.
stopped-call = Lukt het niet? Bel { $contact } en noem deze code: { $code }
stopped-to-apps = Naar mijn toepassingen

## In between

expired-title = Deze pagina is verlopen
expired = Ze stond te lang open, of is al eerder verstuurd. Er is niets verloren.
expired-to = Na het aanmelden gaat u verder naar { $app }.
signout-title = Afmelden?
signout-why = U meldt zich hier af, en in de toepassingen die u met dit account hebt geopend.
signout-app = { $app } vroeg hierom.
signout-button = Afmelden
signout-stay = Aangemeld blijven
signedout-title = U bent afgemeld
signedout-why = Gebruiken anderen deze computer ook? Sluit dan nu de browser.
signedout-again = Opnieuw aanmelden
signedout-to = Terug naar { $app }

## An application that asks wrongly

app-error-title = De toepassing en Sluis zijn het niet eens
app-error-why = U hebt niets verkeerd gedaan. De beheerder van de toepassing kan dit herstellen.
app-error-client = Sluis kent deze toepassing niet.
app-error-address = Het terugkeeradres dat de toepassing stuurde, is niet geregistreerd.
app-error-malformed = Wat de toepassing stuurde, is niet te lezen.
app-error-app = Toepassing: { $app }
app-error-sent = Gestuurd
app-error-nothing = niets
app-error-registered = Geregistreerd
app-error-code = Code voor de beheerder: { $code }

## Errors

error-bad-request-title = Dit verzoek is niet te lezen
error-bad-request = Ga terug en probeer het opnieuw. Blijft het zo? Begin dan bij de eerste pagina.
error-forbidden-title = Dit staat niet voor u open
error-forbidden = Hebt u het nodig? Vraag het aan wie het beheert.
error-not-found-title = Deze pagina bestaat niet
error-not-found = Misschien is het adres niet volledig, of is de pagina verhuisd.
error-misdirected-title = Dit adres hoort niet bij Sluis
error-misdirected = Sluis antwoordt alleen op het adres dat bij het instellen is gekozen. Kijk wat er in de adresbalk staat.
error-misdirected-go = Naar { $address }
error-server-title = Hier ging iets mis
error-server = Het ligt niet aan u, en er is niets verloren. Probeer het over een minuut opnieuw.
error-code = Blijft het zo? Bel dan en noem deze code: { $code }
error-home = Naar de eerste pagina

## Help

help-title = Hulp bij het aanmelden
help-intro = Korte antwoorden voor iedereen bij { $organisation }. Niet genoeg? Bel gerust.
help-what-title = Waarom twee stappen?
help-what = Een wachtwoord kan geraden, gezien of gestolen worden zonder dat u het merkt. De tweede stap is iets wat alleen u hebt: uw apparaat met een passkey, uw telefoon met een app, of een beveiligingssleutel. Wie uw wachtwoord heeft, blijft dan toch buiten.
help-set-up-title = Uw tweede stap instellen
help-set-up-1 = Open de link in uw uitnodiging, of meld u aan. Sluis brengt u vanzelf verder en laat u kiezen.
help-set-up-2 = Een passkey: uw apparaat vraagt om uw vinger, gezicht of pincode. Een beveiligingssleutel: steek hem in het apparaat of houd hem ertegen. Meer is niet nodig.
help-set-up-3 = Een verificator-app: zet er een op uw telefoon, zoals Aegis, 2FAS, Google Authenticator of Microsoft Authenticator; ze zijn gratis. Scan er de afbeelding mee; doet u het op de telefoon zelf, druk dan op de knop die de app opent.
help-set-up-4 = Vul de zes cijfers in die de app toont.
help-set-up-5 = Bewaar de herstelcodes op papier, bij andere papieren die belangrijk zijn.
help-code-title = De code wordt niet aangenomen
help-code = Een code werkt een halve minuut, en één keer. Wacht op de volgende. Helpt dat niet, laat dan de klok van uw telefoon vanzelf gelijkzetten: een klok die een minuut afwijkt, maakt verkeerde codes.
help-phone-title = Telefoon of sleutel kwijt, kapot of nieuw
help-phone-new = Hebt u de oude nog? Meld u aan, open Mijn account, Beveiligingsgegevens, en voeg de nieuwe toe.
help-phone-lost = Is hij weg? Meld u aan met uw wachtwoord en kies “Herstelcode gebruiken”. Stel daarna de nieuwe in.
help-phone-none = Geen herstelcodes? Dan moet iemand nagaan dat u het bent. Bel.
help-invitation-title = De uitnodiging
help-invitation = Die kwam per mail of kreeg u in handen. Open de link die erin staat; hij werkt één keer, 72 uur lang. Verlopen? Vraag om een nieuwe.
help-password-title = Wachtwoord vergeten
help-password = Bel voor een nieuwe uitnodiging; daarmee kiest u een nieuw wachtwoord. Niemand in uw organisatie kan uw wachtwoord zien.
help-locked-title = Te vaak verkeerd
help-locked = Na te veel verkeerde wachtwoorden wacht Sluis een tijdje. Op de pagina staat hoe lang. U hoeft alleen te wachten; was u het niet zelf, meld het dan.
help-suspicious-title = Er klopt iets niet
help-suspicious = Werd u om een code gevraagd terwijl u zich niet aanmeldde? Stond in een mail dat er iets is toegevoegd wat u niet hebt toegevoegd? Geef geen code, en bel meteen.
help-call-title = Wie u belt
help-back = Naar aanmelden

## Privacy

privacy-title = Privacy
privacy-intro = Sluis is de voordeur van { $organisation }. Het draait op een computer die de organisatie zelf kiest, en stuurt niets naar de makers of naar wie dan ook.
privacy-kept-title = Wat wordt bewaard
privacy-kept-account = Uw naam, gebruikersnaam en e-mailadres, zoals uw organisatie die heeft ingevuld.
privacy-kept-password = Uw wachtwoord, als een afdruk waaruit niemand het wachtwoord kan terughalen.
privacy-kept-second = Het geheim dat uw verificator-app deelt, verzegeld; de openbare helft van uw passkeys en beveiligingssleutels; en afdrukken van uw herstelcodes.
privacy-kept-sign-ins = Van elke aanmelding: wanneer, bij welke toepassing, vanaf welk netwerkadres en uit welk land, met welke browser, en waarom u binnenkwam of niet. Na { $days } dagen wordt dit verwijderd.
privacy-cookies-title = Cookies
privacy-cookies = Eén houdt u aangemeld, één herkent deze browser zodat u minder vaak iets wordt gevraagd, één staat in voor uw tweede stap als u daarom vroeg, één onthoudt de taal die u koos. Ze zijn alleen voor dit adres. Andere zijn er niet, en volgers ook niet.
privacy-who-title = Wie het ziet
privacy-who = De beheerders van uw organisatie. Toepassingen die u opent, krijgen uw naam en e-mailadres als ze daarom vragen, nooit uw wachtwoord.
privacy-rights-title = Uw rechten
privacy-rights = U mag inzien, verbeteren en laten verwijderen wat er over u wordt bewaard. Vraag het uw organisatie.
privacy-rights-contact = U mag inzien, verbeteren en laten verwijderen wat er over u wordt bewaard. Vraag het aan { $contact }.

## Boxes on the way in
door-keep = { $days ->
        [one] Een dag aangemeld blijven
       *[other] { $days } dagen aangemeld blijven
    }
door-remember = { $days ->
        [one] Op dit apparaat een dag niet meer vragen
       *[other] Op dit apparaat { $days } dagen niet meer vragen
    }
door-keep-hint = Alleen op een apparaat dat u met niemand deelt. Beheerders melden zich toch elke keer opnieuw aan.
door-own-device = Alleen op een apparaat dat u met niemand deelt.

## Nog één keer bevestigen
confirm-title = Nog één keer bevestigen
confirm-why = Dit verandert wie er binnen kan komen. Laat nog één keer zien dat u het bent; daarna gaat u verder waar u was.
confirm-done-title = Bevestigd
confirm-done-why = Er is niets verloren gegaan. Ga verder met wat u deed.
confirm-done-go = Verder
confirm-done-back = Terug zonder het te doen

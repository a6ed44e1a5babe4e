## Authentication methods

methods-title = Verificatiemethoden
methods-what = Waarmee mensen laten zien dat zij het zijn, en hoeveel mensen dat hebben.
methods-people = { $n ->
    [one] 1 persoon heeft dit.
   *[other] { $n } mensen hebben dit.
}
methods-nobody = Nog niemand heeft dit.
methods-settings = Instellingen
methods-passkeys = Passkey en beveiligingssleutel
methods-passkeys-free = Iedereen registreert de sleutel die bevalt.
methods-passkeys-ruled = Alleen bepaalde sleutels kunnen geregistreerd worden.
methods-passkeys-closed = Niemand registreert nu een sleutel. Wat mensen hebben, blijft werken.
methods-app = Verificator-app
methods-app-what = Een code van zes cijfers die elke halve minuut verandert.
methods-codes = Herstelcodes
methods-codes-what = Tien codes voor als de rest kwijt is. Iedereen krijgt ze bij de eerste tweede stap.

methods-copied = Er is misschien een kopie van: de teller ging terug. Verwijder hem, en registreer er een andere voor in de plaats.

## What is asked of passkeys

methods-rules-title = Passkey en beveiligingssleutel
methods-rules-what = Wie ze registreert, en welke. Zonder regels registreert iedereen wat bevalt.
methods-self = Mensen registreren zelf passkeys en beveiligingssleutels
methods-self-hint = Uit: niemand voegt er een toe, ook niet vanuit een uitnodiging. Wat mensen hebben, blijft werken.
methods-attested = Een nieuwe sleutel bewijst van welk merk hij is
methods-attested-hint = Hij toont een certificaat van de maker. Beveiligingssleutels kunnen dat. Passkeys die in een account van Apple, Google of Microsoft bewaard worden meestal niet, en worden dan geweigerd. Sleutels die mensen al hebben, krijgen de vraag niet alsnog.
methods-roots = Wiens certificaten tellen
methods-roots-none = Nog van niemand. Sluis vertrouwt uit zichzelf geen enkele maker.
methods-root-until = geldig tot { $until }
methods-root-remove = Niet langer vertrouwen
methods-roots-add = Certificaten toevoegen
methods-roots-add-hint = Zoals de maker van de sleutels ze publiceert: open het bestand in een teksteditor en plak alles, van BEGIN CERTIFICATE tot en met END CERTIFICATE.
methods-restricted = Merken beperken
methods-restricted-hint = Geldt meteen, ook voor sleutels die mensen hebben: met een sleutel die niet meetelt meldt niemand zich meer aan.
methods-list = Wat de lijst is
methods-allow = Alleen deze merken tellen
methods-allow-hint = Een sleutel die zijn merk niet noemt, wordt geweigerd.
methods-block = Deze merken worden geweigerd
methods-block-hint = Zonder bewijs kan een sleutel zich als een ander merk voordoen: laat sleutels ook bewijzen van welk merk ze zijn.
methods-makes = Merken
methods-makes-hint = Eén per regel: de AAGUID, en na een spatie hoe u het merk noemt. Die naam ziet wie een sleutel registreert.
methods-held = Merken die mensen hebben
methods-held-none = Nog niemand heeft een passkey of beveiligingssleutel.
methods-held-make = Merk
methods-held-people = Mensen
methods-held-keys = Sleutels
methods-held-silent = noemt zijn merk niet
methods-held-refused = telt niet
methods-held-taken = telt
methods-held-state = Staat
methods-error-pem = Dit is geen certificaat. Plak de tekst uit het bestand van de maker, van BEGIN CERTIFICATE tot en met END CERTIFICATE.
methods-error-ended = Een van deze certificaten is verlopen. Vraag de maker om het huidige.
methods-error-many = Dat zijn er meer dan { $n }. Laat er een paar weg.
methods-error-no-roots = Voeg het certificaat van minstens één maker toe. Zonder kan niemand een sleutel registreren.
methods-error-no-makes = Noem minstens één merk. Een lege lijst zou elke sleutel weigeren.
methods-error-line = Deze regel begint niet met een AAGUID, 36 tekens met streepjes: { $line }
methods-locks-you-out = Niet opgeslagen. Uw eigen sleutel zou niet meer tellen, en u hebt geen andere tweede stap. Voeg er eerst een toe onder Mijn account.
methods-locks-administrators-out = Niet opgeslagen. Geen enkele globale beheerder zou nog binnenkomen: niemand van hen heeft een andere manier.
methods-locks-out = { $n ->
    [one] 1 persoon heeft alleen sleutels die niet meer zouden tellen: { $names }. Aanmelden kan dan alleen nog met een herstelcode.
   *[other] { $n } mensen hebben alleen sleutels die niet meer zouden tellen: { $names }. Aanmelden kan dan alleen nog met een herstelcode.
}
methods-locks-out-sure = Dat weet ik, en ik help hen zelf verder.
methods-and-more = { $names } en nog { $n }

## Wie wat mag gebruiken

methods-use-open = Wie
methods-use-title = { $method }: wie dit mag gebruiken
methods-use-what = Geldt meteen, ook voor wat mensen hebben: wat iemand niet meer mag gebruiken, blijft bewaard en bewijst niets tot het weer mag. Wie niets anders heeft, wordt tegengehouden met een code voor de helpdesk.
methods-use-state = Mag dit worden gebruikt?
methods-use-on = Ja
methods-use-off = Nee, door niemand
methods-use-off-hint = Niemand stelt er een in, en wat mensen hebben, meldt niemand meer aan.
methods-use-include = Alleen deze groepen
methods-use-include-hint = Per regel de naam van een groep. Zonder groep: iedereen.
methods-use-exclude = Niet deze groepen
methods-use-exclude-hint = Wie in een ervan zit, mag het niet, ook als een andere groep zegt van wel.
methods-use-error-group = Geen groep heet { $group }, of meer dan een. Schrijf de naam zoals de lijst van groepen die toont.
methods-use-error-lock = Er is niets gewijzigd: te weinig beheerders zouden nog binnenkomen. Buitengesloten zou worden { $people }. Laat eerst een andere tweede stap instellen.
methods-use-leaves = { $n ->
    [one] 1 persoon zou geen tweede stap meer overhouden die mag: { $names }. Aanmelden kan dan alleen nog met een herstelcode, of met een andere stap die ingesteld mag worden.
   *[other] { $n } mensen zouden geen tweede stap meer overhouden die mag: { $names }. Aanmelden kan dan alleen nog met een herstelcode, of met een andere stap die ingesteld mag worden.
}
methods-used-everybody = Iedereen mag dit gebruiken
methods-used-some = Sommigen mogen dit gebruiken: groepen zeggen wie
methods-used-nobody = Niemand mag dit gebruiken
audit-change-methods = { $by } heeft gewijzigd wie welke tweede stap mag gebruiken.
audit-change-methods-name = Gebruik van tweede stappen gewijzigd

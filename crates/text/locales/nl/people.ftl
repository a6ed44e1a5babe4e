# Gebruikers: mensen wijzigen, verwijderen en terugzetten.

## Wat er van iemand bekend is

attribute-user-principal-name = Gebruikersnaam
attribute-user-principal-name-hint = Hiermee wordt aangemeld. De oude naam werkt niet meer, en niemand anders krijgt die.
attribute-display-name = Weergavenaam
attribute-given-name = Voornaam
attribute-surname = Achternaam
attribute-mail = E-mailadres
attribute-other-mails = Andere e-mailadressen
attribute-other-mails-hint = Eén per regel, ten hoogste tien.
attribute-mobile-phone = Telefoon
attribute-mobile-phone-hint = Voor wie wil bellen. Het bewijst niets.
attribute-preferred-language = Taal
attribute-job-title = Functie
attribute-department = Afdeling
attribute-company-name = Bedrijf
attribute-employee-id = Personeelsnummer
attribute-manager = Leidinggevende
attribute-manager-hint = De gebruikersnaam van de leidinggevende.
attribute-usage-location = Werkt in
attribute-usage-location-hint = De twee letters van een land, zoals NL.
attribute-user-type = Soort account
attribute-user-type-member = Lid
attribute-user-type-guest = Gast
attribute-account-ends = Laatste dag
attribute-account-ends-hint = Vanaf de dag erna kan er niet meer worden aangemeld. Laat leeg voor wie blijft.

attribute-error-needed = Dit kan niet leeg zijn of langer dan 120 tekens.
attribute-error-name = Een gebruikersnaam is 1 tot 256 tekens zonder spaties.
attribute-error-name-taken = Iemand anders heeft deze gebruikersnaam, had die vroeger, of is ermee verwijderd. Kies een andere.
attribute-error-mail = Vul een e-mailadres in, zoals anna@example.org.
attribute-error-mails = Vul e-mailadressen in, één per regel en ten hoogste tien.
attribute-error-phone = Vul cijfers in, en wat ertussen staat: + - ( ) . /
attribute-error-long = Dit is te lang, of er staan tekens in die niemand ziet.
attribute-error-manager = Niemand meldt zich met deze gebruikersnaam aan. Vul de gebruikersnaam van de leidinggevende in.
attribute-error-circle = Deze leidinggevende valt zelf onder deze persoon, rechtstreeks of via anderen. Kies een andere.
attribute-error-country = Vul de twee letters van een land in, zoals NL.
attribute-error-day = Vul een dag in, zoals 2027-03-31.
attribute-error-choice = Kies er een uit de lijst.
attribute-error-oneself = Regels lezen dit. Vraag een andere beheerder om het voor u te wijzigen.
attribute-error-last = Dit is de laatste globale beheerder van wie het account niet afloopt. Maak eerst iemand anders globale beheerder.

## Iemand wijzigen

person-edit-title = { $person } wijzigen
person-edit-intro = Elke wijziging komt in het auditlogboek, met de oude en de nieuwe waarde.
person-edit = Wijzigen
person-edit-section-name = Naam
person-edit-section-reach = Bereiken
person-edit-section-work = Werk
person-edit-section-account = Account
person-done-changed = Opgeslagen. Wat er is gewijzigd, staat in het auditlogboek.
person-done-unchanged = Er was niets anders, dus er is niets gewijzigd.

## Iemand verwijderen

person-delete = Verwijderen
person-delete-title = { $person } verwijderen?
person-delete-text = Alle sessies van { $person } eindigen nu en aanmelden kan niet meer. Onder Verwijderde gebruikers kunt u het account terugzetten, met alles erin; is de tijd daar voorbij, dan wordt het voorgoed verwijderd.
person-delete-button = { $person } verwijderen
person-done-deleted = Verwijderd. Terugzetten kan onder Verwijderde gebruikers.
person-restore-title = { $person } terugzetten?
person-restore-text = { $person } krijgt het account terug zoals het was: gebruikersnaam, tweede stappen, rollen en toepassingen. Overal is opnieuw aanmelden nodig.
person-restore-button = Terugzetten
person-done-restored = Teruggezet.
person-erase-title = { $person } definitief verwijderen?
person-erase-text = Wat er van { $person } wordt bewaard, wordt nu verwijderd en niemand kan het terughalen.
person-erase-button = Definitief verwijderen
person-done-erased = Definitief verwijderd.
person-oneself-text = U kunt { $person } niet verwijderen: dat bent u zelf. Vraag een andere beheerder.

## Verwijderde gebruikers

deleted-nav = Verwijderde gebruikers
deleted-title = Verwijderde gebruikers
deleted-intro = Wie is verwijderd, blijft hier enkele dagen staan, zoals bij Bewaartermijnen is gekozen. Tot die tijd komt met Terugzetten alles terug; daarna wordt het voorgoed verwijderd.
deleted-empty = Niemand die is verwijderd, kan nog worden teruggezet.
deleted-column-when = Verwijderd
deleted-column-left = Voorgoed weg
deleted-left = { $days ->
    [0] vandaag
    [one] over 1 dag
   *[other] over { $days } dagen
}
deleted-restore-label = { $person } terugzetten
deleted-erase-label = { $person } definitief verwijderen
search-words-deleted = weg mensen terugzetten terughalen herstellen prullenbak

## Meer mensen tegelijk

selected-pick = { $person } kiezen
selected-with = Met wie is gekozen:
selected-column-came = Wat er gebeurt
selected-will = ja
selected-is-done = gedaan
selected-block = { $n ->
    [0] Niemand kan worden geblokkeerd
    [one] 1 persoon blokkeren?
   *[other] { $n } mensen blokkeren?
}
selected-unblock = { $n ->
    [0] Van niemand kan de blokkering worden opgeheven
    [one] Blokkering van 1 persoon opheffen?
   *[other] Blokkering van { $n } mensen opheffen?
}
selected-end-sessions = { $n ->
    [0] Van niemand kunnen sessies worden beëindigd
    [one] Alle sessies van 1 persoon beëindigen?
   *[other] Alle sessies van { $n } mensen beëindigen?
}
selected-delete = { $n ->
    [0] Niemand kan worden verwijderd
    [one] 1 persoon verwijderen?
   *[other] { $n } mensen verwijderen?
}
selected-blocked = { $n ->
    [one] 1 persoon is geblokkeerd
   *[other] { $n } mensen zijn geblokkeerd
}
selected-unblocked = { $n ->
    [one] De blokkering van 1 persoon is opgeheven
   *[other] De blokkering van { $n } mensen is opgeheven
}
selected-sessions-ended = { $n ->
    [one] De sessies van 1 persoon zijn beëindigd
   *[other] De sessies van { $n } mensen zijn beëindigd
}
selected-deleted = { $n ->
    [one] 1 persoon is verwijderd
   *[other] { $n } mensen zijn verwijderd
}
selected-block-text = Al hun sessies eindigen nu en aanmelden kan niet meer. Er wordt niets verwijderd; u kunt dit voor ieder terugdraaien.
selected-unblock-text = Aanmelden kan weer. Wie nooit een uitnodiging heeft aangenomen, heeft een nieuwe nodig.
selected-delete-text = Al hun sessies eindigen nu en aanmelden kan niet meer. Onder Verwijderde gebruikers kunt u ieder terugzetten; is de tijd daar voorbij, dan worden zij voorgoed verwijderd.
selected-already = blijft zoals het is: het is al zo
selected-more = blijft zoals het is: heeft een rol die u niet hebt
selected-oneself = blijft zoals het is: dat bent u zelf
selected-last = blijft zoals het is: de laatste globale beheerder die zich kan aanmelden

## De lijst: kolommen, gasten, een bestand ervan

users-columns = Kolommen
users-columns-hint = Ten hoogste vier. Ze staan in het adres, dus een bladwijzer bewaart ze.
guests-title = Gasten
guests-intro = Mensen van buiten die hier een account hebben.
guests-add = Gast toevoegen
guests-add-title = Gast toevoegen
guests-empty = Er zijn geen gasten. Voeg hier een gast toe; wie al een account heeft, wordt gast op de eigen pagina: Wijzigen, Soort account.
search-words-guests = extern buiten bezoekers partners
export-button = Exporteren

## Mensen importeren

import-open = Importeren
import-title = Mensen importeren
import-intro = Een bestand met een regel per persoon. Wie er nog niet is, wordt toegevoegd; wie er met dezelfde gebruikersnaam al is, wordt bijgewerkt. Nog eens importeren verandert niets.
import-file = Bestand
import-file-hint = CSV in UTF-8, met een kopregel zoals userPrincipalName, displayName, department, manager. De bestanden van de beheercentra van Microsoft werken zoals ze zijn. Lege cellen laten alles zoals het is.
import-inviting = Uitnodigingen voor wie wordt toegevoegd
import-inviting-mail-hint = Wie een e-mailadres heeft, krijgt meteen een uitnodiging.
import-inviting-links = Voor ieder een link maken
import-inviting-links-hint = Het verslag toont ze één keer. Geef elke link alleen aan de persoon voor wie die is.
import-inviting-nobody = Nog niet
import-inviting-nobody-hint = U nodigt later uit, of het bestand heeft voor ieder een wachtwoord. Dat wordt bij de eerste aanmelding gewijzigd.
import-trial = Alleen zeggen wat er zou gebeuren
import-trial-hint = Er verandert niets en niemand krijgt mail.
import-button = Importeren
import-busy = Er lopen al twee importen. Wacht tot een ervan klaar is.
import-error-large = Het bestand is te groot: ten hoogste 20.000 mensen en 16 MB. Importeer het in delen.
import-error-text = Het bestand is geen UTF-8. Sla het op als CSV UTF-8 en probeer het opnieuw.
import-error-empty = Er staat niemand in het bestand: het heeft een kopregel nodig en een regel per persoon.
import-error-column = De kolom { $column } bestaat niet. Geef die een naam uit het handboek, of haal die weg.
import-error-twice = De kolom { $column } zegt hetzelfde als een andere kolom. Haal er een weg.
import-error-names = Geen kolom heeft de gebruikersnamen. Noem die userPrincipalName.
import-error-line = Regel { $line } is geen regel van een tabel: er staan meer cellen in dan in de kopregel, of een aanhalingsteken is niet gesloten.
import-running = { $rows } van { $of } mensen zijn klaar.
import-running-passwords = { $passwords } van { $of } wachtwoorden zijn gehasht.
import-running-hint = U kunt deze pagina verlaten: het gaat door.
import-again = Opnieuw kijken
import-failed = De import is na { $rows } van { $of } mensen gestopt. Die blijven zoals ze nu zijn; importeer het bestand opnieuw voor de rest.
import-done = { $added } toegevoegd, { $changed } gewijzigd, { $same } hetzelfde gebleven, { $refused } geweigerd.
import-done-trial = Dit zou er gebeuren: { $added } toegevoegd, { $changed } gewijzigd, { $same } hetzelfde, { $refused } geweigerd. Er is niets gewijzigd.
import-not-kept = Deze kolommen bewaart Sluis niet: { $columns }.
import-rows = Regels die uw aandacht vragen
import-column-line = Regel
import-column-said = Wat ervan werd
import-refused = Geweigerd.
import-row-link = Toegevoegd. Deze link laat deze persoon binnen, één keer:
import-cut = { $n ->
    [one] Nog één regel is niet getoond.
   *[other] Nog { $n } regels zijn niet getoond.
}
import-more = Nog een bestand importeren
import-why-value = { $attribute }: { $error }
import-why-twice = Een andere regel heeft deze gebruikersnaam ook.
import-why-former = Iemand had deze gebruikersnaam voordat die werd gewijzigd. De naam blijft van die persoon.
import-why-deleted = Deze persoon is verwijderd. Zet de persoon eerst terug, bij Verwijderde gebruikers.
import-why-more = Deze persoon heeft een rol die u niet hebt.
import-why-circle = De leidinggevende valt zelf onder deze persoon, rechtstreeks of via anderen.
import-why-password = Dit wachtwoord wordt niet aangenomen: het is korter dan 8 tekens, of anders gehasht dan met Argon2id tegen de huidige kosten. Laat het weg en stuur een uitnodiging.
import-why-dear = Dit wachtwoord is gehasht tegen hogere kosten dan hier zijn ingesteld. Laat het weg en stuur een uitnodiging, of laat wie Sluis draait de kosten van wachtwoorden in de configuratie verhogen.
import-why-unclear = Of het account geblokkeerd is of aanstaat, staat er met een woord dat ja noch nee is. Schrijf ja of nee, of laat de cel leeg.
import-why-blocking = Deze persoon is er al; blokkeer of deblokkeer op de pagina van de persoon.
search-words-import = uploaden csv bestand spreadsheet bulk veel

## Rollen die aflopen

person-role-until = tot en met { $day }
person-role-last-day = Laatste dag
person-done-no-such-day = Er is niets toegekend. Vul een dag in die nog komt, zoals 2031-03-31.
users-order = Volgorde
users-order-name = Naam
users-order-user-name = Gebruikersnaam
users-order-last = Laatste aanmelding
users-order-created = Laatst toegevoegd

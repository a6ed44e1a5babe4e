# Gebruikers > Actieve gebruikers > Meervoudige verificatie: de oude schakelaar, per persoon.

mfa-title = Meervoudige verificatie
mfa-intro = De oudere manier om een tweede stap te vragen: een schakelaar per persoon. Standaardinstellingen voor beveiliging en beleid vragen het iedereen tegelijk; zijn die aan, laat dit dan uitgeschakeld, anders wordt er op twee manieren gevraagd.
mfa-means = Wat elke status doet
mfa-means-disabled = Vraagt zelf niets.
mfa-means-enabled = Bij de volgende aanmelding stelt de persoon een tweede stap in. Vanaf dan is het afgedwongen.
mfa-means-enforced = Een tweede stap bij elke aanmelding, behalve vanaf vertrouwde adressen en in browsers die worden onthouden. Wie er geen heeft, stelt er eerst een in.
mfa-column-asks = Wat echt om een tweede stap vraagt
mfa-asks-defaults = Standaardinstellingen voor beveiliging
mfa-asks-policy = Beleid: { $policy }
mfa-asks-new-places = Alleen waar de persoon nieuw is
mfa-asks-nothing = Niets
mfa-disable = Uitschakelen
mfa-enable = Inschakelen
mfa-enforce = Afdwingen
mfa-on = { $n ->
    [one] MFA per gebruiker staat aan voor 1 persoon.
   *[other] MFA per gebruiker staat aan voor { $n } mensen.
}
mfa-on-none = MFA per gebruiker staat voor iedereen uit.
mfa-off-open = Voor iedereen uitschakelen
mfa-off-title = { $n ->
    [one] MFA per gebruiker voor 1 persoon uitschakelen?
   *[other] MFA per gebruiker voor { $n } mensen uitschakelen?
}
mfa-off-none = MFA per gebruiker staat al voor iedereen uit
mfa-off-text = Niemand raakt een tweede stap kwijt. Hieronder staat wat daarna nog om een tweede stap vraagt; is dat niets, dan is een wachtwoord alleen genoeg.
mfa-off-column = Wat daarna om een tweede stap vraagt
mfa-off-more = { $n ->
    [one] Nog één persoon is niet getoond.
   *[other] Nog { $n } mensen zijn niet getoond.
}
mfa-off-beside = Schakel MFA per gebruiker uit zodra de standaardinstellingen voor beveiliging of beleidsregels aan staan; anders wordt er op twee verschillende manieren gevraagd.
mfa-done-off = MFA per gebruiker staat uit.
mfa-done-off-left = MFA per gebruiker staat uit, behalve voor mensen met een rol die u niet hebt. De lijst toont wie dat zijn; vraag het een globale beheerder.
mfa-file = Veel mensen tegelijk
mfa-file-hint = Een CSV-bestand met de kolommen Username en MFA Status: Disabled, Enabled of Enforced. Het bestand van de oude pagina van Microsoft werkt zoals het is. Hetzelfde bestand nog eens gebruiken verandert niets.
mfa-file-button = Instellen zoals het bestand zegt
mfa-file-done = { $changed } gewijzigd, { $same } hetzelfde gebleven, { $refused } geweigerd.
mfa-file-state = Dit is geen status. Schrijf Disabled, Enabled of Enforced.
mfa-file-nobody = Niemand meldt zich met deze naam aan.
mfa-file-more = Deze persoon heeft een rol die u niet hebt.
mfa-file-oneself = Van uzelf kunt u niet minder vragen. Vraag het een andere beheerder.
mfa-empty = Niemand heeft de status { $state }.
selected-mfa-disabled = { $n ->
    [0] Voor niemand kan MFA per gebruiker worden uitgeschakeld
    [one] MFA per gebruiker uitschakelen voor 1 persoon?
   *[other] MFA per gebruiker uitschakelen voor { $n } mensen?
}
selected-mfa-enabled = { $n ->
    [0] Voor niemand kan MFA per gebruiker worden ingeschakeld
    [one] MFA per gebruiker inschakelen voor 1 persoon?
   *[other] MFA per gebruiker inschakelen voor { $n } mensen?
}
selected-mfa-enforced = { $n ->
    [0] Voor niemand kan MFA per gebruiker worden afgedwongen
    [one] MFA per gebruiker afdwingen voor 1 persoon?
   *[other] MFA per gebruiker afdwingen voor { $n } mensen?
}
selected-mfa-is-disabled = { $n ->
    [one] MFA per gebruiker is uitgeschakeld voor 1 persoon
   *[other] MFA per gebruiker is uitgeschakeld voor { $n } mensen
}
selected-mfa-is-enabled = { $n ->
    [one] MFA per gebruiker is ingeschakeld voor 1 persoon
   *[other] MFA per gebruiker is ingeschakeld voor { $n } mensen
}
selected-mfa-is-enforced = { $n ->
    [one] MFA per gebruiker is afgedwongen voor 1 persoon
   *[other] MFA per gebruiker is afgedwongen voor { $n } mensen
}
selected-mfa-disabled-text = De schakelaar vraagt hun geen tweede stap meer. Standaardinstellingen voor beveiliging en beleid blijven vragen waar ze aan staan; niemand raakt een tweede stap kwijt.
selected-mfa-will-enforce = ja: meteen afgedwongen, want een tweede stap is ingesteld
selected-mfa-did-enforce = gedaan: afgedwongen, want een tweede stap is ingesteld
search-words-mfa = MFA per gebruiker tweede stap twee factoren uitgeschakeld ingeschakeld afgedwongen
admin-seen-outside-trusted = overal behalve op vertrouwde IP-adressen voor MFA
audit-property-per-user-mfa = MFA per gebruiker
audit-change-per-user-mfa = { $by } heeft MFA per gebruiker van { $whom } gewijzigd.
audit-change-per-user-mfa-name = MFA per gebruiker gewijzigd

## Service-instellingen

mfa-settings-title = Service-instellingen
mfa-settings-found = Service-instellingen voor meervoudige verificatie
mfa-settings-intro = Wat voor de hele organisatie bij meervoudige verificatie per gebruiker hoort.
mfa-settings-trusted = Vertrouwde IP-adressen
mfa-settings-trusted-hint = Per regel een adresreeks, zoals 203.0.113.0/24; IPv4, ten hoogste vijftig. MFA per gebruiker vraagt daar niets. Beleid kent ze als MFA Trusted IPs, een vertrouwde locatie; de standaardinstellingen voor beveiliging kijken er niet naar.
mfa-settings-error-range = { $range } is geen reeks van IPv4-adressen, of een te brede: geef ten minste negen bits, zoals 203.0.113.0/24.
mfa-settings-error-many = Het zijn meer dan vijftig reeksen. Voeg aangrenzende samen.
mfa-settings-error-lock = Er is niets gewijzigd: met deze adressen zouden te weinig beheerders nog binnenkomen. Buitengesloten zou worden { $people }.
mfa-settings-error-meanwhile = Er is niets gewijzigd: het beleid van de organisatie laat het niet toe, of iemand heeft het net gewijzigd. Bekijk het beleid en probeer het opnieuw.
mfa-settings-remembered = { $n ->
    [one] Wie een tweede stap heeft gegeven, mag de browser 1 dag laten onthouden. Daar vraagt MFA per gebruiker niet opnieuw.
   *[other] Wie een tweede stap heeft gegeven, mag de browser { $n } dagen laten onthouden. Daar vraagt MFA per gebruiker niet opnieuw.
}
mfa-settings-not-remembered = Browsers worden niet onthouden: de tweede stap wordt bij elke aanmelding gevraagd.
mfa-settings-options = Verificatieopties
mfa-settings-options-text = Welke tweede stappen mensen mogen instellen en gebruiken, kiest u bij verificatiemethoden, voor elke soort eis gelijk.
mfa-settings-app-passwords = App-wachtwoorden
mfa-settings-app-passwords-text = Niemand kan app-wachtwoorden maken: Sluis heeft geen deur voor oude programma's die er een zou aannemen.
admin-done-saved-on-trial = Tien minuten op proef opgeslagen. Meld u in een andere browser nog eens aan en bevestig de proef bij voorwaardelijke toegang; anders komt terug wat er was.
search-words-mfa-settings = vertrouwde IP-adressen reeksen kantoor app-wachtwoorden verificatieopties onthouden

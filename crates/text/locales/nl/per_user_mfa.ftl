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

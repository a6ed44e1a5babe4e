# Voorwaardelijke toegang > Revisies: wie welke maakte, de ene naast de andere, en de weg terug.

revisions-title = Revisies
search-words-revisions = voorwaardelijke toegang beleid geschiedenis versies eerder gewijzigd wie vergelijken terug herstellen
revisions-about = Elke wijziging van beleid, benoemde locaties en waar die op rusten maakt een revisie. Bekijk wat er is gewijzigd, en ga terug naar een eerdere.
revisions-empty = Hiervoor is er niets.
revisions-newest = Naar de nieuwste
revisions-column-when = Wanneer
revisions-column-what = Wat er is gewijzigd
revisions-column-by = Door wie
revisions-column-trial = Proef
revisions-in-force = Van kracht
revisions-no-trial = Geen
revisions-nothing = Niets dat beslist
revisions-by-nobody = Onbekend: het auditlogboek zegt het niet meer
revisions-and-more = en nog { $n }
revisions-one = Revisie van { $when }
revisions-with = Naast welke revisie
revisions-with-before = De revisie ervoor
revisions-with-head = De revisie die van kracht is
revisions-with-older = De gekozen revisie
revisions-compare = Vergelijken
revisions-same = Deze twee zeggen hetzelfde.
revisions-first = Dit is de eerste revisie: ervoor is er geen.
revisions-part = Onderdeel
revisions-kept = Zoals het bewaard is
revisions-facts = Over deze revisie
revisions-id = Id van de revisie
revisions-record = Regel in het auditlogboek

## Wat er anders is

revisions-policy-added = Beleid { $name } gemaakt
revisions-policy-changed = Beleid { $name } gewijzigd
revisions-policy-removed = Beleid { $name } verwijderd
revisions-policy-restored = Beleid { $name } teruggezet
revisions-policy-purged = Beleid { $name } definitief verwijderd
revisions-policy-on = Beleid { $name } aangezet
revisions-policy-off = Beleid { $name } uitgezet
revisions-policy-report = Beleid { $name } op alleen rapporteren gezet
revisions-location-added = Locatie { $name } gemaakt
revisions-location-changed = Locatie { $name } gewijzigd
revisions-location-removed = Locatie { $name } verwijderd
revisions-strength-added = Verificatiesterkte { $name } gemaakt
revisions-strength-changed = Verificatiesterkte { $name } gewijzigd
revisions-strength-removed = Verificatiesterkte { $name } verwijderd
revisions-context-added = Verificatiecontext { $name } gemaakt
revisions-context-changed = Verificatiecontext { $name } gewijzigd
revisions-context-removed = Verificatiecontext { $name } verwijderd
revisions-defaults-on = Standaardinstellingen voor beveiliging ingeschakeld
revisions-defaults-off = Standaardinstellingen voor beveiliging uitgeschakeld
revisions-defaults-changed = Standaardinstellingen voor beveiliging gewijzigd
revisions-methods = Verificatiemethoden gewijzigd
revisions-passkeys = Instellingen van passkeys gewijzigd
revisions-trusted-ips = Vertrouwde IP-adressen voor MFA gewijzigd
revisions-browsers = Vertrouwen in browsers gewijzigd
revisions-plan = Abonnement gewijzigd
revisions-blocked = Organisatie geblokkeerd
revisions-unblocked = Blokkade van de organisatie opgeheven
revisions-trial-confirmed = Proef bevestigd
revisions-trial-back = Proef teruggedraaid
revisions-trial-ended = Proef zonder bevestiging afgelopen
revisions-other = { $part } gewijzigd

## Wat er van een proef werd

revisions-outcome-running = Op proef tot { $until }
revisions-outcome-joined = Liep door in de volgende revisie
revisions-outcome-kept = Bevestigd
revisions-outcome-back = Teruggedraaid
revisions-outcome-lapsed = Niet op tijd bevestigd: wat ervoor gold, kwam terug

## De weg terug

revisions-restore = Teruggaan naar deze revisie
revisions-restore-title = Teruggaan naar de revisie van { $when }?
revisions-restore-text = Het beleid en de benoemde locaties ervan gelden weer vanaf het volgende verzoek, in een nieuwe revisie. Beleid en locaties die er toen niet waren, worden verwijderd en kunnen 30 dagen lang worden teruggezet. De standaardinstellingen voor beveiliging, de sterkten, de verificatiemethoden en al het andere blijven zoals ze nu zijn. Dit verandert er:
revisions-ended = Deze uitzonderingen zijn intussen afgelopen. Ze komen niet terug:
revisions-ended-one = { $who } in het beleid { $policy }
revisions-restore-same = Het beleid en de benoemde locaties ervan zijn al van kracht.
revisions-done-restored = Het beleid van de eerdere revisie geldt weer.
revisions-problem-policy = Het beleid { $name } kan niet zijn zoals het was. { $problem }
revisions-problem-meanwhile = Iemand heeft beleid opgeslagen sinds dit werd gevraagd. Hieronder staat wat teruggaan nu verandert.
audit-property-revision = Revisie

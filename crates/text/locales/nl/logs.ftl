# Instellingen > Logexport

logs-title = Logexport
search-words-logs = syslog webhook siem doorsturen logboeken json regels splunk sentinel
logs-about = Aanmeldingen en wijzigingen gaan door vanaf het moment dat u dit kiest, op volgorde, en opnieuw tot ze zijn aangenomen. Het einde van de keten van zegels gaat mee.
logs-which = Welke logboeken
logs-sign-ins = Aanmeldingen
logs-audit = Het auditlogboek
logs-begin = Vanaf nu versturen
logs-test = Proefregel versturen
logs-stop = Niet meer versturen
logs-syslog = Syslogserver
logs-syslog-about = RFC 5424 over TLS. Het certificaat moet bij de naam horen. Syslog antwoordt niet: wat het na ontvangst verliest, wordt niet opnieuw gestuurd.
logs-syslog-host = Host
logs-syslog-hint = logs.example.org, of met een poort: logs.example.org:6514.
logs-webhook = Eigen adres
logs-webhook-about = JSON via HTTPS. Elk verzoek is ondertekend met een geheim; een antwoord van 200 tot 299 betekent dat het is aangenomen. Een verzoek kan twee keer komen: elke regel heeft een id.
logs-webhook-address = Adres
logs-webhook-hint = Het begint met https:// en is bereikbaar zonder doorverwijzing.
logs-file = Bestand op de server
logs-file-about = JSON-regels in de map log-export van de gegevensmap. Bij 100 MB begint het volgende bestand; er blijven er tien.
logs-target-error = Naar dit adres kunnen geen logboeken worden gestuurd. Boven het veld staat een voorbeeld.
logs-streams-error = Kies minstens één logboek.
logs-secret = Geheim van de handtekening
logs-secret-once = U ziet het alleen nu. Hiermee wordt de header Sluis-Signature van elk verzoek gemaakt; het hoofdstuk naast deze pagina zegt hoe.
logs-secret-hint = Bewaar het waar de verzoeken binnenkomen.
logs-test-taken = De proefregel is aangenomen.
logs-test-failed = De proefregel is niet aangenomen: { $why }.
logs-state-ok = { $log }: { $n } verstuurd, de laatste op { $when }. Er wacht niets.
logs-state-waiting = { $log }: alles sinds { $when } is onderweg.
logs-state-new = { $log }: er is nog niets gekomen.
logs-state-failed = { $log }: { $n ->
        [one] één keer mislukt
       *[other] { $n } keer mislukt
    }, de laatste keer omdat: { $why }. Op { $when } volgt een nieuwe poging.
logs-state-lost = { $log }: { $n ->
        [one] één regel is verwijderd
       *[other] { $n } regels zijn verwijderd
    } voordat versturen lukte, omdat de termijn onder Instellingen > Bewaartermijn voorbij was.
audit-change-log-export = { $by } heeft gewijzigd waarheen de logboeken gaan.
audit-change-log-export-name = Logexport gewijzigd
audit-property-log-target = Waarheen de logboeken gaan
audit-property-log-path-changed = Een ander pad bij dezelfde host
audit-property-log-streams = Welke logboeken
privacy-logs-sent = Uw organisatie stuurt regels over aanmeldingen en wijzigingen ook naar een ander systeem van haar keuze. Wat zij daar bewaart en hoelang, weet uw organisatie.

# Terugkijken: wat een beleid dat anders is zou hebben gedaan

replay-title = Wat zou dit hebben gedaan?
replay-about = De aanmeldingen van de laatste dagen, opnieuw beoordeeld: elk met het beleid van dat moment, en één beleid anders. Er verandert niets.
search-words-replay = voorwaardelijke toegang terugkijken simuleren gevolgen alleen rapporteren testen
replay-policy = Beleid
replay-days = Dagen terug
replay-days-hint = Ten hoogste zo lang als aanmeldingen worden bewaard.
replay-button = Kijken
replay-another = Iets anders bekijken
replay-error-nothing = Kies een beleid, en hoe het zou zijn.
replay-error-days = Kies een aantal dagen van 1 tot 365.
replay-error-busy = Er lopen al twee zoekingen van deze organisatie. Wacht tot een ervan klaar is.
replay-running = { $records ->
        [one] 1 regel gelezen
       *[other] { $records } regels gelezen
    }, { $hundredths } % van de tijd.
replay-running-hint = Dit gaat door als u de pagina verlaat; de uitkomst is hier een uur te lezen.
replay-failed = Het kijken kon niet doorgaan. Begin opnieuw.
replay-result = { $n ->
        [one] 1 van de { $all } aanmeldingen zou anders zijn afgelopen
       *[other] { $n } van de { $all } aanmeldingen zouden anders zijn afgelopen
    }
replay-result-none = { $all ->
        [0] Er waren in deze tijd geen aanmeldingen
        [one] De ene aanmelding zou zijn afgelopen zoals het ging
       *[other] Alle { $all } aanmeldingen zouden zijn afgelopen zoals het ging
    }
replay-since = Sinds { $from }
replay-draft-written = Beoordeeld alsof er ook dit beleid was: { $policies }.
replay-figures = In getallen
replay-figures-hint = Wat iemand zou hebben gegeven die toen niet is gevraagd, weet niemand: wie heeft wat zou zijn gevraagd, is apart geteld van wie het niet heeft.
replay-let-in = Binnengelaten
replay-asked = Meer gevraagd
replay-stuck = Gevraagd wat niet was ingesteld
replay-stopped = Tegengehouden
replay-legend-asked = Meer gevraagd, ingesteld of niet
replay-people-count = Mensen
replay-renewals = Toepassingen vroegen zelf { $renewals ->
        [one] één keer
       *[other] { $renewals } keer
    }; { $stopped ->
        [0] geen daarvan zou zijn geweigerd.
        [one] één daarvan zou zijn geweigerd, zodat de persoon zich opnieuw aanmeldt.
       *[other] { $stopped } daarvan zouden zijn geweigerd, zodat de persoon zich opnieuw aanmeldt.
    }
replay-unreadable = { $n ->
        [one] Eén regel is niet meer te lezen en is weggelaten.
       *[other] { $n } regels zijn niet meer te lezen en zijn weggelaten.
    }
replay-chart = Per dag
replay-chart-empty = Op geen enkele dag zou er iets anders zijn geweest.
replay-chart-words = Per dag: { $inside } binnengelaten, { $extra } meer gevraagd, { $stopped } tegengehouden.
replay-people = Om wie het het meest gaat
replay-applications = Wat er werd geopend
replay-reasons = Vanwege dit beleid
replay-an-action = Een handeling, zoals beveiligingsgegevens wijzigen
replay-sign-ins = De aanmeldingen
replay-happened = Wat er gebeurde
replay-would = Zou zijn geweest
replay-export = Exporteren
replay-cut = Alleen de eerste 10.000 staan in de lijst; in de getallen staan zij allemaal.
audit-export-replay = { $by } heeft aanmeldingen die met beleid anders zouden zijn afgelopen naar een bestand geëxporteerd.
audit-export-replay-name = Aanmeldingen uit terugkijken geëxporteerd
audit-property-sign-ins = Aanmeldingen

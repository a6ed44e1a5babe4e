# Standaardinstellingen voor beveiliging in één stap vervangen door beleid.

defaults-replace-title = Standaardinstellingen voor beveiliging vervangen door beleid
defaults-replace-about = De standaardinstellingen voor beveiliging gaan uit en vier beleidsregels gaan aan, in één stap: er is geen moment waarop niets wordt gevraagd.
defaults-replace-offer = Eigen regels?
defaults-replace-offer-text = Beleid voor voorwaardelijke toegang kan niet aan staan naast de standaardinstellingen voor beveiliging. Vervang ze door vier beleidsregels die ten minste evenveel vragen, en pas die aan zoals u wilt.
defaults-replace-open = In één stap vervangen door beleid
defaults-replace-policies = Wat ervoor in de plaats komt
defaults-replace-whom = Wie het merkt
defaults-replace-stricter = Het beleid vraagt meer dan de standaardinstellingen voor beveiliging: iedereen geeft bij elke toepassing een tweede stap, niet alleen als iets ongewoon is.
defaults-replace-without = { $n ->
        [0] Iedereen heeft een tweede stap ingesteld.
        [one] 1 persoon heeft nog geen tweede stap, en stelt er bij de volgende aanmelding een in.
       *[other] { $n } mensen hebben nog geen tweede stap, en stellen er bij hun volgende aanmelding een in.
    }
defaults-replace-look = Wie zou de afgelopen 30 dagen iets zijn gevraagd?
defaults-replace-button = Standaardinstellingen vervangen
defaults-replace-off = De standaardinstellingen voor beveiliging zijn uitgeschakeld; er is niets te vervangen.
defaults-replace-done = De standaardinstellingen voor beveiliging zijn uitgeschakeld, en vier beleidsregels staan ervoor in de plaats aan.

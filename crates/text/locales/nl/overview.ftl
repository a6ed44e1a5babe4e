# Voorwaardelijke toegang > Overzicht: hoe ver regels reiken, en wat aandacht vraagt.

overview-title = Overzicht
search-words-overview = voorwaardelijke toegang overzicht dekking inzichten aandeel zonder MFA verouderd
overview-about = Bij hoeveel aanmeldingen een regel gold, en wat u moet bekijken. Wat toepassingen zelf vragen, telt niet mee.
overview-days = { $n ->
        [one] Laatste dag
       *[other] Laatste { $n } dagen
    }
overview-lede = **{ $covered } van de { $all } aanmeldingen** ({ $percent } %) vielen onder een regel: standaardinstellingen voor beveiliging, MFA per gebruiker, of beleid dat aanstaat.
overview-lede-none = In deze tijd heeft niemand zich aangemeld.
overview-since = Geteld sinds { $day }.
overview-figures = Aanmeldingen in getallen
overview-covered = Onder een regel
overview-uncovered = Onder geen regel
overview-single = Zonder tweede factor
overview-legacy = Met oude programma’s
overview-blocked = Tegengehouden door een regel
overview-share = ({ $percent } %)
overview-replay-defaults = Wat zouden de standaardinstellingen voor beveiliging hebben gedaan?
overview-replay = Wat zou “{ $policy }” hebben gedaan?
overview-chart = Per dag
overview-chart-empty = Er is niets te laten zien voor deze tijd.
overview-chart-words = Per dag: { $covered } aanmeldingen onder een regel, { $uncovered } onder geen regel, { $blocked } tegengehouden door een regel.
overview-todo = Wat u moet bekijken
overview-todo-none = Aan het beleid hoeft u nu niets te doen.
overview-todo-others = { $n ->
        [one] Nog 1 punt: zie de beleidsregels
       *[other] Nog { $n } punten: zie de beleidsregels
    }
overview-no-rules = **Er staat geen regel aan.** Voor wie geen tweede stap heeft, is een wachtwoord genoeg. Schakel de standaardinstellingen voor beveiliging in, of begin met een sjabloon.
overview-todo-legacy = { $n ->
        [one] **Er is één keer aangemeld met een oud programma.** Dat kan geen tweede stap geven: blokkeer het.
       *[other] **Er is { $n } keer aangemeld met oude programma’s.** Die kunnen geen tweede stap geven: blokkeer ze.
    }
overview-todo-tests = { $n ->
        [one] **1 beleidstest klopt niet.**
       *[other] **{ $n } beleidstests kloppen niet.**
    }
overview-todo-findings = { $n ->
        [one] Over **{ $policy }** is 1 ding gevonden dat hersteld moet worden.
       *[other] Over **{ $policy }** zijn { $n } dingen gevonden die hersteld moeten worden.
    }
overview-todo-report = { $n ->
        [one] **{ $policy }** staat al 1 dag op alleen rapporteren: zet het aan, of uit.
       *[other] **{ $policy }** staat al { $n } dagen op alleen rapporteren: zet het aan, of uit.
    }
overview-todo-exceptions = { $n ->
        [one] **{ $policy }** laat 1 persoon of groep bij naam buiten beschouwing. Kijk of dat nog nodig is.
       *[other] **{ $policy }** laat { $n } mensen of groepen bij naam buiten beschouwing. Kijk of dat nog nodig is.
    }
overview-see-sign-ins = Aanmeldingen bekijken
overview-open-policy = Beleid openen
policies-column-people = Mensen, 7 dagen
admin-log-gap = Alleen aanmeldingen die in het overzicht tellen als “{ $what }”. Tijd: { $time }.
admin-log-gap-clear = Alle aanmeldingen tonen

# Eigenschappen > Abonnement: wat de organisatie mag schrijven.

plan-title = Abonnement
plan-what = Welk beleid de organisatie mag schrijven, hangt af van het abonnement.
plan-open = Abonnement bekijken
plan-lacks = Het abonnement van deze organisatie heeft geen voorwaardelijke toegang: daarvoor is P1 nodig.
plan-free = Gratis
plan-means-free = De standaardinstellingen voor beveiliging en MFA per gebruiker beschermen aanmeldingen. Voorwaardelijke toegang vraagt abonnement P1.
plan-means-p1 = Alles behalve beleid dat naar risico's kijkt; dat vraagt abonnement P2.
plan-means-p2 = Alles.
plan-column-what = Wat
plan-column-from = Vanaf abonnement
plan-column-here = In dit abonnement
plan-feature-defaults = Standaardinstellingen voor beveiliging, MFA per gebruiker
plan-feature-methods = Verificatiemethoden, onthouden browsers
plan-feature-policies = Beleid voor voorwaardelijke toegang, verificatiesterkten, What If
plan-feature-places = Benoemde locaties, vertrouwde IP-adressen voor MFA
plan-feature-risk = Beleid dat naar risico's kijkt
plan-change = Een ander abonnement
plan-change-text = Wie deze installatie beheert, stelt het abonnement op de server in. Een organisatie die Sluis zelf draait, heeft vanaf het begin P2.
plan-lapse = Een kleiner abonnement neemt geen bescherming weg: beleid dat aan is, blijft aan, en kan worden bekeken, uitgezet en verwijderd. Er komt niets bij tot het abonnement het weer heeft.
plan-needed-p1 = Het abonnement van deze organisatie heeft dit niet: het vraagt P1. Wie de installatie beheert, stelt het abonnement in; zie Eigenschappen, Abonnement.
search-words-plan = licentie abonnement gratis P1 P2 premium
audit-change-plan = { $by } heeft de organisatie { $whom } een ander abonnement gegeven.
audit-change-plan-name = Abonnement gewijzigd

# Wat toepassingen bij de beheer-API mogen.

api-title = Toegang tot de beheer-API
api-intro = Met deze machtigingen leest en wijzigt een script of een toepassing de organisatie. Namens zichzelf heeft ze precies deze; namens iemand nooit meer dan die persoon mag.
api-none = Ze heeft geen machtigingen.
api-behalf-own = namens zichzelf
api-behalf-person = namens wie zich aanmeldt
api-give = Machtiging
api-give-button = Deze machtiging geven
api-take = { $name } { $behalf } verwijderen
api-who-gives = Een globale beheerder of een beheerder voor bevoorrechte rollen geeft machtigingen.
api-user-read = het eigen account zien
api-user-read-all = mensen zien
api-user-write-all = mensen zien, toevoegen, wijzigen, blokkeren en verwijderen
api-group-read-all = groepen en hun leden zien
api-group-write-all = groepen zien, maken, vullen, wijzigen en verwijderen
api-role-read = zien wie welke rol heeft
api-policy-read = voorwaardelijke toegang zien
api-policy-write = voorwaardelijke toegang zien en wijzigen
api-policy-methods = zien en wijzigen wie welke tweede stap mag gebruiken
api-itself = De toepassing zelf
api-property-own = Machtiging namens zichzelf
api-property-person = Machtiging namens mensen
api-property-through = Via toepassing

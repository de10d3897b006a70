"""The names and addresses of what is no article: gates, errors, lists, apps.

Words of class, id and path as frameworks, themes and consent managers write them.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Words of class and id that frameworks and consent managers give their boxes.
_GATES = {
    "consent_wall": re.compile(
        r"(?:^|[\s_-])(?:cookie-?(?:wall|consent|banner|notice|policy|bar)|consent|gdpr"
        r"|cmp|onetrust|didomi|usercentrics|sp_message|qc-cmp2?|truste|privacy-?gate)"
        r"(?:$|[\s_-])",
        re.IGNORECASE,
    ),
    "error_page": re.compile(
        r"(?:^|[\s_-])(?:error-?(?:page|40[0-9]|50[0-9]|code|container|message)"
        r"|page-?(?:404|error|not-?found)|(?:http|server)-?error|not-?found|404)"
        r"(?:$|[\s_-])",
        re.IGNORECASE,
    ),
    "challenge": re.compile(
        r"(?:^|[\s_-])(?:captcha|challenge-?(?:form|container|running|error)"
        r"|px-captcha|sec-if-cpt|cf-(?:wrapper|error-details))(?:$|[\s_-])",
        re.IGNORECASE,
    ),
    "login_page": re.compile(
        r"(?:^|[\s_-])(?:log-?in|sign-?in|sso|auth)"
        r"(?:-?(?:page|form|container|wrapper|box))?(?:$|[\s_-])",
        re.IGNORECASE,
    ),
    "search_results": re.compile(
        r"(?:^|[\s_-])search-?(?:results?|list|page)(?:$|[\s_-])", re.IGNORECASE
    ),
}
# Where React, Vue, Angular, Next, Nuxt, Gatsby and Ember put what they make.
_APP_ROOT = re.compile(
    r"\A(?:app|root|__next|__nuxt|___gatsby|react-root|app-root|main-app|q-app"
    r"|ember-app|svelte)\Z",
    re.IGNORECASE,
)
# Labels of hosts and parts of paths, as consent.yahoo.com and /cookiewall/.
CONSENT_PLACE = re.compile(
    r"(?:\A|[./])(?:consent|cookie-?wall|cookie-?consent|myprivacy|privacy-?gate)"
    r"(?=[./?]|\Z)"
)
LOGIN_PLACE = re.compile(
    r"(?:\A|[/.?])(?:log-?in|sign-?in|log-?on|sso|auth(?:enticate)?|sessions?|anmelden"
    r"|einloggen|connexion|iniciar-?sesion|inloggen|accedi|entrar|zaloguj|logga-?in"
    r"|logg-?inn|log-?ind|kirjaudu|giris-?yap|prihlaseni|belepes)(?:[/.?]|\Z)"
)
SEARCH_PLACE = re.compile(
    r"/(?:search|suche|zoeken|recherche|buscar|cerca|busca)(?:[/.]|\Z)"
)
# Pages of those who write, which begin with what is told of them. Below /people and
# /profiles stand articles too.
AUTHOR_PLACE = re.compile(
    r"/(?:authors?|autor(?:en|es|i|ka)?|auteurs?|journalists?"
    r"|reporters?|contributors?|columnists?|writers?|yazar(?:lar)?|penulis|autore"
    r"|skribent|redacteur|redakteur)/[^/]+/?\Z"
)
ERROR_ROOT = re.compile(
    r"(?:\A|\s)(?:error-?404|page-?404|error-?page|page-?not-?found|not-?found)(?:\s|\Z)",
    re.IGNORECASE,
)
SEARCH_ROOT = re.compile(r"(?:\A|\s)search(?:-results)?(?:\s|\Z)", re.IGNORECASE)
LIST_ROOT = re.compile(r"(?:\A|\s)(?:home|blog|archive|category|tag)(?:\s|\Z)")
# Unlike `home` and `blog`, these stand on no page of one article.
ARCHIVE_ROOT = re.compile(r"(?:\A|\s)(?:archive|category|tag)(?:\s|\Z)")
# What stands before a text that must be paid for, by its class or id.
PAY_BOX = re.compile(
    r"(?:pay|reg(?:istration)?|subscri(?:be|ber|ption)|meter)-?wall|piano-(?:meter|offer)",
    re.IGNORECASE,
)


@lru_cache(maxsize=20_000)
def gates_of(name: str) -> tuple[str, ...]:
    """The kinds of gate that an element's class and id name."""
    return tuple(reason for reason, gate in _GATES.items() if gate.search(name))


@lru_cache(maxsize=20_000)
def is_app_root(name: str) -> bool:
    """True where an id or a tag of that name is where an app puts what it makes."""
    return _APP_ROOT.match(name) is not None

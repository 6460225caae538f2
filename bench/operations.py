"""What is measured: the requests of each operation, and what a right answer of it is."""
import hashlib
import json
import random
import urllib.error
import urllib.parse
import urllib.request

PRODUCT = """query Product($slug: String!) { productBySlug(slug: $slug) { id name slug description categories { name slug } attributes { attribute { code label } display }
  variants(first: 10) { nodes { id sku name available price { amount currency } options { code label attribute { code } } } } } }"""
LISTING = """query Listing($after: String) { products(first: 20, after: $after, sort: {key: NAME}) { nodes { name slug variants(first: 10) { nodes { sku price { amount currency } } } }
  pageInfo { endCursor hasNextPage } } }"""
FOUND = """query Search($search: String!) { products(first: 20, search: $search, where: {attributes: [{code: "material", match: {options: ["wood", "clay", "brass"]}}]}, sort: {key: NAME}) {
  totalCount %s nodes { name slug variants(first: 10) { nodes { price { amount currency } } } } } }"""
SEARCH = FOUND % ""
FACETS = FOUND % "facets { attribute { code } options { value label count } }"
HISTORY = """query History { viewer { customer { orders(first: 10) { nodes { number status placedAt totals { total { amount currency } }
  lines { name quantity unitPrice { amount } total { amount } variant { sku product { name slug } } } } } } } }"""
ORDERS = """query Orders($after: String) { orders(first: 50, after: $after) { nodes { number totals { total { amount } } customer { givenName familyName email }
  lines { quantity variant { sku name product { name slug categories { name slug } } } } } pageInfo { endCursor } } }"""
WORDS = ["basket", "lamp", "stool", "kettle", "scarf"]

# As the report names them. What has a file of this name in limit/ is measured as plain SQL too, and what is unchanged beside the bare server.
NAMES = {
    "product": "W1 product with variants and attributes",
    "listing": "W2 20 products with 3 variants, page 1",
    "page40": "W2 the same, page 40",
    "unchanged": "W2 page 1 by GET, unchanged: 304",
    "search": "W3 filtered search, page of 20 and count",
    "facets": "W3 the same with facets",
    "history": "W4 10 orders with lines of a customer",
    "orders": "W6 50 orders, customer, lines, variant, product, categories",
    "checkout": "W5 from an empty cart to a paid order",
}
# What others call them, see README.md.
OTHERS = {"product": "w1", "listing": "w2", "page40": "w2deep", "search": "w3", "history": "w4", "orders": "w6", "checkout": "w5b"}
# Who signs in: so many tenants' owner and first customer.
SIGNED_IN = 20
REQUESTS = 1000


class Server:
    """A running Merkato, asked in the ways that the measurement needs."""

    def __init__(self, url, size):
        self.url, self.size = url, size
        self.tokens, self.pages, self.cursors, self.known = {}, {}, {}, {}

    def ask(self, tenant, document, variables=None, token=None):
        return self.send("/graphql", self.headers(tenant, token), body(document, variables))[0]

    def send(self, path, headers, body=None):
        """What is answered, None where it is unchanged, and the headers of it. Without a body it is a GET."""
        request = urllib.request.Request(self.url + path, body and body.encode(), {"Content-Type": "application/json", **headers})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                said = json.load(answer)
        except urllib.error.HTTPError as answer:
            if answer.code != 304:
                raise SystemExit(f"{path} {(body or '')[:60]}… answered {answer.code}: {answer.read()[:500]}") from None
            return None, answer.headers
        if said.get("errors"):
            raise SystemExit(f"{path} {(body or '')[:60]}… answered {json.dumps(said['errors'])[:500]}")
        return said["data"], answer.headers

    def known_listing(self, tenant):
        """Path and headers by which whoever has a tenant's listing asks by its hash whether it is unchanged."""
        if tenant not in self.known:
            named = json.dumps({"persistedQuery": {"version": 1, "sha256Hash": hashlib.sha256(LISTING.encode()).hexdigest()}}, separators=(",", ":"))
            path, headers = "/graphql?" + urllib.parse.urlencode({"extensions": named}), {**self.headers(tenant), "Accept": "application/json"}
            self.send(f"{path}&{urllib.parse.urlencode({'query': LISTING})}", headers)
            self.known[tenant] = path, {**headers, "If-None-Match": self.send(path, headers)[1]["ETag"]}
        return self.known[tenant]

    @staticmethod
    def headers(tenant, token=None):
        """By this type of answer what is refused as a whole has an error's status; load.lua looks for errors of fields by itself."""
        return {"Merkato-Tenant": f"load-1-{tenant}", "Accept": "application/graphql-response+json", "Accept-Language": "en", **({"Authorization": f"Bearer {token}"} if token else {})}

    def token(self, who, tenant):
        if (who, tenant) not in self.tokens:
            said = self.ask(tenant, "mutation S($l: String!) { signIn(input: {login: $l, password: \"merkato-demo\"}) { tokens { accessToken } userErrors { message } } }",
                            {"l": f"{who}@load-1-{tenant}.example"})["signIn"]
            self.tokens[who, tenant] = said["tokens"]["accessToken"]
        return self.tokens[who, tenant]

    def account(self, tenant):
        """By which guests pay; the sandbox signs with a key, which is sealed, so it is the API that makes it."""
        name, store = "Sandbox of the bench", self.ask(tenant, "{ store { id paymentOptions { accountId name } } }")["store"]
        known = [option["accountId"] for option in store["paymentOptions"] if option["name"] == name]
        if known:
            return known[0]
        owner = self.token("owner", tenant)
        made = self.ask(tenant, "mutation A($i: PaymentAccountCreateInput!) { paymentAccountCreate(input: $i) { account { id } userErrors { message } } }",
                        {"i": {"provider": "sandbox", "name": name, "environment": "TEST", "secrets": [{"name": "signingKey", "value": "only to measure with"}]}}, owner)["paymentAccountCreate"]
        self.ask(tenant, "mutation S($s: ID!, $a: [ID!]!) { storePaymentAccountsSet(storeId: $s, accountIds: $a) { userErrors { message } } }",
                 {"s": store["id"], "a": [made["account"]["id"]]}, owner)
        return made["account"]["id"]

    def cursor_of_page_40(self, tenant):
        if tenant not in self.pages:
            after, left = None, 779 + 1
            while left > 0:
                page = self.ask(tenant, "query P($n: Int!, $after: String) { products(first: $n, after: $after, sort: {key: NAME}) { pageInfo { endCursor hasNextPage } } }",
                                {"n": min(left, 100), "after": after})["products"]["pageInfo"]
                if not page["hasNextPage"]:
                    break
                after, left = page["endCursor"], left - 100
            self.pages[tenant] = after
        return self.pages[tenant]

    def cursor_of_orders(self, tenant, page):
        if page == 0:
            return None
        if (tenant, page) not in self.cursors:
            found = self.ask(tenant, ORDERS, {"after": self.cursor_of_orders(tenant, page - 1)}, self.token("owner", tenant))
            self.cursors[tenant, page] = found["orders"]["pageInfo"]["endCursor"]
        return self.cursors[tenant, page]


def request(server, operation, i):
    """The i-th request of an operation: tenant, token, document, variables. The same sequence in every run."""
    chance = random.Random(f"{operation} {i}")
    few = min(SIGNED_IN, server.size["tenants"])
    tenant = chance.randint(1, few if operation in ("history", "orders", "page40") else server.size["tenants"])
    match operation:
        case "product":
            number = chance.randint(1, server.size["products"])
            return tenant, None, PRODUCT, {"slug": f"product-{number - (number % 50 == 0)}"}  # every fiftieth is a draft
        case "listing" | "unchanged":
            return tenant, None, LISTING, {}
        case "page40":
            return tenant, None, LISTING, {"after": server.cursor_of_page_40(tenant)}
        case "search" | "facets":
            return tenant, None, SEARCH if operation == "search" else FACETS, {"search": chance.choice(WORDS)}
        case "history":
            return tenant, server.token("customer1", tenant), HISTORY, {}
        case "orders":
            pages = min(4, server.size["orders"] // 50)
            return tenant, server.token("owner", tenant), ORDERS, {"after": server.cursor_of_orders(tenant, chance.randrange(max(1, pages)))}


def body(document, variables):
    return json.dumps({"query": document, "variables": variables or {}}, separators=(",", ":"))


def sent(server, operation, i):
    """The i-th request as it goes over HTTP: path, headers and body."""
    tenant, token, document, variables = request(server, operation, i)
    return (*server.known_listing(tenant), None) if operation == "unchanged" else ("/graphql", server.headers(tenant, token), body(document, variables))


def write_goods(server, postgres, path):
    """What checkout.lua puts into carts, and how it is sent and paid, of each tenant whose owner signs in."""
    few = min(SIGNED_IN, server.size["tenants"])
    accounts = {str(tenant): server.account(tenant) for tenant in range(1, few + 1)}
    goods = postgres.ask(f"""select n, tenancy.type_id('shipping_method', bench.id(2, n, 0)), length(tenancy.type_id('variant', max(id::text)::uuid)), string_agg(tenancy.type_id('variant', id), '' order by place)
        from bench.variant where n <= {few} group by n order by n""")
    with open(path, "w") as file:
        for tenant, method, width, variants in (line.split("\t") for line in goods.splitlines()):
            file.write("\t".join((tenant, method, accounts[tenant], width, variants)) + "\n")


def check(server, operation):
    """One answer of each operation is what it is meant to be: rows, not a quick refusal."""
    said, _ = server.send(*sent(server, operation, 0))
    size = server.size
    match operation:
        case "unchanged":
            right = said is None
        case "product":
            found = said["productBySlug"]
            right = len(found["variants"]["nodes"]) == size["variants"] and len(found["attributes"]) == 4 and all(len(v["options"]) == 2 for v in found["variants"]["nodes"])
        case "listing" | "page40":
            found = said["products"]["nodes"]
            right = found and (len(found) == 20 or size["products"] < 820) and all(len(p["variants"]["nodes"]) == size["variants"] for p in found)
        case "search" | "facets":
            found = said["products"]
            right = found["totalCount"] > 0 and (len(found["nodes"]) == 20 or size["products"] < 1000) and (operation == "search" or len(found["facets"]) >= 4)
        case "history":
            found = said["viewer"]["customer"]["orders"]["nodes"]
            right = len(found) == min(10, size["orders"] // size["customers"]) and all(len(o["lines"]) == size["lines"] and o["lines"][0]["variant"] for o in found)
        case "orders":
            found = said["orders"]["nodes"]
            right = len(found) == min(50, size["orders"]) and all(o["customer"] and len(o["lines"]) == size["lines"] and o["lines"][0]["variant"]["product"]["categories"] for o in found)
    if not right:
        raise SystemExit(f"{operation} answers something else: {json.dumps(said)[:1000]}")


def write(server, operation, path):
    """The file of requests that load.lua sends."""
    with open(path, "w") as file:
        for i in range(REQUESTS):
            path, headers, body = sent(server, operation, i)
            file.write(f"{path}\t{';;'.join(f'{name}: {value}' for name, value in headers.items())}\t{body or ''}\n")

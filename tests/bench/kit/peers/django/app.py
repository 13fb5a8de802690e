"""Django contestant: settings, urls and views in one module. Raw SQL through Django's connection (cheaper than the ORM)."""
import hashlib, hmac, os, sys
from django.conf import settings

B = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, B)
settings.configure(
    DEBUG=False,
    SECRET_KEY="bench",
    ROOT_URLCONF="app",
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.middleware.common.CommonMiddleware",
    ],
    USE_TZ=True,
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ["PGDATABASE"],
            "USER": os.environ["PGUSER"],
            "HOST": os.environ["PGHOST"],
            "CONN_MAX_AGE": None,
        }
    },
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [B + "/templates"],
        }
    ],
    INSTALLED_APPS=[],
    LOGGING_CONFIG=None,
    SECURE_REFERRER_POLICY=None,
)
import django

django.setup()
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from sql import SQL


def rows(n, v):
    with connection.cursor() as c:
        c.execute(SQL[n], v)
        k = [d[0] for d in c.description]
        return [dict(zip(k, r)) for r in c.fetchall()]


def ex(n, v):
    with connection.cursor() as c:
        c.execute(SQL[n], v)


def user(req):
    s = req.COOKIES.get("sid")
    if not s:
        return None
    r = rows("session", [hashlib.sha256(s.encode()).hexdigest()])
    return dict(r[0], csrf=r[0]["csrf_token"]) if r else None


def page(req, t, d):
    r = render(req, t, d)
    r["Cache-Control"] = "no-store"
    return r


def w1(req):
    ms = rows("list", [req.GET.get("tag", "")])
    for m in ms:
        m["tags"] = m["tags"].split("|")
        m["price"] = "%.2f" % (m["price_cents"] / 100)
    return page(req, "w1.html", {"tag": req.GET.get("tag", ""), "mentors": ms})


def w4(req):
    return JsonResponse(
        {
            "items": [
                {
                    "id": m["id"],
                    "slug": m["slug"],
                    "name": m["name"],
                    "headline": m["headline"],
                    "rating": str(m["rating"]),
                    "reviews": m["reviews"],
                    "priceCents": m["price_cents"],
                    "tags": m["tags"].split("|"),
                }
                for m in rows("list", [req.GET.get("tag", "")])
            ]
        },
        json_dumps_params={"ensure_ascii": False},
    )


def w2(req):
    u = user(req)
    if not u:
        return HttpResponse(status=401)
    return page(
        req,
        "w2.html",
        {
            "user": u,
            "upcoming": rows("upcoming", [u["id"]]),
            "unread": rows("unread", [u["id"]])[0]["n"],
            "packs": rows("packs", [u["id"]]),
            "inbox": rows("inbox", [u["id"]]),
        },
    )


def w3(req):
    u = user(req)
    if not u:
        return HttpResponse(status=401)
    if not hmac.compare_digest(u["csrf"], req.POST.get("csrf", "")):
        return HttpResponse(status=403)
    to, body = req.POST.get("to", ""), req.POST.get("body", "")
    if not to.isdigit() or not body or len(body) > 4000:
        return HttpResponse(status=400)
    with transaction.atomic():
        i = rows("msg", [u["id"], to, body])[0]["id"]
        ex("notif", [to, i])
        ex("outbox", [i, to])
    r = HttpResponse(status=303)
    r["Location"] = "/messages"
    return r


urlpatterns = [
    path("mentors", w1),
    path("api/mentors", w4),
    path("dashboard", w2),
    path("messages", w3),
]
application = get_wsgi_application()

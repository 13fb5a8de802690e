#include <stdlib.h>
#include <string.h>

#include "admin/admin.h"
#include "admin/health.h"
#include "admin/payment_status.h"
#include "gen/admin/health_sql.h"
#include "lib/base/setting.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

/*
 * /admin/health: what the database and this machine say about themselves, each
 * as fine, as worth a look, or as wrong, with what to do about it.
 */
struct check_item {
	const char *name, *label, *value, *tone, *state, *advice;
};

static const struct field check_item_fields[] = {
	FIELD(struct check_item, name),
	FIELD(struct check_item, state),
	FIELD(struct check_item, value),
	FIELD(struct check_item, advice),
	FIELD_ONLY(struct check_item, label, ONLY_HTML),
	FIELD_ONLY(struct check_item, tone, ONLY_HTML),
	FIELD_END,
};

struct provider_item {
	const char *name, *label, *note;
	bool configured;
};

static const struct field provider_item_fields[] = {
	FIELD(struct provider_item, name),
	FIELD(struct provider_item, configured),
	FIELD_ONLY(struct provider_item, label, ONLY_HTML),
	FIELD_ONLY(struct provider_item, note, ONLY_HTML),
	FIELD_END,
};

enum { MOST_CHECKS = 40, NPROVIDERS = 3 };

struct health_view {
	struct desk desk;
	const char *summary;
	struct check_item *checks;
	struct health_programs_row *programs;
	struct provider_item *providers;
	struct payment_status *ways;
	size_t nchecks, nprograms, nproviders, nways;
	int64_t to_do;
};

static const struct field health_fields[] = {
	DESK_FIELD(struct health_view),
	FIELD_LIST(struct health_view, checks, nchecks, check_item_fields),
	FIELD_LIST(
	    struct health_view, programs, nprograms, health_programs_fields),
	FIELD_LIST(
	    struct health_view, providers, nproviders, provider_item_fields),
	FIELD_LIST(struct health_view, ways, nways, payment_status_fields),
	FIELD_ONLY(struct health_view, summary, ONLY_HTML),
	FIELD_END,
};
struct page health_page = { .path = "admin/health", .fields = health_fields };

const struct setting health_settings[] = {
	{ "BELAY_CERTIFICATE", SETTING_TEXT, NULL, false,
	    "The certificate that nginx shows; unset, tls/cert.pem of "
	    "BELAY_VAR." },
	{ "SMTP_URL", SETTING_URL, NULL, true,
	    "Mail server of the worker; here only whether it is set." },
	{ "OIDC_*_ISSUER", SETTING_URL, NULL, false,
	    "Sign-in providers; here only whether there are any." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

/* --- judging ------------------------------------------------------------------ */

enum tone { FINE, LOOK, WRONG };

struct finding {
	const char *name, *label, *value;
	enum tone tone;
	const char *advice; /* shown unless it is fine */
};

static void
add(struct health_view *v, const struct finding *f)
{
	static const char *const tones[] = { "good", "warn", "bad" };
	static const char *const states[] = { "fine", "look", "wrong" };

	v->checks[v->nchecks++] = (struct check_item){ .name = f->name,
		.label = f->label,
		.value = f->value,
		.tone = tones[f->tone],
		.state = states[f->tone],
		.advice = f->tone == FINE ? NULL : f->advice };
	if (f->tone != FINE)
		v->to_do++;
}

static const char *
ago(struct request *r, struct instant i)
{
	return i.us != 0 ? when_ago(r->arena, i, r->now) : tr("never");
}

static bool
is_older(struct request *r, struct instant i, int64_t minutes)
{
	return r->now.us - i.us > minutes * 60 * 1000000;
}

static const char *
number(struct request *r, int64_t n)
{
	return arena_printf(r->arena, "%lld", (long long)n);
}

static const char *
size_words(struct request *r, int64_t bytes)
{
	if (bytes < 0)
		return tr("unknown");
	if (bytes >= (int64_t)1 << 30)
		return arena_printf(
		    r->arena, "%.1f GiB", (double)bytes / (1 << 30));
	return arena_printf(r->arena, "%.1f MiB", (double)bytes / (1 << 20));
}

static void
check_worker(struct request *r, struct health_view *v)
{
	struct health_work_row w;

	if (!health_work(r->db, &w))
		return;
	add(v,
	    &(struct finding){ "worker", tr("Worker"),
		arena_printf(r->arena, tr("schedules moved on %s"),
		    ago(r, w.scheduled_at)),
		is_older(r, w.scheduled_at, 3) ? WRONG : FINE,
		tr("The worker does not run: no mail goes out and nothing "
		   "happens by the clock. Start it, and look at its log.") });
	add(v,
	    &(struct finding){ "queue", tr("Queue"),
		w.oldest_due.us == 0
		    ? tr("nothing is due")
		    : arena_printf(r->arena, tr("%d due, the oldest since %s"),
			  (int)w.waiting, ago(r, w.oldest_due)),
		w.oldest_due.us == 0 || !is_older(r, w.oldest_due, 5) ? FINE
		: is_older(r, w.oldest_due, 30)                       ? WRONG
								      : LOOK,
		tr("Work comes faster than it is done, or one job blocks: "
		   "see Jobs, and give the worker more processes.") });
	add(v,
	    &(struct finding){ "dead_jobs", tr("Dead jobs"), number(r, w.dead),
		w.dead == 0 ? FINE : LOOK,
		tr("These failed for good. See Jobs: run them again once the "
		   "reason is gone, or discard them.") });
	add(v,
	    &(struct finding){ "paused", tr("Paused schedules"),
		number(r, w.paused), w.paused == 0 ? FINE : LOOK,
		tr("Somebody paused them: resume them under Jobs when that is "
		   "no longer meant.") });
	add(v, &(struct finding){ "mail", tr("Mail of the last day"),
		   arena_printf(r->arena, tr("%d failed, %d on their way"),
		       (int)w.mails_failed, (int)w.mails_waiting),
		   w.mails_failed == 0 ? FINE : LOOK,
		   tr("See Mail for the server's words.") });
}

static void
check_zones(struct request *r, struct health_view *v, const char *seen,
    const struct host_health *h)
{
	const char *own = h->tzdata != NULL ? h->tzdata : tr("unknown");
	bool is_old =
	    h->tzdata == NULL || strtol(h->tzdata, NULL, 10) + 1 <
				     when_local(r->now, "UTC").date.year;
	bool differ = h->tzdata != NULL && strcmp(seen, h->tzdata) > 0;

	add(v,
	    &(struct finding){ "tzdata", tr("Zone data"),
		h->tzdata_at.us == 0
		    ? own
		    : arena_printf(r->arena, tr("%s, installed %s"), own,
			  ago(r, h->tzdata_at)),
		is_old ? LOOK : FINE,
		tr("Countries change their clocks: install the newest tzdata "
		   "and restart everything.") });
	add(v,
	    &(struct finding){ "tzdata_database",
		tr("Zone data of the database"),
		*seen != '\0' ? arena_printf(r->arena, tr("%s or newer"), seen)
			      : tr("older than 2023c"),
		*seen == '\0' || differ ? LOOK : FINE,
		tr("The database and this machine disagree about zones: "
		   "install the same tzdata on both and restart them.") });
}

static void
check_database(
    struct request *r, struct health_view *v, const struct host_health *h)
{
	struct health_database_row d;

	if (!health_database(r->db, &d))
		return;
	add(v, &(struct finding){ "database", tr("Database"),
		   arena_printf(r->arena, "PostgreSQL %s, %s", d.version,
		       size_words(r, d.size_bytes)),
		   FINE, NULL });
	add(v, &(struct finding){ "connections", tr("Connections"),
		   arena_printf(r->arena, tr("%d of %d"), (int)d.connections,
		       (int)d.connections_max),
		   d.connections * 10 > d.connections_max * 8 ? LOOK : FINE,
		   tr("Few are left: raise max_connections, or lower "
		      "BELAY_PROCESSES.") });
	add(v, &(struct finding){ "migrations", tr("Migrations"),
		   arena_printf(r->arena, tr("%d, the newest is %s"),
		       (int)d.migrations,
		       d.newest_migration != NULL ? d.newest_migration : "-"),
		   FINE, NULL });
	check_zones(r, v, d.tzdata, h);
}

static void
check_host(
    struct request *r, struct health_view *v, const struct host_health *h)
{
	int64_t share = h->disk_size_bytes > 0
			    ? h->disk_free_bytes * 100 / h->disk_size_bytes
			    : -1;
	int64_t days = (h->certificate_until.us - r->now.us) / 1000000 / 86400;

	add(v,
	    &(struct finding){ "disk", tr("Free disk space"),
		share < 0 ? tr("unknown")
			  : arena_printf(r->arena, tr("%s, %d %%"),
				size_words(r, h->disk_free_bytes), (int)share),
		share >= 15  ? FINE
		: share >= 5 ? LOOK
			     : WRONG,
		tr("When the disk is full nothing can be booked: remove old "
		   "logs and backups, or grow it.") });
	add(v,
	    &(struct finding){ "certificate", tr("Certificate"),
		h->certificate_until.us == 0
		    ? arena_printf(r->arena, tr("%s can't be read: %s"),
			  h->certificate,
			  h->certificate_why != NULL ? h->certificate_why : "")
		    : arena_printf(r->arena, tr("ends %s, in %d days"),
			  when_day(r->arena, h->certificate_until,
			      r->session->timezone, r->now),
			  (int)days),
		h->certificate_until.us == 0 || days < 14
		    ? (h->certificate_until.us != 0 && days < 3 ? WRONG : LOOK)
		    : FINE,
		tr("Browsers refuse the site once it ends: renew it, then "
		   "reload nginx.") });
}

static void
check_more(struct request *r, struct health_view *v)
{
	enum { DAY_MINUTES = 24 * 60 };
	struct health_more_row m;

	if (!health_more(r->db, &m))
		return;
	add(v,
	    &(struct finding){ "dead_webhooks", tr("Dead webhooks"),
		number(r, m.webhooks_dead), m.webhooks_dead == 0 ? FINE : LOOK,
		tr("What another system told could not be applied: see "
		   "Webhooks, and apply it again once the reason is gone.") });
	add(v,
	    &(struct finding){ "backup", tr("Backup"),
		m.backup_at.us == 0
		    ? tr("never taken")
		    : arena_printf(r->arena, "%s, %s", ago(r, m.backup_at),
			  m.backup_size != NULL ? m.backup_size : "-"),
		m.backup_at.us == 0 || is_older(r, m.backup_at, 7 * DAY_MINUTES)
		    ? WRONG
		: is_older(r, m.backup_at, 2 * DAY_MINUTES) ? LOOK
							    : FINE,
		tr("Take one each night, and keep it on another machine: make "
		   "backup TO=FILE. Try to restore it now and then.") });
}

static void
check_settings(struct health_view *v)
{
	bool demo = setting_on("BELAY_DEMO");

	add(v,
	    &(struct finding){ "demo", tr("Demonstration"),
		demo ? tr("yes") : tr("no"), demo ? LOOK : FINE,
		tr("Staff need no second factor and the demo's passwords "
		   "are public: set BELAY_DEMO=0 before real people come.") });
}

/* --- the rest --------------------------------------------------------------------- */

static void
fill_providers(struct request *r, struct health_view *v)
{
	static const struct {
		const char *name, *setting, *label, *without;
		bool many;
	} all[NPROVIDERS] = {
		{ "smtp", "SMTP_URL", WORDS("Mail server"),
		    WORDS("Mails stay in the spool, where Mail shows them."),
		    false },
		{ "google", "GOOGLE_CLIENT_ID", WORDS("Google Calendar"),
		    WORDS("Experts can't connect a calendar; feeds work."),
		    false },
		{ "oidc", "OIDC_*_ISSUER", WORDS("Sign-in providers"),
		    WORDS("People sign in by password or passkey."), true },
	};
	size_t i;

	v->providers = arena_alloc(r->arena, NPROVIDERS, sizeof(*v->providers));
	for (; v->nproviders < NPROVIDERS; v->nproviders++) {
		i = v->nproviders;
		v->providers[i] = (struct provider_item){
			.name = all[i].name,
			.label = tr(all[i].label),
			.configured =
			    all[i].many
				? setting_part(all[i].setting, 0) != NULL
				: setting_text(all[i].setting) != NULL,
			.note = tr(all[i].without),
		};
	}
}

enum status
health_show(struct request *r)
{
	struct health_view v = { .nchecks = 0 };
	struct host_health host;

	v.checks = arena_alloc(r->arena, MOST_CHECKS, sizeof(*v.checks));
	host_health(r->arena, &host);
	check_worker(r, &v);
	check_database(r, &v, &host);
	check_host(r, &v, &host);
	check_more(r, &v);
	check_settings(&v);
	v.programs = health_programs(r->db, &v.nprograms);
	fill_providers(r, &v);
	v.ways = payment_statuses(r, &v.nways);
	v.summary = v.to_do == 0 ? tr("Everything is as it should be.")
				 : arena_printf(r->arena,
				       tr("Worth a look: %d"), (int)v.to_do);
	desk_fill(r, &v.desk);
	return request_render(r, &health_page, &v);
}

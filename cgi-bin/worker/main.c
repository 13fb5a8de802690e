#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>

#include "gen/lib/domain/invoice_sql.h"
#include "gen/lib/job/job_sql.h"
#include "gen/lib/job/work_sql.h"
#include "gen/worker/account_sql.h"
#include "gen/worker/digest_sql.h"
#include "gen/worker/export_sql.h"
#include "gen/worker/google_sql.h"
#include "gen/worker/invite_sql.h"
#include "gen/worker/mail_sql.h"
#include "gen/worker/moderation_sql.h"
#include "gen/worker/money_sql.h"
#include "gen/worker/notice_sql.h"
#include "gen/worker/pack_sql.h"
#include "gen/worker/payout_sql.h"
#include "gen/worker/provider_sql.h"
#include "gen/worker/resume_sql.h"
#include "gen/worker/review_sql.h"
#include "gen/worker/safety_sql.h"
#include "gen/worker/session_sql.h"
#include "gen/worker/subscription_sql.h"
#include "gen/worker/webhook_sql.h"
#include "lib/app/app.h"
#include "lib/app/prefork.h"
#include "lib/auth/secret.h"
#include "lib/base/log.h"
#include "lib/domain/google.h"
#include "lib/domain/payment_provider.h"
#include "lib/net/net.h"
#include "worker/worker.h"

// clang-format off
static const struct job_kind kinds[] = {
	{ "mail.send", mail_load, mail_call, mail_finish, mail_gave_up,
	    mail_settled },
	{ "notice.deliver", .finish = notice_deliver },
	{ "digest.daily", .finish = digest_daily },
	{ "digest.weekly", .finish = digest_weekly },
	{ "digest.send", .finish = digest_send },
	{ "account.forgot", .finish = account_forgot_do },
	{ "account.tick", .finish = account_tick_do },
	{ "account.clean", .finish = account_clean_do },
	{ "account.erase", .finish = account_erase_do },
	{ "account.export", export_load, export_call, export_finish,
	    export_gave_up },
	{ "files.remove", .call = files_remove },
	{ "resume.extract", .call = resume_extract, .finish = resume_finish },
	{ "session.tick", .finish = session_tick_do },
	{ "session.remind", .finish = session_remind_do },
	{ "session.invite", .finish = invite_send },
	{ "calendar.push", .call = google_push_call },
	{ "google.connect", google_connect_load, google_connect_call,
	    google_connect_finish, google_connect_gave_up },
	{ "google.sync", .call = google_sync_call },
	{ "google.tick", .finish = google_tick_do },
	{ "google.revoke", .call = google_revoke_call },
	{ "session.completed", .finish = session_nothing },
	{ "session.disputed", .finish = session_nothing },
	{ "expert.listing", .finish = expert_listing_do },
	{ "expert.listings", .finish = expert_listings_do },
	{ "money.tick", .finish = money_tick_do },
	{ "money.nightly", .finish = money_nightly_do },
	{ "money.figures", .finish = money_figures_do },
	{ "payout.tick", .finish = payout_tick_do },
	{ "payout.make", .finish = payout_make_do },
	{ "payment.begin", .finish = payment_begin_do },
	{ "payment.check", .finish = payment_check_do },
	{ "provider.call", provider_call_load, provider_call_call,
	    provider_call_finish },
	{ "provider.look", provider_look_load, provider_look_call,
	    provider_look_finish },
	{ "subscription.tick", .finish = subscription_tick_do },
	{ "subscription.prices", .finish = subscription_prices_do },
	{ "subscription.nightly", .finish = subscription_nightly_do },
	{ "pack.tick", .finish = pack_tick_do },
	{ "review.tick", .finish = review_tick_do },
	{ "provider.reconcile", .finish = provider_reconcile_do },
	{ "provider.list", .call = provider_list_call,
	    .finish = provider_list_finish },
	{ "money.repairs", .finish = money_repairs_do },
	{ "trust.refresh", .finish = trust_refresh_do },
	{ "trust.nightly", .finish = trust_nightly_do },
	{ "safety.tick", .finish = safety_tick_do },
	{ "moderation.model", moderation_model_load, moderation_model_call,
	    moderation_model_finish },
	{ "moderation.clean", .finish = moderation_clean_do },
	{ "webhook.apply", webhook_load, .finish = webhook_finish },
	{ "webhook.tick", .finish = webhook_tick_do },
	{ "webhook.clean", .finish = webhook_clean_do },
	{ NULL },
};

static const struct schedule schedules[] = {
	{ "session.tick", "every 1 minutes", "session.tick" },
	{ "expert.listings", "every 5 minutes", "expert.listings" },
	{ "google.tick", "every 1 minutes", "google.tick" },
	{ "account.tick", "every 5 minutes", "account.tick" },
	{ "account.clean", "every 6 hours", "account.clean" },
	{ "money.tick", "every 1 minutes", "money.tick" },
	{ "money.nightly", "daily 02:20", "money.nightly" },
	{ "money.figures", "daily 02:40", "money.figures" },
	{ "subscription.tick", "every 1 minutes", "subscription.tick" },
	{ "subscription.prices", "every 5 minutes", "subscription.prices" },
	{ "subscription.nightly", "daily 02:50", "subscription.nightly" },
	{ "payout.tick", "every 30 minutes", "payout.tick" },
	{ "pack.tick", "every 1 minutes", "pack.tick" },
	{ "review.tick", "every 1 minutes", "review.tick" },
	{ "provider.reconcile", "daily 02:40", "provider.reconcile" },
	{ "money.repairs", "daily 05:00", "money.repairs" },
	{ "webhook.tick", "every 1 minutes", "webhook.tick" },
	{ "webhook.clean", "daily 03:10", "webhook.clean" },
	{ "safety.tick", "every 1 minutes", "safety.tick" },
	{ "trust.nightly", "daily 03:40", "trust.nightly" },
	{ "moderation.clean", "daily 03:30", "moderation.clean" },
	{ "digest.daily", "daily 06:00", "digest.daily" },
	{ "digest.weekly", "weekly 7 01:00", "digest.weekly" },
	{ NULL, NULL, NULL },
};
// clang-format on

static const struct stmt *const *const stmts[] = {
	lib_job_work_stmts,
	lib_job_job_stmts,
	lib_domain_invoice_stmts,
	worker_mail_stmts,
	worker_notice_stmts,
	worker_digest_stmts,
	worker_account_stmts,
	worker_export_stmts,
	worker_resume_stmts,
	worker_review_stmts,
	worker_session_stmts,
	worker_safety_stmts,
	worker_invite_stmts,
	worker_google_stmts,
	worker_money_stmts,
	worker_payout_stmts,
	worker_provider_stmts,
	worker_subscription_stmts,
	worker_pack_stmts,
	worker_moderation_stmts,
	worker_webhook_stmts,
	NULL,
};

struct options {
	enum { RUN, CONTRACT, SETTINGS } what;
	int processes;
};

static bool
read_options(int argc, char **argv, struct options *o)
{
	static const struct option known[] = {
		{ "processes", required_argument, NULL, 'p' },
		{ "contract", no_argument, NULL, 'k' },
		{ "settings", no_argument, NULL, 'e' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", known, NULL)) != -1)
		if (c == 'p')
			o->processes = (int)strtol(optarg, NULL, 10);
		else if (c == 'k')
			o->what = CONTRACT;
		else if (c == 'e')
			o->what = SETTINGS;
		else
			return false;
	return optind == argc;
}

static int
check_contract(struct arena *a)
{
	bool fatal;
	struct db *db = db_open(app_conninfo(a, "worker"), a, stmts, &fatal);
	size_t mistakes;

	if (db == NULL)
		return fatal ? EX_SOFTWARE : EX_UNAVAILABLE;
	mistakes = db_check(db, stmts);
	db_close(db);
	return mistakes == 0 ? EX_OK : EX_SOFTWARE;
}

static int
run_child(void *data)
{
	return work_run(data);
}

/* The folders it writes to. */
static void
make_folders(struct arena *a)
{
	static const char *const names[] = { "mail", "mail/.sent", "media",
		NULL };

	for (size_t i = 0; names[i] != NULL; i++)
		mkdir(arena_printf(
			  a, "%s/%s", setting_text("BELAY_VAR"), names[i]),
		    0750);
}

static int
run(const struct options *o, struct arena *a)
{
	struct worker worker = { .kinds = kinds,
		.schedules = schedules,
		.stmts = stmts,
		.conninfo = app_conninfo(a, "worker") };
	struct prefork pool = {
		.run = run_child, .data = &worker, .stop = work_stop
	};

	if (!secret_init(setting_text("BELAY_SECRET_KEY")) ||
	    !secret_init_old(setting_text("BELAY_SECRET_KEY_OLD")))
		return EX_CONFIG;
	make_folders(a);
	mail_tidy_notes(mail_notes(a));
	pool.processes =
	    o->processes != 0 ? o->processes : prefork_processes("worker");
	return prefork_run(&pool);
}

int
main(int argc, char **argv)
{
	const struct setting *const tables[] = { base_settings, net_settings,
		mail_settings, google_settings, stripe_api_settings,
		paypal_api_settings, subscription_settings, moderation_settings,
		NULL };
	struct options o = { .what = RUN };
	struct arena *a;
	int status = EX_CONFIG;

	signal(SIGPIPE, SIG_IGN);
	log_program("worker");
	if (!read_options(argc, argv, &o)) {
		fprintf(stderr, "usage: worker [--processes N] | --contract | "
				"--settings\n");
		return EX_USAGE;
	}
	if (o.what == SETTINGS) {
		settings_print(tables);
		return EX_OK;
	}
	a = arena_new((size_t)1024 * 1024);
	if (settings_load(tables)) {
		catalogue_open();
		status = o.what == CONTRACT ? check_contract(a) : run(&o, a);
	}
	arena_free(a);
	return status;
}

#ifndef WORKER_WORKER_H
#define WORKER_WORKER_H

#include "lib/app/catalogue.h"
#include "lib/base/setting.h"
#include "lib/domain/wording.h"
#include "lib/job/work.h"

/* mail.c: one queued mail, to the mail server or the spool. */
enum work_result mail_load(struct work *);
enum work_result mail_call(struct work *);
enum work_result mail_finish(struct work *);
void mail_gave_up(struct work *);
void mail_settled(struct work *);
/* Where it is noted what a mail server took, until the database knows too. */
const char *mail_notes(struct arena *);
extern const struct setting mail_settings[];
/* The address that mails come from. */
const char *mail_sender(struct arena *);

/* notice.c: which channels a notice goes to. */
enum work_result notice_deliver(struct work *);

/* digest.c: the notices that a member collects. */
enum work_result digest_daily(struct work *);
enum work_result digest_weekly(struct work *);
enum work_result digest_send(struct work *);

/* account.c: forgotten passwords, what time does to accounts, erasure. */
enum work_result account_forgot_do(struct work *);
enum work_result account_tick_do(struct work *);
enum work_result account_clean_do(struct work *);
enum work_result account_erase_do(struct work *);

/* files.c: remove files of the media folder, once their rows are gone. */
enum work_result files_remove(struct work *);
/* Queue that, in this transaction. */
void files_remove_later(struct db *, const char *const *paths, size_t n);
/* The file of a path below the media folder; NULL when it leads elsewhere. */
const char *files_path(struct arena *, const char *path);

/* resume.c: the words of a résumé, for matching. */
enum work_result resume_extract(struct work *);
enum work_result resume_finish(struct work *);

/* export.c: everything about a member as a ZIP. */
enum work_result export_load(struct work *);
enum work_result export_call(struct work *);
enum work_result export_finish(struct work *);
void export_gave_up(struct work *);

/* session.c: what time does to sessions, reminders, listings. */
enum work_result session_tick_do(struct work *);
enum work_result session_remind_do(struct work *);
enum work_result session_nothing(struct work *);
enum work_result expert_listing_do(struct work *);
enum work_result expert_listings_do(struct work *);

/* money.c: what time does to orders and earnings; the nightly look. */
enum work_result money_tick_do(struct work *);
enum work_result money_nightly_do(struct work *);
/* The sums of the books by day and month; old clicks are forgotten. */
enum work_result money_figures_do(struct work *);

/* subscription.c: what time does to subscriptions and credits. */
enum work_result subscription_tick_do(struct work *);
enum work_result subscription_prices_do(struct work *);
enum work_result subscription_nightly_do(struct work *);
extern const struct setting subscription_settings[];

/* payout.c: periods, and everybody's payout of one. */
enum work_result payout_tick_do(struct work *);
enum work_result payout_make_do(struct work *);

/* pack.c: what time does to packs, seats and those who wait. */
enum work_result pack_tick_do(struct work *);
enum work_result review_tick_do(struct work *);

/* safety.c: leases and restrictions that are over; trust. */
enum work_result safety_tick_do(struct work *);
enum work_result trust_refresh_do(struct work *);
enum work_result trust_nightly_do(struct work *);

/* webhook.c: what other systems told, applied. */
enum work_result webhook_load(struct work *);
enum work_result webhook_finish(struct work *);
enum work_result webhook_tick_do(struct work *);
enum work_result webhook_clean_do(struct work *);

/* moderation.c: a model looks at a text besides the rules; old texts go. */
enum work_result moderation_model_load(struct work *);
enum work_result moderation_model_call(struct work *);
enum work_result moderation_model_finish(struct work *);
enum work_result moderation_clean_do(struct work *);
extern const struct setting moderation_settings[];

/* provider.c: what payment providers are asked, and how things are there. */
enum work_result provider_call_load(struct work *);
enum work_result provider_call_call(struct work *);
enum work_result provider_call_finish(struct work *);
enum work_result provider_look_load(struct work *);
enum work_result provider_look_call(struct work *);
enum work_result provider_look_finish(struct work *);
enum work_result provider_reconcile_do(struct work *);
enum work_result provider_list_call(struct work *);
enum work_result provider_list_finish(struct work *);
enum work_result money_repairs_do(struct work *);
enum work_result payment_begin_do(struct work *);
enum work_result payment_check_do(struct work *);

/* invite.c: the calendar's invitation by mail. */
enum work_result invite_send(struct work *);
/* "System design interview with Patient Heron 41", from data of
 * wording_data(). */
const char *
session_title(struct work *, const char *other_name, struct json_object *data);

/* google_connect.c: the code of a consent becomes a connection. */
enum work_result google_connect_load(struct work *);
enum work_result google_connect_call(struct work *);
enum work_result google_connect_finish(struct work *);
void google_connect_gave_up(struct work *);
enum work_result google_revoke_call(struct work *);

/* google_sync.c: what is busy in experts' calendars. */
enum work_result google_sync_call(struct work *);
enum work_result google_tick_do(struct work *);

/* google_push.c: sessions as events there. */
enum work_result google_push_call(struct work *);

/* A JSON object that lives as long as the job. */
struct json_object *work_object(struct work *);

#endif

#ifndef REVIEWS_REVIEW_H
#define REVIEWS_REVIEW_H

#include "lib/app/app.h"

/* review_list.c: the member's reviews, and what could be reviewed. */
enum status review_list_show(struct request *);
void review_list_read(struct request *);
extern const struct form review_list_form;
extern struct page review_list_page;

/* review_ask.c: asking for one. */
enum status review_ask_show(struct request *);
enum status review_submit_post(struct request *);
enum status review_submit_refused(struct request *);
extern const struct form review_ask_form, review_submit_form;
extern struct page review_ask_page;

/* review_show.c: one review, as either side sees it. */
enum status review_show(struct request *);
void review_show_read(struct request *);
enum status review_show_refused(struct request *);
extern const struct form review_form;
extern struct page review_show_page;

/* review_paper.c: a finished one, to keep. */
enum status review_paper_file(struct request *);
void review_paper_read(struct request *);

/* review_move.c: what either side does with it. */
enum status review_peek_post(struct request *);
enum status review_claim_post(struct request *);
enum status review_release_post(struct request *);
enum status review_ask_post(struct request *);
enum status review_answer_post(struct request *);
enum status review_finish_post(struct request *);
enum status review_withdraw_post(struct request *);
enum status review_resubmit_post(struct request *);
enum status review_reopen_post(struct request *);
enum status review_rate_post(struct request *);
enum status review_close_post(struct request *);
enum status review_draft_post(struct request *);
extern const struct form review_seen_form, review_words_form,
    review_question_form, review_answer_form, review_rate_form,
    review_work_form;

/* review_thread.c: comments. */
enum status thread_add_post(struct request *);
enum status thread_reply_post(struct request *);
enum status thread_mark_post(struct request *);
enum status thread_edit_post(struct request *);
enum status thread_remove_post(struct request *);
extern const struct form thread_add_form, thread_reply_form, thread_mark_form,
    thread_edit_form, thread_remove_form;

#endif

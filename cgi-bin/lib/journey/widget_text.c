#include <string.h>

#include "lib/journey/pattern.h"
#include "lib/journey/widget_in.h"

enum { EMAIL_MOST = 254, URL_MOST = 2048, PHONE_MOST = 40 };

/* Characters are counted by script as we do; a browser counts UTF-16 units. */
static void
make_lengths(struct making *m)
{
	const struct field_rules *r = m->rules;

	widget_number(m, "maxlength", r->max_len);
	widget_rule_int(m, "max_len", r->max_len);
	if (r->min_len > 0) {
		widget_number(m, "minlength", r->min_len);
		widget_rule_int(m, "min_len", r->min_len);
	}
}

static void
make_line(struct making *m)
{
	const char *pattern = m->rules->pattern;

	make_lengths(m);
	if (pattern != NULL && pattern_is_for_browser(pattern))
		widget_attribute(m, "pattern",
		    arena_printf(m->arena, "\\s*(?:%s)\\s*", pattern));
}

static void
make_area(struct making *m)
{
	m->widget->is_area = true;
	make_lengths(m);
	if (m->rules->max_lines > 0)
		widget_rule_int(m, "max_lines", m->rules->max_lines);
}

static void
make_email(struct making *m)
{
	m->widget->input_type = "email";
	widget_number(m, "maxlength", EMAIL_MOST);
	if (!m->field->sensitive)
		widget_attribute(m, "autocomplete", "email");
	widget_rule_list(m, "allow_domains", &m->rules->allow_domains);
	widget_rule_list(m, "deny_domains", &m->rules->deny_domains);
}

static void
make_phone(struct making *m)
{
	const char *typed = entry_member(m->state->value, "typed");

	m->widget->input_type = "tel";
	m->widget->value = typed;
	widget_number(m, "maxlength", PHONE_MOST);
	if (!m->field->sensitive)
		widget_attribute(m, "autocomplete", "tel");
	widget_attribute(m, "pattern",
	    m->rules->country != NULL
		? "\\s*[0-9+\\(\\)\\-.\\/ ]*\\s*"
		: "\\s*(?:\\+|00)[0-9\\(\\)\\-.\\/ ]*\\s*");
}

static void
make_url(struct making *m)
{
	m->widget->input_type = "url";
	widget_number(m, "maxlength", URL_MOST);
	widget_attribute(m, "pattern", "\\s*[Hh][Tt][Tt][Pp][Ss]?:\\/\\/.*");
	widget_rule_list(m, "hosts", &m->rules->hosts);
}

void
widget_text(struct making *m)
{
	struct widget *w = m->widget;

	w->is_line = m->field->type != TYPE_TEXTAREA;
	w->input_type = "text";
	w->value =
	    m->state->value != NULL ? entry_string(m->state->value) : NULL;
	if (m->field->type == TYPE_TEXT)
		make_line(m);
	else if (m->field->type == TYPE_TEXTAREA)
		make_area(m);
	else if (m->field->type == TYPE_EMAIL)
		make_email(m);
	else if (m->field->type == TYPE_PHONE)
		make_phone(m);
	else
		make_url(m);
	if (m->field->sensitive) {
		if (m->field->type == TYPE_TEXT)
			w->input_type = "password";
		widget_attribute(m, "autocomplete", "off");
	}
}

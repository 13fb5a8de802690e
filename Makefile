# Belay's build: one Makefile, no recursion.  A feature is a folder of cgi-bin/
# with a main.c; tests are found by their names.
#
#   make            the sanitized build (what tests run on)
#   make run        install, build, start everything with demo data
#   make dev        make run, rebuilding and restarting what changes
#   make test       every test        make test-fast   unit and SQL tests
#   make lint       format, clang-tidy, cppcheck, shellcheck, house rules
#   make fuzz S=60 [T=form]           make bench      make shots
#   make catalogue               make format
#   make backup TO=FILE               make restore FROM=FILE
#   make install DESTDIR= PREFIX=     make doctor     make clean
MODE    ?= dev
OUT     := .build/$(MODE)
GEN     := .build/gen
CC      := gcc
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
           -Wmissing-prototypes -Wno-missing-field-initializers -Wwrite-strings -Wvla -Wundef -Wformat=2 -Werror
PACKAGES := libpq json-c libcurl libsodium libcrypto liboath libqrencode \
           libfido2 libcbor libical icu-uc icu-i18n libmagic vips libzip \
           pangocairo cairo-pdf
CPPFLAGS := -D_GNU_SOURCE -Icgi-bin -I.build -include lib/base/banned.h
# Other people's headers are not ours to warn about.
PKGFLAGS = $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null | sed 's/-I/-isystem /g') -isystem /usr/include/postgresql
LDLIBS  = $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lfcgi -lcmark-gfm -lcmark-gfm-extensions -lm

ifeq ($(MODE),dev)
CFLAGS  := -std=c11 -O1 -g -fno-omit-frame-pointer $(WARN) -Wno-format-truncation -fsanitize=address,undefined -fno-sanitize-recover=undefined
LDFLAGS := -fsanitize=address,undefined
else ifeq ($(MODE),release)
CFLAGS  := -std=c11 -O2 -g $(WARN) -Wno-format-truncation -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
LDFLAGS := -pie -Wl,-z,relro,-z,now -Wl,--as-needed
else ifeq ($(MODE),fuzz)
CC      := clang
CFLAGS  := -std=c11 -O1 -g -fno-omit-frame-pointer $(filter-out -Werror,$(WARN)) -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined
LDFLAGS := -fsanitize=address,undefined,fuzzer
endif

FEATURES := $(patsubst cgi-bin/%/main.c,%,$(wildcard cgi-bin/*/main.c))
SQLGEN  := .build/tool/sqlgen
LIB_SQL := $(wildcard cgi-bin/lib/*/*.sql)
LIB_SRC := $(wildcard cgi-bin/lib/*/*.c)
LIB_OBJ := $(LIB_SRC:cgi-bin/%.c=$(OUT)/%.o) $(LIB_SQL:cgi-bin/%.sql=$(OUT)/gen/%_sql.o)
ALL_SQL := $(wildcard cgi-bin/*/*.sql) $(LIB_SQL)
GEN_H   := $(ALL_SQL:cgi-bin/%.sql=$(GEN)/%_sql.h)
UNIT    := $(patsubst tests/unit/%_test.c,%,$(wildcard tests/unit/*_test.c))
FUZZERS := $(patsubst tests/fuzz/%_fuzz.c,%,$(wildcard tests/fuzz/*_fuzz.c))
TOOLS   := $(patsubst cgi-bin/tool/%.c,%,$(filter-out cgi-bin/tool/sqlgen%.c,$(wildcard cgi-bin/tool/*.c)))

.PHONY: all run dev test test-fast lint format fuzz bench bench-app shots install doctor backup restore clean setup check-templates assets routes unit fuzzers replay headers clang-flags fastcgi-names catalogue
.SECONDARY:
.DELETE_ON_ERROR:

# What people read in other languages than English: templates/_words/LANG.po.
CATALOGUES := $(patsubst templates/_words/%.po,.build/catalogues/%/LC_MESSAGES/belay.mo,$(wildcard templates/_words/*.po))

all: $(FEATURES:%=$(OUT)/bin/%) $(TOOLS:%=$(OUT)/tool/%) $(CATALOGUES)

# --- statements: FEATURE/noun.sql -> .build/gen/FEATURE/noun_sql.{h,c} --------
$(SQLGEN): $(wildcard cgi-bin/tool/sqlgen*.c) $(wildcard cgi-bin/tool/sqlgen*.h)
	@mkdir -p $(@D); echo "  CC tool/sqlgen"; gcc -std=c11 -D_GNU_SOURCE -O1 -g $(WARN) -Icgi-bin $(filter %.c,$^) -o $@
$(GEN)/%_sql.h: cgi-bin/%.sql $(SQLGEN)
	@mkdir -p $(@D); $(SQLGEN) h $< $* > $@
$(GEN)/%_sql.c: cgi-bin/%.sql $(SQLGEN)
	@mkdir -p $(@D); $(SQLGEN) c $< $* > $@
# Statements of the unit tests, linked into each.
$(GEN)/%_sql.h: tests/%.sql $(SQLGEN)
	@mkdir -p $(@D); $(SQLGEN) h $< $* > $@
$(GEN)/%_sql.c: tests/%.sql $(SQLGEN)
	@mkdir -p $(@D); $(SQLGEN) c $< $* > $@
# The names of all settings; left as it is when they are what they were.
SETTING_SRC := $(shell grep -ls SETTING_TEXT cgi-bin/*/*.c cgi-bin/lib/*/*.c)
$(GEN)/lib/base/setting_names.h: $(SETTING_SRC) $(wildcard cgi-bin/tool/setting*)
	@mkdir -p $(@D); cgi-bin/tool/setting_names.sh $(SETTING_SRC) > $@.1; cmp -s $@.1 $@ && rm $@.1 || mv $@.1 $@
$(OUT)/gen/%.o: $(GEN)/%.c $(GEN)/%.h
	@mkdir -p $(@D); $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

# --- objects and programs -----------------------------------------------------
$(OUT)/%.o: cgi-bin/%.c | $(GEN_H)
	@mkdir -p $(@D); echo "  CC $*"; $(CC) $(CPPFLAGS) $(PKGFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@
$(OUT)/lib/auth/password.o: cgi-bin/lib/auth/common_passwords.txt
$(OUT)/lib/base/setting.o: $(GEN)/lib/base/setting_names.h
$(OUT)/lib.a: $(LIB_OBJ)
	@mkdir -p $(@D); rm -f $@; $(AR) rcs $@ $^
define FEATURE
$(OUT)/bin/$(1): $$(patsubst cgi-bin/%.c,$(OUT)/%.o,$$(wildcard cgi-bin/$(1)/*.c)) $$(patsubst cgi-bin/%.sql,$(OUT)/gen/%_sql.o,$$(wildcard cgi-bin/$(1)/*.sql)) $(OUT)/lib.a
	@mkdir -p $$(@D); echo "  LD $(1)"; $(CC) $(LDFLAGS) $$^ $$(LDLIBS) -o $$@
endef
$(foreach f,$(FEATURES),$(eval $(call FEATURE,$(f))))
$(OUT)/tool/%: cgi-bin/tool/%.c $(OUT)/lib.a
	@mkdir -p $(@D); echo "  LD tool/$*"; $(CC) $(CPPFLAGS) $(PKGFLAGS) $(CFLAGS) $(LDFLAGS) $^ $(LDLIBS) -o $@

# The benchmark's pages (tests/bench): a feature that is never installed.
BENCH_C   := $(wildcard tests/bench/app/*.c)
BENCH_SQL := $(wildcard tests/bench/app/*.sql)
bench-app: $(OUT)/bench/app
$(OUT)/bench/%.o: tests/bench/app/%.c | $(GEN_H) $(BENCH_SQL:tests/%.sql=$(GEN)/%_sql.h)
	@mkdir -p $(@D); echo "  CC bench/$*"; $(CC) $(CPPFLAGS) $(PKGFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@
$(OUT)/bench/app: $(BENCH_C:tests/bench/app/%.c=$(OUT)/bench/%.o) $(BENCH_SQL:tests/%.sql=$(OUT)/gen/%_sql.o) $(OUT)/lib.a
	@mkdir -p $(@D); echo "  LD bench/app"; $(CC) $(LDFLAGS) $^ $(LDLIBS) -o $@

# What the check of a text costs: tests/bench/moderation.sh.
$(OUT)/bench/moderation: tests/bench/moderation.c $(OUT)/lib.a
	@mkdir -p $(@D); echo "  LD bench/moderation"; $(CC) $(CPPFLAGS) $(PKGFLAGS) $(CFLAGS) $(LDFLAGS) $^ $(LDLIBS) -o $@

# --- tests ------------------------------------------------------------------
# rules.c of a feature is pure, so unit tests may link any feature's rules.
RULES   := $(wildcard cgi-bin/*/rules*.c)
UNIT_SQL := $(wildcard tests/unit/*.sql)
# A test may include a tool's source.
DEPS     = -MMD -MP -MT $@ -MF $@.d
$(OUT)/unit/%: tests/unit/%_test.c $(RULES:cgi-bin/%.c=$(OUT)/%.o) $(UNIT_SQL:tests/%.sql=$(OUT)/gen/%_sql.o) $(OUT)/lib.a
	@mkdir -p $(@D); echo "  LD unit/$*"; $(CC) $(CPPFLAGS) $(PKGFLAGS) $(CFLAGS) $(DEPS) $(LDFLAGS) $< $(filter %.o %.a,$^) $(LDLIBS) -lcmocka -o $@
$(OUT)/fuzz/%: tests/fuzz/%_fuzz.c $(OUT)/lib.a
	@mkdir -p $(@D); echo "  LD fuzz/$*"; $(CC) $(CPPFLAGS) $(PKGFLAGS) $(CFLAGS) $(DEPS) $(LDFLAGS) $< $(filter %.o %.a,$^) $(LDLIBS) -o $@
$(OUT)/replay/%: tests/fuzz/%_fuzz.c tests/support/replay.c $(OUT)/lib.a
	@mkdir -p $(@D); echo "  LD replay/$*"; $(CC) $(CPPFLAGS) $(PKGFLAGS) $(CFLAGS) $(DEPS) $(LDFLAGS) $< tests/support/replay.c $(filter %.o %.a,$^) $(LDLIBS) -o $@
replay: $(FUZZERS:%=$(OUT)/replay/%)
unit: $(UNIT:%=$(OUT)/unit/%)
fuzzers: $(FUZZERS:%=$(OUT)/fuzz/%)

run dev test test-fast lint fuzz bench shots doctor install setup:
	@cgi-bin/tool/$@.sh

backup:
	@cgi-bin/tool/backup.sh "$(TO)"
# Starts as make run does, in a new BELAY_VAR, with what a backup has in it.
restore:
	@exec env BELAY_DEMO=$${BELAY_DEMO:-0} BELAY_RESTORE="$(abspath $(FROM))" cgi-bin/tool/run.sh

# --- what runs beside the programs ----------------------------------------------
# The route tables of all programs, for nginx and the tests; daemons have none.
FASTCGI := $(shell grep -lw app_run $(FEATURES:%=cgi-bin/%/main.c) /dev/null | cut -d / -f 2)
headers: $(GEN_H) $(GEN)/lib/base/setting_names.h
clang-flags:
	@echo $(CPPFLAGS) $(PKGFLAGS) -std=c11
fastcgi-names:
	@printf '%s\n' $(FASTCGI)
routes: $(OUT)/routes.tsv
$(OUT)/routes.tsv: $(FASTCGI:%=$(OUT)/bin/%) Makefile
	@mkdir -p $(@D); for f in $(FASTCGI); do $(OUT)/bin/$$f --routes > $@.1 || exit 1; sed "s/^/$$f\t/" $@.1; done > $@; rm -f $@.1
assets: .build/static/manifest.txt
.build/static/manifest.txt: $(shell find static -type f 2>/dev/null) cgi-bin/tool/assets.sh
	@cgi-bin/tool/assets.sh

.build/catalogues/%/LC_MESSAGES/belay.mo: templates/_words/%.po
	@mkdir -p $(@D); echo "  MO $*"; msgfmt --check-format $< -o $@
# The words there are now; a translation keeps what it has of them.
catalogue: $(OUT)/tool/catalogue
	@cgi-bin/tool/catalogue.sh $< templates/_words

format:
	@git ls-files -co --exclude-standard '*.c' '*.h' | xargs clang-format -i

check-templates: all assets
	@for f in $(filter-out worker,$(FEATURES)); do $(OUT)/bin/$$f --check || exit 1; done

clean:
	rm -rf .build

-include $(shell find .build/$(MODE) -name '*.d' 2>/dev/null)

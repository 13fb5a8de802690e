# Routes to nginx locations.  In: NAME METHOD PATH ACCESS RATE BODY_MAX FLAGS …,
# tab-separated, from every program (a write without a class is a write).  Out: exact matches for plain paths,
# segment-bounded regular expressions for those with :names, grouped below their
# first segment so that nginx tries few of them; each under /api as well.
# The page's limit holds for all but other systems' calls (provider).
# -v bursts="page=600 write=60 …"; -v front=NAME answers /healthz and /readyz.

function fail(words)
{
	print "locations: " words > "/dev/stderr"
	broken = 1
	exit 1
}

# Literal segments before :names: "a" sorts before "~".
function sort_key(path,    parts, n, i, key)
{
	n = split(path, parts, "/")
	key = ""
	for (i = 2; i <= n; i++)
		key = key "/" (parts[i] ~ /^:/ ? "~" : parts[i])
	return key
}

function pattern(path,    parts, n, i, out)
{
	n = split(path, parts, "/")
	out = ""
	for (i = 2; i <= n; i++) {
		if (parts[i] ~ /^:/)
			parts[i] = "[^/]+"
		else
			gsub(/[.]/, "[.]", parts[i])
		out = out "/" parts[i]
	}
	return out
}

BEGIN {
	FS = "\t"
	n_rates = split(bursts, pairs, " ")
	for (i = 1; i <= n_rates; i++) {
		split(pairs[i], pair, "=")
		rates[i] = pair[1]
		burst[pair[1]] = pair[2]
	}
}

NF < 7 { fail("line " NR " has " NF " columns: " $0) }
$3 !~ /^\/([A-Za-z0-9_.:\/-]*[^\/])?$/ { fail($1 ": odd path " $3) }
!($5 in burst) { fail($1 ": unknown rate " $5) }
{
	key = $3
	shape = sort_key($3)
	if (shape in shaped && shaped[shape] != $1)
		fail($1 " and " shaped[shape] " both answer " $3)
	shaped[shape] = $1
	programs[$1] = 1
	if (!(shape in path)) {
		path[shape] = key
		order[++n] = shape
		name[shape] = $1
	}
	rate[shape, $5 == "page" && $2 !~ /^(GET|HEAD)$/ ? "write" : $5] = 1
	if ($6 + 0 > body[shape])
		body[shape] = $6 + 0
	if ($7 ~ /(^|,)cached(,|$)/)
		cached[shape] = 1
	if ($7 ~ /(^|,)upload(,|$)/ || $5 == "upload")
		upload[shape] = 1
}

function directives(shape, indent,    i, out)
{
	for (i = 1; i <= n_rates; i++)
		if (rate[shape, rates[i]] ||
		    (rates[i] == "page" && !rate[shape, "provider"]))
			out = out indent "limit_req zone=belay_" rates[i] \
				" burst=" burst[rates[i]] " nodelay;\n"
	if (body[shape] > 0)
		out = out indent "client_max_body_size " body[shape] ";\n"
	if (upload[shape])
		out = out indent "fastcgi_request_buffering off;\n" \
			indent "client_body_timeout 30s;\n"
	if (cached[shape])
		out = out indent "include " conf "/cached.conf;\n"
	return out indent "fastcgi_pass belay_" name[shape] ";\n"
}

function location(match_, shape, indent)
{
	printf "%slocation %s {\n%s%s}\n", indent, match_, \
		directives(shape, indent "\t"), indent
}

function sort_shapes(    i, j, held)
{
	for (i = 2; i <= n; i++) {
		held = order[i]
		for (j = i - 1; j > 0 && order[j] > held; j--)
			order[j + 1] = order[j]
		order[j + 1] = held
	}
}

function group(first, prefix,    i, members, count, shape)
{
	printf "location %s%s/ {\n", prefix, first
	for (i = 1; i <= n; i++) {
		shape = order[i]
		if (path[shape] ~ /:/ && index(shape, first "/") == 1)
			location("\"~^" prefix pattern(path[shape]) "$\"", shape, "\t")
	}
	printf "\treturn 404;\n}\n"
}

END {
	if (broken)
		exit 1
	sort_shapes()
	for (i = 1; i <= n; i++) {
		shape = order[i]
		if (path[shape] !~ /:/) {
			location("= " path[shape], shape, "")
			if (path[shape] !~ /^\/api\//)
				location("= /api" path[shape], shape, "")
			continue
		}
		split(shape, parts, "/")
		first = "/" parts[2]
		if (first == "/~")
			location("\"~^(?:/api)?" pattern(path[shape]) "$\"", shape, "")
		else if (!(first in grouped)) {
			grouped[first] = 1
			group(first, "")
			group(first, "/api")
		}
	}
	if (front in programs)
		printf "location ~ ^/(healthz|readyz)$ {\n\tfastcgi_pass belay_%s;\n}\n", front
}

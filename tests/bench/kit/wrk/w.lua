-- one script for all of W; env: BENCH_W=w1|w2|w3|w4, and for an adapter BENCH_COOKIES (file, one Cookie header per line),
-- BENCH_PATHS (file, one path per line), BENCH_BODIES (file, line i belongs to cookie i), BENCH_POST_PATH
local w = os.getenv("BENCH_W")
local function lines(v) local f = os.getenv(v); if not f or f == "" then return nil end; local t = {}; for l in io.lines(f) do if l ~= "" then t[#t + 1] = l end end; return t end
local cookies, paths, bodies = lines("BENCH_COOKIES"), lines("BENCH_PATHS"), lines("BENCH_BODIES")
local hdr, reqs, n, i = {}, {}, 0, 0
local host = os.getenv("BENCH_HOST") or "127.0.0.1"
local function fmt(m, p, c, b)
  local s = m .. " " .. p .. " HTTP/1.1\r\nHost: " .. host .. "\r\n"
  if os.getenv("BENCH_GZIP") then s = s .. "Accept-Encoding: gzip\r\n" end
  if c then s = s .. "Cookie: " .. c .. "\r\n" end
  if b then s = s .. "Origin: http://" .. host .. "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " .. #b .. "\r\n" end
  return s .. "\r\n" .. (b or "")
end
local function z(k) return string.format("%031d", k) end
function init(args)
  if w == "w1" or w == "w4" then
    if paths then for _, p in ipairs(paths) do reqs[#reqs + 1] = fmt("GET", p) end
    else for k = 1, 40 do reqs[#reqs + 1] = fmt("GET", (w == "w1" and "/mentors" or "/api/mentors") .. string.format("?tag=topic-%02d", k)) end end
  elseif w == "w2" then
    if cookies then for k, c in ipairs(cookies) do reqs[#reqs + 1] = fmt("GET", paths and paths[(k - 1) % #paths + 1] or "/dashboard", c) end
    else for k = 1, 1000 do reqs[#reqs + 1] = fmt("GET", "/dashboard", "sid=t" .. z(k)) end end
  else
    if cookies then for k, c in ipairs(cookies) do reqs[#reqs + 1] = fmt("POST", os.getenv("BENCH_POST_PATH") or "/messages", c, bodies[(k - 1) % #bodies + 1]) end
    else for k = 1, 1000 do reqs[#reqs + 1] = fmt("POST", "/messages", "sid=t" .. z(k), "csrf=c" .. z(k) .. "&to=" .. (5001 + (k * 37) % 4000) .. "&body=Hello+from+the+benchmark%2C+see+you+Tuesday+%26+bring+the+notes.") end end
  end
  n = #reqs; i = math.random(0, n - 1)
end
function request() i = i % n + 1; return reqs[i] end
local threads = {}
function setup(t) table.insert(threads, t); t:set("bad", 0) end
bad = 0
local want = (w == "w3") and 303 or 200
function response(status) if status ~= want then bad = bad + 1 end end
function done(s, l)
  local b = 0; for _, t in ipairs(threads) do b = b + (t:get("bad") or 0) end
  io.write(string.format("RESULT %d %d %d %d %d %d %d %d\n", s.requests, s.duration, s.bytes, l:percentile(50), l:percentile(99), l.max, b,
    s.errors.connect + s.errors.read + s.errors.write + s.errors.timeout))
end

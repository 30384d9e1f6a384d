-- Sends requests made beforehand, in a random order; tells what came of them as JSON.
local lines, cookies, bodies = {}, {}, {}
local method = os.getenv("BENCH_METHOD") or "GET"

local function read(name, into)
  local path = os.getenv(name)
  if path then for line in io.lines(path) do into[#into + 1] = line end end
end

local hex = "0123456789abcdef"
local function id()
  return (string.gsub("xxxxxxxx-xxxx-7xxx-8xxx-xxxxxxxxxxxx", "x", function()
    local i = math.random(16)
    return string.sub(hex, i, i)
  end))
end

function init()
  math.randomseed(os.time() + tonumber(tostring({}):sub(8)))
  read("BENCH_PATHS", lines)
  read("BENCH_COOKIES", cookies)
  read("BENCH_BODIES", bodies)
end

function request()
  local headers = { ["Sec-Fetch-Site"] = "same-origin" }
  if #cookies > 0 then headers["Cookie"] = cookies[math.random(#cookies)] end
  local body
  if #bodies > 0 then
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    body = string.gsub(bodies[math.random(#bodies)], "{id}", id)
  end
  return wrk.format(method, lines[math.random(#lines)], headers, body)
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    'JSON{"requests":%d,"seconds":%f,"p50":%f,"p95":%f,"errors":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(95) / 1000,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end

-- What wrk asks: contacts picked at random, read or changed.
--
--   wrk … -s contacts.lua http://127.0.0.1:PORT -- KIND TOKEN IDS_FILE
--
-- KIND is GET, PUT (city and tags) or WHOLE, a PUT that names the contact's email, phone and names as
-- well, as a program does that keeps two systems alike. IDS_FILE has the id of contact 0 first.
--
-- The last line it prints is RESULT and the numbers as JSON.

local ids = {}
local kind
local head
local count = 0

-- A seed of its own for each thread, or all would ask for the same contacts in the same order.
local threads = 0
function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

-- One text for all requests: wrk.format would build it anew each time, on the server's own cores.
function init(args)
  kind = args[1]
  head = " HTTP/1.1\r\nHost: " .. wrk.host .. "\r\nAuthorization: Bearer " .. args[2]
    .. "\r\nVersion: 2021-07-28\r\nContent-Type: application/json\r\n"
  for id in io.lines(args[3]) do
    ids[#ids + 1] = id
  end
  math.randomseed(number)
end

-- As bench/contacts.c made it.
local function identity(index)
  return string.format(
    '"firstName":"First %d","lastName":"Last %d","email":"contact-%d@example.com","phone":"+1212%07d",',
    index, index, index, 5550000 + index)
end

local function body(index)
  local known = kind == "WHOLE" and identity(index) or ""
  return "{" .. known .. '"city":"City ' .. count .. '","tags":["bench","t' .. count % 100 .. '"]}'
end

function request()
  count = count + 1
  local number_of_id = math.random(#ids)
  local path = " /contacts/" .. ids[number_of_id]
  if kind == "GET" then
    return "GET" .. path .. head .. "\r\n"
  end
  local text = body(number_of_id - 1)
  return "PUT" .. path .. head .. "Content-Length: " .. #text .. "\r\n\r\n" .. text
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    'RESULT {"requests":%d,"seconds":%.6f,"p50Ms":%.3f,"p99Ms":%.3f,"maxMs":%.3f,"refused":%d,"broken":%d}',
    summary.requests, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
